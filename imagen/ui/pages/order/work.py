"""What a project's strip holds, kept in step with production by asking only about what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from imagen.domain.lifecycle import GenerationStatus
from imagen.services.views import GenerationView, ProductView, StripItem, StripView
from imagen.ui.pages.order.tiles import WAITING_TILE, tile, tile_id, waiting_tile

MOST_PLANNED = 8
FEW_PLANNED = 4


@dataclass
class Change:
    """What is to be drawn anew and what to be taken away; `products` came in just now."""

    tiles: list[dict[str, Any]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    products: list[StripItem] = field(default_factory=list)


class Work:
    """All items that are shown, by the ids of their tiles."""

    def __init__(self, started_at: datetime) -> None:
        self._started_at = started_at
        self._few = False
        self._drawn: dict[str, dict[str, Any]] = {}
        self.items: dict[str, StripItem] = {}
        self.cursor: UUID | None = None

    def begin(self, view: StripView) -> Change:
        """Take a whole strip."""
        self.items, self._drawn, self._few = {}, {}, False
        self.cursor = view.cursor
        return self.update(view, ())

    def update(self, view: StripView, asked: Collection[UUID]) -> Change:
        """Take what waits and runs now, and what became of the generations that were asked about."""
        change = Change()
        live = {tile_id(item): item for item in (*self._next(view), *view.running)}
        ended = {tile_id(item): item for item in view.ended}
        change.products = [i for key, i in ended.items() if i.product is not None and key not in self.items]
        for key, item in list(self.items.items()):
            generation = item.generation
            if key in live or key in ended or generation is None:
                continue
            unfinished = generation.status in {GenerationStatus.PENDING, GenerationStatus.GENERATING}
            if unfinished or generation.id in asked:
                change.gone.append(key)
        self._take({**live, **ended}, change)
        self._wait(view.waiting - sum(1 for item in live.values() if _is_waiting(item)), change)
        for key in change.gone:
            self.items.pop(key, None)
            self._drawn.pop(key, None)
        return change

    def older(self, view: StripView) -> Change:
        """Take the next page of older items."""
        self.cursor = view.cursor
        change = Change()
        self._take({tile_id(item): item for item in view.ended}, change)
        return change

    def put(self, product: ProductView) -> Change:
        """Take a product that was changed, restored or imported."""
        key = str(product.id)
        before = self.items.get(key)
        change = Change()
        self._take({key: StripItem(before.generation if before else None, product)}, change)
        return change

    def remove(self, product_ids: Iterable[UUID]) -> Change:
        """Take products away."""
        gone = [str(product_id) for product_id in product_ids if str(product_id) in self.items]
        for key in gone:
            self.items.pop(key)
            self._drawn.pop(key, None)
        return Change(gone=gone)

    def front(self) -> str | None:
        """Name the tile that stands in front of all others."""
        return next(iter(self._in_order()), None)

    def beside(self, item_id: str, gone: Collection[str]) -> str | None:
        """Name the nearest tile that stays: the next one, else the one before."""
        places = self._in_order()
        if item_id not in places:
            return None
        at = places.index(item_id)
        near = [*places[at + 1 :], *reversed(places[:at])]
        return next((key for key in near if key not in gone and key in self.items), None)

    def unfinished(self) -> set[UUID]:
        """Name the generations that are shown as planned or running."""
        return {generation.id for generation in self._unfinished()}

    def _unfinished(self) -> Iterator[GenerationView]:
        for item in self.items.values():
            if item.generation is not None and item.product is None and not item.generation.completed_at:
                yield item.generation

    def _in_order(self) -> list[str]:
        return sorted(
            self._drawn, key=lambda key: (not self._drawn[key]["older"], self._drawn[key]["order"]), reverse=True
        )

    def _next(self, view: StripView) -> list[StripItem]:
        """Choose how many planned ones to show: a small order whole, of a large one the next few all the way."""
        self._few = view.waiting > MOST_PLANNED or (self._few and view.waiting > 0)
        return list(view.planned[-(FEW_PLANNED if self._few else MOST_PLANNED) :])

    def _take(self, items: dict[str, StripItem], change: Change) -> None:
        for key, item in items.items():
            self.items[key] = item
            drawn = tile(item, self._started_at)
            if self._drawn.get(key) != drawn:
                self._drawn[key] = drawn
                change.tiles.append(drawn)

    def _wait(self, hidden: int, change: Change) -> None:
        drawn = waiting_tile(hidden) if hidden > 0 else None
        if drawn is not None and self._drawn.get(WAITING_TILE) != drawn:
            change.tiles.append(drawn)
            self._drawn[WAITING_TILE] = drawn
        elif drawn is None and WAITING_TILE in self._drawn:
            del self._drawn[WAITING_TILE]
            change.gone.append(WAITING_TILE)


def _is_waiting(item: StripItem) -> bool:
    return item.generation is not None and item.generation.status is GenerationStatus.PENDING
