"""The living grid: an order, or what a search finds, by any two of its choices."""

from imagen.ui.pages.grid.page import register

__all__ = ["register"]
