"""Families of models at fal: a file each, found by itself."""
