"""The Bin: everything deleted, and the way back."""

from imagen.ui.pages.bin.page import register

__all__ = ["register"]
