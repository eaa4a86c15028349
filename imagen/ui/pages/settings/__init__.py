"""The Settings page: providers with their keys, connections and models, and how Imagen looks."""

from imagen.ui.pages.settings.page import register

__all__ = ["register"]
