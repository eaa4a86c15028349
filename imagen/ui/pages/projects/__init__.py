"""The Projects page: choosing where to work."""

from imagen.ui.pages.projects.page import register

__all__ = ["register"]
