"""The whole app without pages against simulators of the real providers: whatever goes wrong, money, files and keys are safe."""
