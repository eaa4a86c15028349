"""What is liked."""
