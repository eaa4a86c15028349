"""Two to four products beside one another: seen in four ways, with only what differs in how they were made."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.errors import InvalidInput, NotFound
from imagen.domain.events import DomainEvent, ProductChanged, ProductsChanged, ProductsDeleted
from imagen.domain.product import ProductState, ProductType
from imagen.services.all import Services
from imagen.services.viewing import Difference, ViewedProduct, differences
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.elements import Button
from imagen.ui.components.rating import RatingButtons
from imagen.ui.components.shared import SHARED
from imagen.ui.components.viewer_stage import stage_item
from imagen.ui.context import PageContext
from imagen.ui.live import Live

FEWEST, MOST = 2, 4
LETTERS = "ABCD"
_LIKE_KEYS = "1234"


class CompareStage(ui.element, component="imagen_compare.js", esm=SHARED):
    """The pictures, zoomed and moved as one."""

    def __init__(self, items: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self.props["initial"] = [dict(item) for item in items]

    def update_items(self, items: Sequence[Mapping[str, Any]]) -> None:
        """Show some of the products as they are now."""
        self.run_method("update", [dict(item) for item in items])


def read_compared(services: Services, product_ids: Sequence[UUID]) -> list[ViewedProduct]:
    """Read what is compared. Raises InvalidInput for too few or too many, or what cannot be seen; NotFound."""
    wanted = list(dict.fromkeys(product_ids))
    if not FEWEST <= len(wanted) <= MOST:
        raise InvalidInput(f"{len(wanted)} products cannot be compared.", "Choose two, three or four.")
    viewed = [services.viewing.view(product_id) for product_id in wanted]
    for one in viewed:
        if one.product.state is ProductState.BLOCKED or one.product.type not in (ProductType.IMAGE, ProductType.VIDEO):
            raise InvalidInput("Only pictures and videos can be compared.", "Choose others.")
    return viewed


class ComparisonBody:
    """The comparison itself, wherever it stands."""

    def __init__(self, context: PageContext, viewed: Sequence[ViewedProduct], on_close: Callable[[], Any]) -> None:
        self._services = context.services
        self._client = ui.context.client
        self._viewed = list(viewed)
        self._likes: list[Button] = []
        self._ratings: list[RatingButtons] = []
        with d.node("div", "comparison") as self.element:
            with d.node("div", "viewer-head"):
                d.icon_button("close", "Close", on_close, key="Escape")
                d.text("Compare", "strong")
                d.node("span", "grow")
                d.icon_button("undo", "Take back", self._undo, key="Ctrl+z")
            self._stage = CompareStage([_item(one) for one in viewed])
            with d.node("div", "compare-below"):
                with d.node("div", "compare-judged"):
                    for place, one in enumerate(viewed):
                        self._judging(place, one)
                _table(viewed)
        self._show()
        Live(context.bridge, self._refresh, self._concerns, begin=False)

    def _judging(self, place: int, one: ViewedProduct) -> None:
        product_id = one.product.id
        with d.node("div", "compare-judge", role="group", aria_label=f"{LETTERS[place]}: {one.shown.title}"):
            d.text(LETTERS[place], "badge")
            if one.product.thumbnail_url:
                d.node("img", "compare-thumb", src=one.product.thumbnail_url, alt="")
            self._likes.append(
                d.button(
                    "Winner",
                    lambda: self._win(product_id),
                    icon="heart",
                    key=_LIKE_KEYS[place],
                    small=True,
                    tooltip=f"Like {LETTERS[place]} and no other of these ({_LIKE_KEYS[place]})",
                )
            )
            self._ratings.append(
                RatingButtons(
                    lambda rating: self._rate(product_id, rating), keys=False, label=f"Rating of {LETTERS[place]}"
                )
            )

    async def _win(self, product_id: UUID) -> None:
        """Like one, and take the like from the others; pressed again, from that one too."""
        liked = {one.product.id for one in self._viewed if one.product.liked}
        others = [other for other in liked if other != product_id]
        if others:
            await call(self._services.keeping.like, others, False)
        await call(self._services.keeping.like, [product_id], product_id not in liked or bool(others))
        await self._refresh()

    async def _rate(self, product_id: UUID, rating: int | None) -> None:
        await call(self._services.keeping.rate, [product_id], rating)

    async def _undo(self) -> None:
        undone = await call(self._services.undo.undo)
        d.toast(undone.sentence if undone is not None else "Nothing is left to be taken back.")
        await self._refresh()

    def _concerns(self, event: DomainEvent) -> bool:
        ids = {one.product.id for one in self._viewed}
        match event:
            case ProductChanged(product_id=product_id):
                return product_id in ids
            case ProductsChanged(product_ids=changed) | ProductsDeleted(product_ids=changed):
                return not ids.isdisjoint(changed)
        return False

    async def _refresh(self) -> None:
        ids = [one.product.id for one in self._viewed]
        try:
            viewed = await call(lambda: [self._services.viewing.view(product_id) for product_id in ids])
        except NotFound:
            return
        if not self._client.is_deleted and not self.element.is_deleted:
            self._viewed = viewed
            self._show()
            self._stage.update_items([_item(one) for one in viewed])

    def _show(self) -> None:
        has_winner = sum(one.product.liked for one in self._viewed) == 1
        for one, like, rating in zip(self._viewed, self._likes, self._ratings, strict=True):
            like.pressed(has_winner and one.product.liked)
            rating.set_value(one.shown.rating)


class Comparison:
    """The comparison as an overlay of a page; Esc closes it."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._client = ui.context.client
        with ui.dialog().props("maximized no-esc-dismiss no-route-dismiss transition-duration=120") as self._dialog:
            self._place = d.node("div", "viewer-over", role="document", aria_label="Comparison")
        self._dialog.props["aria-label"] = "Comparison"
        self._dialog.on("hide", self._place.clear, [])

    def open(self, product_ids: Sequence[UUID]) -> None:
        """Compare two to four products."""
        background_tasks.create(self._open(product_ids), name="comparison", context=self._client)

    async def _open(self, product_ids: Sequence[UUID]) -> None:
        try:
            viewed = await call(read_compared, self._context.services, product_ids)
        except (InvalidInput, NotFound) as refused:
            with self._client:
                d.toast(str(refused), kind="danger")
            return
        self._place.clear()
        with self._place:
            ComparisonBody(self._context, viewed, self._dialog.close)
        self._dialog.open()


def _item(one: ViewedProduct) -> dict[str, Any]:
    return stage_item(one.shown) | {"liked": one.product.liked}


def _table(viewed: Sequence[ViewedProduct]) -> None:
    """Show in what they differ; what is the same for all is left out."""
    rows: Sequence[Difference] = differences(viewed)
    if not rows:
        d.text("Nothing is known in which they were made differently.", "muted small", tag="p")
        return
    headers = ("Differs", *LETTERS[: len(viewed)])
    with d.table(headers, label="In what they differ", compact=True):
        for one in rows:
            with d.row(one.label):
                for value in one.values:
                    with d.cell():
                        d.text(_written(value), "faint" if value is None else "compare-value")


def _written(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
