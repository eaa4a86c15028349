"""The Order page: the form, the plan, the strip and the display, where pictures are ordered while others arrive."""

from imagen.ui.pages.order.page import register

__all__ = ["register"]
