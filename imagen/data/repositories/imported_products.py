"""Many products at once, as an import brings them: which are known, adding the others, and what is still to be examined."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Dialect, func, inspect, text, update
from sqlmodel import Session, col, select

from imagen.data.models import Product
from imagen.data.models.base import now
from imagen.data.storable import storable, storable_text
from imagen.domain.product import ProductState

_AT_ONCE = 500
_ROWS_A_STATEMENT = 100
"""For each statement SQLite keeps a copy of every page that it changes, and these are the same ones for many rows."""

# Written out, since an index over some rows is not used for a value that is only known later.
# What lies in the Bin is examined too, since it may be taken out of it at any time.
_UNCHECKED = text(f"product.state = '{ProductState.UNCHECKED}'")

# An insertion silently leaves out what it knows no column for, and one field is called otherwise than its column.
_COLUMNS = {name: attribute.columns[0].key for name, attribute in inspect(Product).column_attrs.items()}

_FOREIGN = ("name", "prompt", "negative_prompt", "model_used", "parameters", "details", "source_url")
"""Fields that strangers wrote; all others are Imagen's own, and cleaning them costs as much as storing them."""

_SUSPICIOUS = re.compile(r"\\u0000|\\ud[89a-f]|NaN|Infinity")
_SHALLOW = 30


@dataclass(frozen=True)
class Known:
    """A product that has the very same file."""

    id: UUID
    in_bin: bool
    state: ProductState


@dataclass(frozen=True)
class Unchecked:
    """A product whose file nobody has decoded yet."""

    id: UUID
    path: str
    sha256: str


class ImportedProductRepository:
    """Reads and writes without an object for each row: there may be a hundred thousand."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def known(self, hashes: Sequence[str]) -> dict[str, Known]:
        """Find products by their files' hashes; one that is there goes before one in the Bin."""
        found: dict[str, Known] = {}
        for first in range(0, len(hashes), _AT_ONCE):
            some = hashes[first : first + _AT_ONCE]
            query = select(Product.sha256, Product.id, Product.deleted_at, Product.state)
            for sha256, id_, deleted_at, state in self.session.exec(query.where(col(Product.sha256).in_(some))):
                if sha256 not in found or found[sha256].in_bin:
                    found[sha256] = Known(id_, deleted_at is not None, ProductState(state))
        return found

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add products by the values of their fields, all rows having the same ones."""
        if rows:
            self.session.flush()
            connection = self.session.connection()
            processes = _processes(connection.dialect, tuple(rows[0]))
            for first in range(0, len(rows), _ROWS_A_STATEMENT):
                some = rows[first : first + _ROWS_A_STATEMENT]
                filled = tuple(process(row[name]) for row in some for name, process in processes)
                connection.exec_driver_sql(_insertion([name for name, _ in processes], len(some)), filled)

    def unchecked(self, most: int, behind: UUID | None = None) -> list[Unchecked]:
        """List products to be examined, in the order in which they came, behind one that was listed before."""
        query = select(Product.id, Product.path, Product.sha256).where(_UNCHECKED)
        if behind is not None:
            query = query.where(col(Product.id) > behind)
        return [Unchecked(*row) for row in self.session.exec(query.order_by(col(Product.id)).limit(most))]

    def count_unchecked(self) -> int:
        """Count the products that are to be examined."""
        return self.session.exec(select(func.count()).select_from(Product).where(_UNCHECKED)).one()

    def change(self, product_id: UUID, **values: Any) -> None:
        """Write what an examination found."""
        cleaned = {name: storable(value) for name, value in values.items()}
        changed = update(Product).where(col(Product.id) == product_id).values(**cleaned, updated_at=now())
        self.session.connection().execute(changed)


def _insertion(names: Sequence[str], rows: int) -> str:
    named = ", ".join(f'"{_COLUMNS[name]}"' for name in names)
    marks = f"({', '.join('?' * len(names))})"
    return f"INSERT INTO product ({named}) VALUES {', '.join([marks] * rows)}"  # noqa: S608


@cache
def _processes(dialect: Dialect, names: tuple[str, ...]) -> list[tuple[str, Callable[[Any], Any]]]:
    """Give for each field what makes of its value what the database stores."""
    return [(name, _process(dialect, name)) for name in names]


def _process(dialect: Dialect, name: str) -> Callable[[Any], Any]:
    kind = Product.__table__.c[_COLUMNS[name]].type  # type: ignore[attr-defined]
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(kind, sa.JSON):
        return lambda value: None if value is None else _written(value)
    if name in _FOREIGN:
        return lambda value: None if value is None else storable_text(value)
    return process or _same


def _written(value: Any) -> str:
    """Write a value as JSON; one that does not look clean and shallow all through is cleaned first."""
    text = json.dumps(value)
    if _SUSPICIOUS.search(text) or text.count("[") + text.count("{") > _SHALLOW:
        text = json.dumps(storable(value))
    return text


def _same(value: Any) -> Any:
    return value
