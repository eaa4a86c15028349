"""Families of models at civitai that need more than their recipes say: a file each, found by discovery."""
