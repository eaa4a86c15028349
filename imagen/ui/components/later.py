"""Parts of a page that are built when they are first wanted: a dialog that nobody opens costs neither memory nor time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from nicegui import ui

Part = TypeVar("Part")


class Later(Generic[Part]):
    """Call it for the part; make it while the page is being built."""

    def __init__(self, build: Callable[[], Part], *, within: ui.element | None = None) -> None:
        """`within` is where it comes to stand; without it, over the page."""
        self._build = build
        self._place = within or ui.context.client.layout
        self._built: Part | None = None

    def __call__(self) -> Part:
        if self._built is None:
            with self._place:
                self._built = self._build()
        return self._built

    @property
    def built(self) -> Part | None:
        """Give the part if it was wanted before."""
        return self._built
