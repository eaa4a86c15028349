"""Declare the viewer, culling and the comparison as pages of their own, so that they can be linked and reloaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ImagenError, NotFound
from imagen.services.gallery_views import Asked
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.comparison import Comparison, ComparisonBody, read_compared
from imagen.ui.components.culling import READ_FIRST, CullingBody, ids_of
from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.components.viewer_body import ViewerBody, ViewerHooks, read_window
from imagen.ui.components.walking import Given, Searched, Walk
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.paths import GALLERY, view_path
from imagen.ui.whole_page import whole_page

_LONGEST = 18  # digits of a number that a database takes
_BACK = "history.length > 1 ? history.back() : location.assign(%s)"


def register(context: PageContext) -> None:
    """Declare the addresses."""

    @whole_page("/view/{product}")
    async def view(product: str, q: str | None = None, sort: str = "", order: str = "") -> None:
        await _view(context, product, q, sort, int(order) if order.isdecimal() and len(order) < _LONGEST else None)

    @whole_page("/cull")
    async def cull(q: str | None = None, sort: str = "", ids: str = "") -> None:
        await _cull(context, q, sort, ids)

    @whole_page("/compare")
    async def compare(ids: str = "") -> None:
        await _compare(context, ids)


async def _view(context: PageContext, product: str, q: str | None, sort: str, order: int | None) -> None:
    try:
        product_id = _id(product)
        walk: Walk = Given([product_id])
        if q is not None:
            walk = Searched(context.services.gallery, Asked(q, sort or "newest"))
        elif order is not None:
            walk = Given(await call(context.services.viewing.of_order, order))
        window = await call(read_window, context, walk, product_id)
    except ImagenError as error:
        _nothing_there(context, error)
        return

    def moved(shown: UUID) -> None:
        ui.navigate.history.replace(view_path(shown, q, sort, order=order))

    with _framed(context, "Viewer"):
        comparison = Comparison(context)
        with d.node("div", "viewer-page"):
            ViewerBody(context, walk, window, ViewerHooks(_back, moved, comparison.open))


async def _compare(context: PageContext, ids: str) -> None:
    try:
        product_ids = [_id(one) for one in ids.split(",") if one]
        viewed = await call(read_compared, context.services, product_ids)
    except ImagenError as error:
        _nothing_there(context, error)
        return
    with _framed(context, "Compare"), d.node("div", "viewer-page"):
        ComparisonBody(context, viewed, _back)


async def _cull(context: PageContext, q: str | None, sort: str, ids: str) -> None:
    services = context.services
    try:
        what = Asked(q, sort or "newest") if q is not None else [_id(one) for one in ids.split(",") if one]
        wanted = await call(ids_of, services, what)
        if not wanted:
            raise NotFound("There is nothing to decide about.", "Nothing matches, or nothing was chosen.")
        first = await call(services.viewing.shown, wanted[:READ_FIRST])
    except ImagenError as error:
        _nothing_there(context, error)
        return
    with _framed(context, "Cull"), d.node("div", "viewer-page"):
        CullingBody(context, {one.product.id: one for one in first}, wanted, _back)


@contextmanager
def _framed(context: PageContext, title: str) -> Iterator[None]:
    with frame(title, "gallery", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
        with page.status:
            queue_pill(context)
        yield


def _back() -> None:
    ui.run_javascript(_BACK % json.dumps(GALLERY))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is no such product.", "The address is not whole.") from None


def _nothing_there(context: PageContext, error: ImagenError) -> None:
    with (
        frame("Viewer", "gallery", navigation=context.navigation, jump=lambda: jump_entries(context)),
        d.node("div", "page narrow"),
        d.empty_state(error.message, error.hint, icon="image"),
    ):
        d.link_button("To the gallery", GALLERY, kind="primary")
