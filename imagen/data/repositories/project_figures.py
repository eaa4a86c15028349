"""What projects hold and cost, counted for many at once: a fixed number of questions, however many projects there are."""

# ruff: noqa: S608 - the questions are put together from what stands in this file alone

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from imagen.data.models import Product, Project
from imagen.domain.attention import NEEDS_PERSON

Place = UUID | None
"""A project, or None for the work without one."""

_WANTED = "WITH wanted(id) AS (SELECT value FROM json_each(:wanted))"
_LIVE_ORDER = "o.deleted_at IS NULL AND o.kind = 'order'"
_UNFINISHED = "('pending', 'processing', 'underway')"
_NEEDS_PERSON = ", ".join(f"'{one}'" for one in sorted(NEEDS_PERSON))

# A count of a project's own rows is a walk along its part of an index; each is asked once for all that are wanted.
_HELD = f"""{_WANTED} SELECT id,
  (SELECT count(*) FROM product p WHERE p.project_id IS w.id AND p.deleted_at IS NULL),
  (SELECT count(*) FROM "order" o WHERE o.project_id IS w.id AND {_LIVE_ORDER}),
  (SELECT sum(amount) FROM spending s WHERE s.project_id IS w.id),
  (SELECT created_at FROM product p WHERE p.project_id IS w.id AND p.deleted_at IS NULL ORDER BY p.id DESC LIMIT 1),
  (SELECT created_at FROM "order" o WHERE o.project_id IS w.id AND {_LIVE_ORDER} ORDER BY o.id DESC LIMIT 1)
  FROM wanted w"""
_DAYS = f"""{_WANTED},
  day(number, begins, ends) AS MATERIALIZED (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(:days))
  SELECT w.id, d.number, count(*) FROM wanted w CROSS JOIN day d CROSS JOIN product p
  ON p.project_id IS w.id AND p.id >= d.begins AND p.id < d.ends WHERE p.deleted_at IS NULL GROUP BY 1, 2"""
_BUZZ = f"""{_WANTED} SELECT w.id, sum(s.billed), sum(CASE WHEN s.at >= :month THEN s.billed ELSE 0 END)
  FROM wanted w CROSS JOIN spending s ON s.project_id IS w.id
  WHERE s.currency = 'BUZZ' AND s.state <> 'void' GROUP BY 1"""
_NEWEST = f"""{_WANTED} SELECT w.id, p.id FROM wanted w CROSS JOIN product p ON p.id IN (
  SELECT q.id FROM product q WHERE q.project_id IS w.id AND q.deleted_at IS NULL ORDER BY q.id DESC LIMIT :most)"""

# These are few in the whole library; the plus keeps them from being looked for project by project.
_LIKED = "SELECT project_id, count(*) FROM product WHERE liked = 1 AND deleted_at IS NULL GROUP BY +project_id"
_MONTH = "SELECT project_id, sum(amount) FROM spending WHERE at >= :month GROUP BY +project_id"
_UNDER_WAY = f"""SELECT o.project_id,
  sum((SELECT count(*) FROM generation g WHERE g.order_id = o.id AND g.status = 'generating')),
  sum((SELECT count(*) FROM generation g WHERE g.order_id = o.id AND g.status = 'pending') + o.planned - o.written),
  sum(o.held_reason IS NOT NULL)
  FROM "order" o WHERE o.status IN {_UNFINISHED} AND o.deleted_at IS NULL GROUP BY +o.project_id"""
_ATTENTION = f"""SELECT o.project_id, count(*) FROM generation g CROSS JOIN "order" o ON o.id = g.order_id
  WHERE g.waiting_for IS NOT NULL AND g.waiting_for IN ({_NEEDS_PERSON}) AND o.deleted_at IS NULL
  GROUP BY o.project_id"""
_FAILED = f"""SELECT o.project_id, count(*) FROM generation g CROSS JOIN "order" o ON o.id = g.order_id
  WHERE g.status = 'failed' AND g.deleted_at IS NULL AND {_LIVE_ORDER} GROUP BY o.project_id"""


