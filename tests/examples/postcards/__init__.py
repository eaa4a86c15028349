"""Postcards: the README's example of a provider."""
