"""The viewer as an overlay of any page: one product large, with all that is known of it and can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import NotFound
from imagen.services.gallery_views import Asked
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.comparison import Comparison
from imagen.ui.components.viewer_body import ViewerBody, ViewerHooks, read_window
from imagen.ui.components.walking import Given, Searched, Walk
from imagen.ui.context import PageContext


class Viewer:
    """Lies over the page that it is made on; Esc closes it, and the focus returns to where it was."""

    def __init__(
        self,
        context: PageContext,
        *,
        on_close: Callable[[UUID], Any] | None = None,
        on_shown: Callable[[UUID], Any] | None = None,
    ) -> None:
        """`on_close(product_id)` gets what was shown last, `on_shown(product_id)` whatever is shown from now on."""
        self._on_shown = on_shown
        self._context = context
        self._on_close = on_close
        self._client = ui.context.client
        self._comparison = Comparison(context)
        self._body: ViewerBody | None = None
        with ui.dialog().props("maximized no-esc-dismiss no-route-dismiss transition-duration=120") as self._dialog:
            self._place = d.node("div", "viewer-over", role="document", aria_label="Viewer")
        self._dialog.props["aria-label"] = "Viewer"
        self._dialog.on("hide", self._closed, [])

    @property
    def is_open(self) -> bool:
        """Whether it lies over the page now."""
        return bool(self._dialog.value)

    async def open(self, product_id: UUID, asked: Asked | None = None) -> None:
        """Show a product; ←/→ walk what was asked for."""
        gallery = self._context.services.gallery
        await self._open(Searched(gallery, asked) if asked is not None else Given([product_id]), product_id)

    async def open_among(self, product_id: UUID, product_ids: Sequence[UUID]) -> None:
        """Show a product of a list that is known, such as a selection."""
        await self._open(Given(product_ids), product_id)

    def close(self) -> None:
        """Close it."""
        self._dialog.close()

    async def _open(self, walk: Walk, product_id: UUID) -> None:
        self._body = None  # what the browser hides from now on was shown before, and is not told of
        try:
            window = await call(read_window, self._context, walk, product_id)
        except NotFound as gone:
            d.toast(str(gone), kind="danger")
            return
        if self._client.is_deleted:
            return
        self._place.clear()
        with self._place:
            hooks = ViewerHooks(close=self.close, moved=self._moved, compare=self._comparison.open)
            self._body = ViewerBody(self._context, walk, window, hooks)
        self._dialog.open()
        self._moved(product_id)

    def _moved(self, product_id: UUID) -> None:
        if self._on_shown is not None:
            self._on_shown(product_id)

    def _closed(self) -> None:
        if self.is_open:  # opened again before the browser had told that it was hidden
            return
        if self._body is not None and self._on_close is not None:
            self._on_close(self._body.current)
        self._body = None
        self._place.clear()
