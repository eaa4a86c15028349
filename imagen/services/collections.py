"""Collections: products put together by hand and ordered by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from imagen.data.models import Collection, CollectionProduct, Tag
from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import FieldProblem, InvalidInput, NotFound
from imagen.domain.ids import new_id
from imagen.domain.journal import Change
from imagen.services.acts import Acts, Step
from imagen.services.keeping_views import CollectionView, Done
from imagen.services.naming import checked_name, checked_text, counted, refuse_taken
from imagen.services.presentation import marked, product_view
from imagen.services.tags import tag_view
from imagen.services.views import Page, ProductView

_SHOWN = 4
_NARROW = 1e-6  # nearer to one another than this, places are numbered anew


class CollectionService:
    """Everything a person does with collections themselves; KeepingService puts products into them."""

    def __init__(self, units: UnitOfWorkFactory, acts: Acts) -> None:
        self._units = units
        self._acts = acts

    def list(self) -> list[CollectionView]:
        """List collections by name, with the first of their products."""
        with self._units.reading() as reading:
            return _views(reading, reading.collections.all())

    def get(self, collection_id: UUID) -> CollectionView:
        """Give one collection. Raises NotFound."""
        with self._units.reading() as reading:
            return _views(reading, [reading.collections.get(collection_id)])[0]

    def products(self, collection_id: UUID, page: int = 1, limit: int = 50) -> Page[ProductView]:
        """Give a page of a collection's products in their order; `page` counts from 1. Raises NotFound."""
        with self._units.reading() as reading:
            reading.collections.get(collection_id)
            rows = reading.collections.products(collection_id, offset=(page - 1) * limit, limit=limit)
            views = marked(reading, [product_view(row) for row in rows])
            return Page(views, reading.collections.count(collection_id), page, limit)

    def create(self, name: str, description: str = "") -> CollectionView:
        """Make a collection. Raises InvalidInput and DuplicateName."""
        shown, key = checked_name(name, "collection")
        told = checked_text(description, "description")
        collection_id = new_id()

        def step(unit: UnitOfWork) -> Sequence[Change]:
            refuse_taken(unit.collections.by_key(key), None, "collection")
            row = {"id": collection_id, "name": shown, "name_key": key, "description": told}
            return [unit.journal.add(Collection, [row])]

        self._acts.once("collection-new", step, f"Made the collection {shown}.")
        return self.get(collection_id)

    def update(self, collection_id: UUID, name: str | None = None, description: str | None = None) -> CollectionView:
        """Rename or describe a collection. Raises NotFound, InvalidInput and DuplicateName."""
        values: dict[str, Any] = {}
        if name is not None:
            values["name"], values["name_key"] = checked_name(name, "collection")
        if description is not None:
            values["description"] = checked_text(description, "description")
        old = self.get(collection_id)

        def step(unit: UnitOfWork) -> Sequence[Change]:
            unit.collections.get(collection_id)
            if name is not None:
                refuse_taken(unit.collections.by_key(values["name_key"]), collection_id, "collection")
            return [unit.journal.change(Collection, [collection_id], **values)]

        if values:
            self._acts.once("collection-change", step, f"Changed the collection {values.get('name', old.name)}.")
        return self.get(collection_id)

    def move(
        self, collection_id: UUID, product_ids: Sequence[UUID], before: UUID | None = None, after: UUID | None = None
    ) -> Done:
        """Put products of a collection before or after another of it, or at its end; they keep the order they are named in.

        Raises NotFound for what is not in the collection, InvalidInput when both neighbours are named or one of them moves.
        """
        wanted = list(dict.fromkeys(product_ids))
        _refuse_neighbours(wanted, before, after)

        def step(unit: UnitOfWork) -> Sequence[Change]:
            places = unit.collections.places(unit.collections.get(collection_id).id)
            _refuse_outsiders([*wanted, *(one for one in (before, after) if one)], [place[1] for place in places])
            return [unit.journal.change_each(CollectionProduct, _moved(places, wanted, before, after))]

        name = self.get(collection_id).name
        return self._acts.once("collection-order", step, f"Moved {counted(len(wanted), 'product')} in {name}.")

    def move_to_edge(self, collection_id: UUID, product_ids: Sequence[UUID], *, first: bool) -> Done:
        """Put products of a collection before or after all others, in the order they have in it. Raises NotFound."""
        going = set(product_ids)

        def step(unit: UnitOfWork) -> Sequence[Change]:
            places = unit.collections.places(unit.collections.get(collection_id).id)
            products = [place[1] for place in places]
            _refuse_outsiders(list(product_ids), products)
            wanted = [one for one in products if one in going]
            before = next((one for one in products if one not in going), None) if first else None
            return [unit.journal.change_each(CollectionProduct, _moved(places, wanted, before, None))]

        name = self.get(collection_id).name
        where = "front" if first else "end"
        told = f"Moved {counted(len(going), 'product')} to the {where} of {name}."
        return self._acts.once("collection-order", step, told)

    def delete(self, collection_id: UUID) -> Done:
        """Put a collection into the Bin; its products stay in the gallery. Raises NotFound."""
        at = now()

        def step(unit: UnitOfWork, some: Sequence[UUID]) -> Step:
            own = [collection_id] if collection_id in some else []
            collection = unit.journal.change(Collection, own, deleted_at=at)
            rest = [one for one in some if one != collection_id]
            return Step([collection, unit.journal.change(CollectionProduct, rest, deleted_at=at)], len(some))

        with self._acts.turn:  # nobody collects anything between the reading and the deleting
            with self._units.reading() as reading:
                name = reading.collections.get(collection_id).name
                places = [place[0] for place in reading.collections.places(collection_id)]
            return self._acts.carry_out(
                "collection-delete", [collection_id, *places], step, lambda _: f"Deleted the collection {name}."
            )


