"""Orders and generations as CSV, a piece at a time however many there are, with no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from imagen.domain.production import ShowGenerations
from imagen.services.production import GenerationRow, OrderRow, ProductionService, Sought

_PAGE = 200
_MILLION = 1_000_000
_BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take other letters than those of English for something else
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ORDER_COLUMNS = (
    "order",
    "name",
    "model",
    "status",
    "priority",
    "ordered_at",
    "planned",
    "complete",
    "generating",
    "pending",
    "failed",
    "cancelled",
    "needs_a_person",
    "cost_usd",
    "estimated_cost_usd",
    "waits_for",
    "project_id",
    "id",
)
_GENERATION_COLUMNS = (
    "status",
    "needs_a_person",
    "note",
    "error_kind",
    "error",
    "waited_s",
    "ran_s",
    "fetched_s",
    "seed_returned",
    "cost_usd",
    "products",
    "files",
    "started_at",
    "completed_at",
    "prompt",
    "id",
)


def orders_csv(production: ProductionService, sought: Sought) -> Iterator[str]:
    """Write all orders that are sought."""
    yield _BYTE_ORDER_MARK + _lines([_ORDER_COLUMNS])
    cursor: str | None = None
    while True:
        page = production.page(sought, cursor=cursor, limit=_PAGE, counted=False)
        if page.rows:
            yield _lines(_order(row) for row in page.rows)
        cursor = page.cursor
        if cursor is None:
            return


def generations_csv(
    production: ProductionService, order_id: UUID, show: ShowGenerations = ShowGenerations.ALL
) -> Iterator[str]:
    """Write the generations of an order, with a column for each choice in which they differ. Raises NotFound at once."""
    first = production.generations(order_id, show, limit=_PAGE)
    return _generations(production, order_id, show, [d.name or d.parameter for d in first.differences])


def _generations(
    production: ProductionService, order_id: UUID, show: ShowGenerations, names: Sequence[str]
) -> Iterator[str]:
    yield _BYTE_ORDER_MARK + _lines([("number", *names, *_GENERATION_COLUMNS)])
    offset = 0
    while True:
        page = production.generations(order_id, show, offset=offset, limit=_PAGE)
        if page.rows:
            yield _lines(_generation(row) for row in page.rows)
        if len(page.rows) < _PAGE:
            return
        offset += _PAGE


def _order(row: OrderRow) -> Sequence[object]:
    order, progress = row.order, row.order.progress
    return (
        order.number,
        order.name,
        order.model_key,
        order.status,
        order.priority,
        _moment(order.created_at),
        progress.planned,
        progress.complete,
        progress.generating,
        progress.pending,
        progress.failed,
        progress.cancelled,
        progress.attention,
        _dollars(order.cost),
        _dollars(order.estimated_cost),
        row.waits,
        order.project_id or "",
        order.id,
    )


def _generation(row: GenerationRow) -> Sequence[object]:
    one = row.generation
    return (
        one.position + 1,
        *(value or "" for value in row.values),
        one.status,
        one.attention or "",
        one.attention_note or "",
        one.error_kind or "",
        one.error_message or "",
        *(_seconds(span) for span in (row.waited, row.ran, row.stored)),
        row.seed,
        _dollars(one.cost),
        one.output_count,
        " ".join(product.file_url for product in one.products),
        _moment(one.started_at),
        _moment(one.completed_at),
        one.prompt_preview,
        one.id,
    )


def _lines(rows: Iterable[Sequence[object]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue()


def safe(cell: object) -> object:
    """Keep a text from being taken for a formula: it is shown as it is, and an apostrophe before it says so."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA) else cell


def _dollars(micros: int | None) -> str:
    return "" if micros is None else f"{micros / _MILLION:.6f}".rstrip("0").rstrip(".")


def _seconds(milliseconds: int | None) -> str:
    return "" if milliseconds is None else f"{milliseconds / 1000:.3f}"


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")
