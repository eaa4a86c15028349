"""The Lookups page: the vocabulary of the expansion language."""

from imagen.ui.pages.lookups.page import register

__all__ = ["register"]
