"""The Tags page: the words that things are found by."""

from imagen.ui.pages.tags.page import register

__all__ = ["register"]