def _views(reading: Repositories, collections: Sequence[Collection]) -> list[CollectionView]:
    counts = reading.collections.counts()
    tags = reading.tags.on([collection.id for collection in collections])
    return [_view(reading, one, counts.get(one.id, 0), tags.get(one.id, [])) for one in collections]


def _view(reading: Repositories, collection: Collection, count: int, tags: Sequence[Tag]) -> CollectionView:
    return CollectionView(
        id=collection.id,
        name=collection.name,
        description=collection.description,
        count=count,
        tags=tuple(tag_view(tag) for tag in tags),
        first=tuple(product_view(row) for row in reading.collections.products(collection.id, limit=_SHOWN)),
        created_at=collection.created_at,
        updated_at=collection.updated_at,
    )


def _refuse_neighbours(moving: Sequence[UUID], before: UUID | None, after: UUID | None) -> None:
    message = ""
    if not moving:
        message = "Name the products to be moved."
    elif before is not None and after is not None:
        message = "Name the product that comes before or the one that comes after, not both."
    elif before in moving or after in moving:
        message = "A product cannot be moved next to itself."
    if message:
        raise InvalidInput(message, problems=[FieldProblem("before" if moving else "ids", message)])


def _refuse_outsiders(wanted: Sequence[UUID], inside: Sequence[UUID]) -> None:
    outside = set(wanted) - set(inside)
    if outside:
        raise NotFound(f"The product {next(iter(outside))} is not in this collection.", "It may have been taken out.")


def _moved(
    places: Sequence[tuple[UUID, UUID, float]], wanted: Sequence[UUID], before: UUID | None, after: UUID | None
) -> Mapping[UUID, Mapping[str, float]]:
    """Give the new indices of those places that get one: of all, where there is no room left between two."""
    own = {product_id: place_id for place_id, product_id, _ in places}
    staying = [place for place in places if place[1] not in set(wanted)]
    products = [place[1] for place in staying]
    at = products.index(before) if before else products.index(after) + 1 if after else len(products)
    if not staying:
        return {own[one]: {"order_index": float(number)} for number, one in enumerate(wanted, 1)}
    lower = staying[at - 1][2] if at else staying[0][2] - len(wanted) - 1
    upper = staying[at][2] if at < len(staying) else lower + len(wanted) + 1
    step = (upper - lower) / (len(wanted) + 1)
    if step > _NARROW and all(a[2] < b[2] for a, b in pairwise(staying)):
        return {own[one]: {"order_index": lower + step * number} for number, one in enumerate(wanted, 1)}
    ordered = [*products[:at], *wanted, *products[at:]]
    return {own[one]: {"order_index": float(number)} for number, one in enumerate(ordered, 1)}
