"""Families of models at Replicate that need more than their published schema says; each file is one family."""
