"""The Gallery: everything ever made, found, looked at and put in order."""

from imagen.ui.pages.gallery.page import register

__all__ = ["register"]
