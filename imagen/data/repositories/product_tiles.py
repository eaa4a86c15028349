"""The little that a grid of products shows of each, read for a page at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

_PROMPT = (
    "SELECT t.prompt FROM generation g JOIN generation_text t ON t.rowid = g.search_id WHERE g.id = p.generation_id"
)
_NAME = f"substr(coalesce(nullif(p.name, ''), nullif(p.prompt, ''), ({_PROMPT}), ''), 1, 120)"
"""What a product is called: as its file was, else how its prompt begins."""

_COLUMNS = (
    "s.number, p.id, p.type, p.state, p.liked, p.rating, p.width, p.height, p.placeholder, p.duration_ms, p.sha256, "
    f"p.mime_type, p.file_size, {_NAME}, s.ordered"
)


class TileRow(NamedTuple):
    """A product as a grid shows it; `number` is what it is found by, `ordered` the number of its order or 0."""

    number: int
    id: str
    type: str
    state: str
    liked: int
    rating: int | None
    width: int | None
    height: int | None
    placeholder: str | None
    duration_ms: int | None
    sha256: str
    mime_type: str
    file_size: int
    name: str
    ordered: int


class ProductTileRepository:
    """Reads pages of tiles by the numbers that a search gave."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def numbers(self, product_ids: Sequence[UUID]) -> list[int]:
        """Give what products are found by, in the order given; those that are not found by anything are left out."""
        listed = ",".join(f"'{product_id.hex}'" for product_id in product_ids)
        query = f"SELECT product_id, number FROM product_search WHERE product_id IN ({listed})"  # noqa: S608
        found = dict(tuple(row) for row in self._ask(query))
        return [found[product_id.hex] for product_id in product_ids if product_id.hex in found]

    def rows(self, numbers: Sequence[int]) -> list[TileRow]:
        """Give the tiles of products in the order of their numbers as given."""
        if not numbers:
            return []
        listed = ",".join(map(str, numbers))
        tables = "product_search s CROSS JOIN product p ON p.id = s.product_id"
        query = f"SELECT {_COLUMNS} FROM {tables} WHERE s.number IN ({listed})"  # noqa: S608
        found = {row[0]: TileRow._make(row) for row in self._ask(query)}
        return [found[number] for number in numbers if number in found]

    def tags(self, numbers: Sequence[int], marks: Mapping[int, tuple[UUID, str]]) -> dict[int, list[UUID]]:
        """Give the tags of those products that have any; `marks` are all tags by their numbers."""
        found: dict[int, list[UUID]] = {}
        if marks and numbers:
            listed, terms = ",".join(map(str, numbers)), ",".join(map(str, marks))
            query = f"SELECT number, term FROM product_term WHERE number IN ({listed}) AND +term IN ({terms})"  # noqa: S608
            for number, term in self._ask(query):
                found.setdefault(number, []).append(marks[term][0])
        return found

    def _ask(self, query: str) -> Sequence[Any]:
        return self._session.connection().exec_driver_sql(query).all()
