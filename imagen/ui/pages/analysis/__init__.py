"""What is liked, and what is rated well: which values and words go with it."""

from imagen.ui.pages.analysis.page import register

__all__ = ["register"]
