"""The Collections page: products put together by hand."""

from imagen.ui.pages.collections.page import register

__all__ = ["register"]
