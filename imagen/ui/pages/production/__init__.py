"""The Production page: what is being made, what was, and what went wrong."""

from imagen.ui.pages.production.page import register

__all__ = ["register"]
