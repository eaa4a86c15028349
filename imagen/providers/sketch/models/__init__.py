"""The models of Sketch, one file each; every file here is found by itself."""
