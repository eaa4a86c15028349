"""The lists that a viewer walks: what a search finds, what was selected, or nothing but the one product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from imagen.services.gallery import GalleryService
from imagen.services.gallery_views import Asked


class Walk(Protocol):
    """A list of products in an order; its methods may read the database."""

    def around(self, product_id: UUID, reach: int) -> tuple[Sequence[UUID], Sequence[UUID]]:
        """Give what stands before and behind a product, in the order of the list."""

    def place(self, product_id: UUID) -> tuple[int | None, int]:
        """Tell where a product stands, counted from 0, and how long the list is."""

    def without(self, product_id: UUID) -> None:
        """Leave out a product that is gone."""


class Given:
    """A list of which every product is known: a selection, or the strip."""

    def __init__(self, product_ids: Sequence[UUID]) -> None:
        self._ids = list(dict.fromkeys(product_ids))

    def around(self, product_id: UUID, reach: int) -> tuple[Sequence[UUID], Sequence[UUID]]:
        at = self.place(product_id)[0]
        if at is None:
            return [], []
        return self._ids[max(0, at - reach) : at], self._ids[at + 1 : at + 1 + reach]

    def place(self, product_id: UUID) -> tuple[int | None, int]:
        return (self._ids.index(product_id) if product_id in self._ids else None), len(self._ids)

    def without(self, product_id: UUID) -> None:
        if product_id in self._ids:
            self._ids.remove(product_id)


class Searched:
    """What a gallery shows: the database is asked for the neighbours."""

    def __init__(self, gallery: GalleryService, asked: Asked) -> None:
        self._gallery = gallery
        self.asked = asked

    def around(self, product_id: UUID, reach: int) -> tuple[Sequence[UUID], Sequence[UUID]]:
        found = self._gallery.neighbours(self.asked, product_id, reach)
        return [tile.id for tile in found.before], [tile.id for tile in found.behind]

    def place(self, product_id: UUID) -> tuple[int | None, int]:
        return self._gallery.position(self.asked, product_id), self._gallery.count(self.asked)

    def without(self, product_id: UUID) -> None:
        """The search itself leaves out what is in the Bin."""
