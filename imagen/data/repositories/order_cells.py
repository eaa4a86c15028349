"""The little of an order's generations and products that a grid of its choices shows, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

_AT_ONCE = 500


class PlacedGeneration(NamedTuple):
    """A generation with what tells its cell; `choices` is the text of a JSON list."""

    id: str
    status: str
    waiting_for: str | None
    repeat: int
    choices: str


class PlacedProduct(NamedTuple):
    """A product as a cell shows it."""

    generation_id: str
    id: str
    type: str
    state: str
    liked: int
    rating: int | None
    placeholder: str | None
    sha256: str


class GenerationWords(NamedTuple):
    """What a tile says of a generation."""

    id: str
    prompt: str | None
    error: str | None
    note: str | None


class OrderCellRepository:
    """Reads an order for its grid."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def generations(self, order_id: UUID) -> list[PlacedGeneration]:
        """List an order's generations in the order of production."""
        query = (
            "SELECT id, status, waiting_for, repeat, choices FROM generation "
            "WHERE order_id = ? AND deleted_at IS NULL ORDER BY position"
        )
        return [PlacedGeneration._make(row) for row in self._rows(query, (order_id.hex,))]

    def products(self, order_id: UUID) -> dict[str, list[PlacedProduct]]:
        """Give an order's products by the generations that made them."""
        query = (
            "SELECT generation_id, id, type, state, liked, rating, placeholder, sha256 FROM product "
            "WHERE order_id = ? AND deleted_at IS NULL AND generation_id IS NOT NULL ORDER BY output_index, id"
        )
        found: dict[str, list[PlacedProduct]] = {}
        for row in self._rows(query, (order_id.hex,)):
            found.setdefault(row[0], []).append(PlacedProduct._make(row))
        return found

    def indices(self, order_id: UUID) -> list[str]:
        """Give which of an order's combinations were ordered, deleted ones too."""
        return [
            row[0] for row in self._rows("SELECT expansion_index FROM generation WHERE order_id = ?", (order_id.hex,))
        ]

    def words(self, generation_ids: Sequence[str], longest: int) -> dict[str, GenerationWords]:
        """Give what tiles say of generations, their prompts up to so many signs."""
        found: dict[str, GenerationWords] = {}
        for some in _parts(generation_ids):
            marks = ",".join("?" * len(some))
            query = (
                f"SELECT g.id, substr(t.prompt, 1, {longest:d}), g.error_message, g.waiting_note FROM generation g "  # noqa: S608
                f"LEFT JOIN generation_text t ON t.rowid = g.search_id WHERE g.id IN ({marks})"
            )
            found |= {row[0]: GenerationWords._make(row) for row in self._rows(query, some)}
        return found

    def _rows(self, query: str, values: Sequence[Any]) -> Sequence[Any]:
        return self._session.connection().exec_driver_sql(query, tuple(values)).all()


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
