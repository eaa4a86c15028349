"""Fit the rows of another library between those that are here: the same things once, names apart, unfinished work held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlmodel import SQLModel

from imagen.data.models.base import now
from imagen.data.repositories.orders import LARGEST_NUMBER
from imagen.domain.lifecycle import ENDED_ORDERS, LIVE_SUBMISSIONS, GenerationStatus, SubmissionState
from imagen.domain.ordering import OrderKind
from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.domain.product import ProductOrigin
from imagen.domain.spending import SpendingState

HELD = "It was taken in with another library, which may be making it. Let it go on here, or cancel it."
ELSEWHERE = "It was under way in the library that this came from, and its result goes there."

Row = dict[str, Any]
_NAMED = ("tag", "collection")
_FIRST_WINS = {"setting": ("key",), "draft": ("place",), "model": ("provider", "model_id")}
_REFERENCES = {
    "generation_input": ("product_id", "generation_id"),
    "collection_product": ("product_id", "collection_id"),
    "tagging": ("entity_id", "tag_id"),
    "product": ("made_from_id", "generation_id"),
    "submission": ("generation_id",),
    "spending": ("generation_id", "submission_id"),
}
_PLACES = {
    "generation": ("order_id", "position"),
    "submission": ("generation_id", "attempt"),
    "spending": ("submission_id",),
    "product": ("generation_id", "output_index"),
    "generation_input": ("generation_id", "parameter", "order_index"),
}
"""Where only one row can be: both libraries went on with what one of them had from the other."""

_GREATEST_NUMBER = 10**9
_VALUES = {
    "order": ("base_parameters",),
    "generation": ("generation_parameters", "actual_parameters"),
    "draft": ("state",),
}


class Merging:
    """Remembers what goes by another id here; one for each library that is taken in."""

    def __init__(self, connection: Connection) -> None:
        self._ids: dict[UUID, UUID] = {}
        self._edits: dict[UUID, UUID] = {}
        self._number, self._template_number = _next_numbers(connection)
        self.held_orders: list[UUID] = []

    def foresee(self, connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        """Find the products that are here already, before anything that names products in its values is written."""
        there = set(_column(connection, table, table.c.id, [row["id"] for row in rows]))
        self._find_twins(connection, table, [row for row in rows if row["id"] not in there])

    def fitting(self, connection: Connection, table: sa.Table, rows: Sequence[Row]) -> list[Row]:
        """Give the rows that are to be written, as they are to be written."""
        there = set(_column(connection, table, table.c.id, [row["id"] for row in rows]))
        fresh = [self._renamed(table.name, row) for row in rows if row["id"] not in there]
        if table.name in _PLACES:
            fresh = self._placed(connection, table, fresh)
        fit: Callable[[Connection, sa.Table, list[Row]], list[Row]] = {
            "order": self._orders,
            "generation": self._generations,
            "submission": self._submissions,
            "spending": self._spending,
            "product": self._products,
            "lookup": self._lookups,
            "tagging": self._places,
            "collection_product": self._places,
            **dict.fromkeys(_NAMED, self._named),
            **dict.fromkeys(_FIRST_WINS, self._first_wins),
        }.get(table.name, lambda _connection, _table, found: found)
        return fit(connection, table, fresh)

    def link_edits(self, connection: Connection) -> None:
        """Say what edited products were made from, now that all are there."""
        product = SQLModel.metadata.tables["product"]
        for edited, original in self._edits.items():
            source = self._ids.get(original, original)
            found = connection.execute(sa.select(product.c.id).where(product.c.id == source)).first()
            if found:
                connection.execute(sa.update(product).where(product.c.id == edited).values(made_from_id=source))

    def _renamed(self, table: str, row: Row) -> Row:
        """Let a row refer to what stands here for what it referred to."""
        if self._ids:
            for name in _REFERENCES.get(table, ()):
                if row.get(name) in self._ids:
                    row[name] = self._ids[row[name]]
            for name in _VALUES.get(table, ()):
                row[name] = self._in_values(row.get(name))
        return row

    def _in_values(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith(PRODUCT_REFERENCE):
            try:
                meant = UUID(value.removeprefix(PRODUCT_REFERENCE))
            except ValueError:
                return value
            return f"{PRODUCT_REFERENCE}{self._ids[meant]}" if meant in self._ids else value
        if isinstance(value, dict):
            return {name: self._in_values(inner) for name, inner in value.items()}
        return [self._in_values(inner) for inner in value] if isinstance(value, list) else value

    def _placed(self, connection: Connection, table: sa.Table, rows: list[Row]) -> list[Row]:
        """Take what is here already, made of the same in the same place, for what comes."""
        names = _PLACES[table.name]
        first = table.c[names[0]]
        asked = {row[names[0]] for row in rows if row.get(names[0]) is not None}
        query = sa.select(*(table.c[name] for name in names), table.c.id).where(first.in_(asked))
        here = {tuple(found[:-1]): found[-1] for found in connection.execute(query)}
        kept = []
        for row in rows:
            found = here.get(tuple(row.get(name) for name in names))
            if found is None:
                kept.append(row)
            else:
                self._ids[row["id"]] = found
        return kept

    def _orders(self, connection: Connection, table: sa.Table, rows: list[Row]) -> list[Row]:
        """Hold what is not done, and number anew what would have another's number, or one that nobody counts up to."""
        taken = set(_column(connection, table, table.c.number, [row["number"] for row in rows]))
        for row in rows:
            if row["number"] in taken or abs(row["number"]) > _GREATEST_NUMBER:
                row["number"] = self._number if row["kind"] is OrderKind.ORDER else self._template_number
            self._number = max(self._number, row["number"] + 1)
            self._template_number = min(self._template_number, row["number"] - 1)
            taken.add(row["number"])
            if row["status"] not in ENDED_ORDERS and row["kind"] is OrderKind.ORDER:
                row["held_reason"], row["held_for"], row["held_amount"] = HELD, None, None
                self.held_orders.append(row["id"])
        return rows

    def _generations(self, _connection: Connection, _table: sa.Table, rows: list[Row]) -> list[Row]:
        """End here what another library has at a provider."""
        for row in rows:
            row["next_poll_at"] = None
            if row["status"] is GenerationStatus.GENERATING:
                row |= {
                    "status": GenerationStatus.FAILED,
                    "completed_at": now(),
                    "error_kind": "taken-in",
                    "error_message": ELSEWHERE,
                }
            if row["status"] is not GenerationStatus.PENDING:
                row["waiting_for"] = row["waiting_note"] = None
        return rows

    def _submissions(self, connection: Connection, table: sa.Table, rows: list[Row]) -> list[Row]:
        asked = [row["provider_request_id"] for row in rows if row.get("provider_request_id")]
        known = set(_column(connection, table, table.c.provider_request_id, asked))
        for row in rows:
            if row["state"] in LIVE_SUBMISSIONS:
                row["state"], row["error"] = SubmissionState.ABANDONED, ELSEWHERE
            if row.get("provider_request_id") in known:
                row["provider_request_id"] = None
        return rows

    def _spending(self, _connection: Connection, _table: sa.Table, rows: list[Row]) -> list[Row]:
        for row in rows:
            if row["state"] is SpendingState.EXPECTED:  # the bill comes to the other library
                row["state"], row["amount"] = SpendingState.VOID, 0
        return rows

    def _products(self, connection: Connection, table: sa.Table, rows: list[Row]) -> list[Row]:
        """Take the very same imported file for the product that is here."""
        self._find_twins(connection, table, rows)
        twins = [self._ids[row["id"]] for row in rows if row["id"] in self._ids]
        here = set(_column(connection, table, table.c.id, twins))
        kept = []
        for row in rows:
            if self._ids.get(row["id"]) in here:
                continue
            self._ids.pop(row["id"], None)  # it was removed for good since it was found
            if row.get("made_from_id") is not None:
                self._edits[row["id"]] = row["made_from_id"]
                row["made_from_id"] = None
            kept.append(row)
        return kept

    def _find_twins(self, connection: Connection, table: sa.Table, rows: Sequence[Row]) -> None:
        imported = [row for row in rows if row["origin"] is ProductOrigin.IMPORTED and row["id"] not in self._ids]
        query = sa.select(table.c.sha256, table.c.id).where(
            table.c.sha256.in_([row["sha256"] for row in imported]),
            table.c.origin == ProductOrigin.IMPORTED,
            table.c.deleted_at.is_(None),
        )
        here = _pairs(connection, query)
        self._ids |= {row["id"]: here[row["sha256"]] for row in imported if row["sha256"] in here}

    def _named(self, connection: Connection, table: sa.Table, rows: list[Row]) -> list[Row]:
        """Take a tag or collection of the same name for the one that is here."""
        live = table.c.deleted_at.is_(None)
        query = sa.select(table.c.name_key, table.c.id).where(
            table.c.name_key.in_([row["name_key"] for row in rows]), live
        )
        here = _pairs(connection, query)
        kept = []
        for row in rows:
            if row.get("deleted_at") is None and row["name_key"] in here:
                self._ids[row["id"]] = here[row["name_key"]]
            else:
                kept.append(row)
        return kept

    def _lookups(self, connection: Connection, table: sa.Table, rows: list[Row]) -> list[Row]:
        """Keep both of two lookups that have one name and other values, the one that comes under another name."""
        query = sa.select(table.c.name_key, table.c["values"]).where(table.c.deleted_at.is_(None))
        here = _pairs(connection, query)
        kept = []
        for row in rows:
            key, turn = row["name_key"], 2
            if row.get("deleted_at") is None and key in here:
                if here[key] == row["values"]:
                    continue
                while f"{key}_{turn}" in here:
                    turn += 1
                row["name"], row["name_key"] = f"{row['name']}_{turn}", f"{key}_{turn}"
            if row.get("deleted_at") is None:
                here[row["name_key"]] = row["values"]
            kept.append(row)
        return kept

    def _first_wins(self, connection: Connection, table: sa.Table, rows: list[Row]) -> list[Row]:
        names = _FIRST_WINS[table.name]
        here = {tuple(row) for row in connection.execute(sa.select(*(table.c[name] for name in names)))}
        return [row for row in rows if tuple(row[name] for name in names) not in here]

    def _places(self, connection: Connection, table: sa.Table, rows: list[Row]) -> list[Row]:
        """Leave out a tag that the product has, or a collection that it lies in."""
        owner, thing = ("entity_id", "tag_id") if table.name == "tagging" else ("product_id", "collection_id")
        query = sa.select(table.c[owner], table.c[thing]).where(
            table.c[owner].in_([row[owner] for row in rows]), table.c.deleted_at.is_(None)
        )
        here = {tuple(found) for found in connection.execute(query)}
        kept = []
        for row in rows:
            place = (row[owner], row[thing])
            if row.get("deleted_at") is None:
                if place in here:
                    continue
                here.add(place)
            kept.append(row)
        return kept


def _next_numbers(connection: Connection) -> tuple[int, int]:
    """Give the next number of an order, and that of a template."""
    number = SQLModel.metadata.tables["order"].c.number
    of_orders = sa.select(sa.func.max(number)).where(number <= LARGEST_NUMBER)
    of_templates = sa.select(sa.func.min(number)).where(number >= -LARGEST_NUMBER)
    greatest, least = connection.execute(of_orders).scalar(), connection.execute(of_templates).scalar()
    return max(greatest or 0, 0) + 1, min(least or 0, 0) - 1


def _column(connection: Connection, table: sa.Table, column: sa.Column[Any], values: Sequence[Any]) -> list[Any]:
    return [row[0] for row in connection.execute(sa.select(column).where(column.in_(values)))]


def _pairs(connection: Connection, query: Any) -> dict[Any, Any]:
    return {row[0]: row[1] for row in connection.execute(query)}