@dataclass(frozen=True)
class HeldRow:
    """What a project holds and has cost; amounts are micro-dollars, Buzz in millionths."""

    products: int = 0
    liked: int = 0
    orders: int = 0
    running: int = 0
    waiting: int = 0
    held: int = 0
    attention: int = 0
    failed: int = 0
    spent: int = 0
    spent_this_month: int = 0
    buzz: int = 0
    buzz_this_month: int = 0
    used_at: datetime | None = None
    days: tuple[int, ...] = ()


class ProjectFigureRepository:
    """Counts what projects hold; what is in the Bin is left out, what it cost is not."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def projects(self, project_ids: Sequence[UUID] | None = None) -> Sequence[Project]:
        """List all projects outside the Bin, or those of some."""
        query = select(Project).where(col(Project.deleted_at).is_(None))
        if project_ids is not None:
            query = query.where(col(Project.id).in_(project_ids))
        return self._session.exec(query).all()

    def names(self) -> Sequence[str]:
        """List the names of all projects outside the Bin."""
        return self._session.exec(select(Project.name).where(col(Project.deleted_at).is_(None))).all()

    def held(self, places: Sequence[Place], month: datetime, days: Sequence[datetime]) -> dict[Place, HeldRow]:
        """Count what places hold; `days` are the moments at which days begin, and the end of the last one."""
        wanted, since = _wanted(places), _stored(month)
        liked, spent = self._counts(_LIKED), self._counts(_MONTH, month=since)
        attention, failed = self._counts(_ATTENTION), self._counts(_FAILED)
        under_way, buzz = self._rows(_UNDER_WAY), self._rows(_BUZZ, wanted=wanted, month=since)
        made = self._by_day(wanted, days)
        found = {}
        for place, (products, orders, amount, *times) in self._rows(_HELD, wanted=wanted).items():
            running, waiting, held = under_way.get(place, (0, 0, 0))
            all_buzz, buzz_of_month = buzz.get(place, (0, 0))
            found[place] = HeldRow(
                products=products,
                liked=liked.get(place, 0),
                orders=orders,
                running=running,
                waiting=waiting,
                held=held,
                attention=attention.get(place, 0),
                failed=failed.get(place, 0),
                spent=amount or 0,
                spent_this_month=spent.get(place, 0) or 0,
                buzz=all_buzz or 0,
                buzz_this_month=buzz_of_month or 0,
                used_at=max((_read(at) for at in times if at), default=None),
                days=tuple(made.get((place, number), 0) for number in range(len(days) - 1)),
            )
        return found

    def newest(self, places: Sequence[Place], most: int) -> dict[Place, list[Product]]:
        """Give the newest products of places, the newest first."""
        asked = {"wanted": _wanted(places), "most": most}
        rows = [(_place(place), UUID(product)) for place, product in self._ask(_NEWEST, asked)]
        query = select(Product).where(col(Product.id).in_([product for _, product in rows]))
        products = {product.id: product for product in self._session.exec(query)}
        found: dict[Place, list[Product]] = {}
        for place, product_id in sorted(rows, key=lambda row: row[1], reverse=True):
            found.setdefault(place, []).append(products[product_id])
        return found

    def _by_day(self, wanted: str, days: Sequence[datetime]) -> dict[tuple[Place, int], int]:
        spans = [(number, _first_id(begins), _first_id(ends)) for number, (begins, ends) in enumerate(pairwise(days))]
        rows = self._ask(_DAYS, {"wanted": wanted, "days": json.dumps(spans)})
        return {(_place(place), number): count for place, number, count in rows}

    def _counts(self, query: str, **asked: Any) -> dict[Place, int]:
        return {place: values[0] for place, values in self._rows(query, **asked).items()}

    def _rows(self, query: str, **asked: Any) -> dict[Place, tuple[Any, ...]]:
        return {_place(place): tuple(values) for place, *values in self._ask(query, asked)}

    def _ask(self, query: str, asked: Mapping[str, Any]) -> Sequence[Any]:
        return self._session.connection().exec_driver_sql(query, dict(asked)).all()


def _wanted(places: Sequence[Place]) -> str:
    return json.dumps([place.hex if place else None for place in places])


def _place(stored: str | None) -> Place:
    return UUID(stored) if stored else None


def _first_id(at: datetime) -> str:
    """Write how the ids begin of what is made from a moment on: with its milliseconds."""
    return f"{int(at.timestamp() * 1000):012x}"


def _stored(at: datetime) -> str:
    """Write a time as the columns store it."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def _read(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
