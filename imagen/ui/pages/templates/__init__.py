"""The Templates page: parameter sets to start from."""

from imagen.ui.pages.templates.page import register

__all__ = ["register"]
