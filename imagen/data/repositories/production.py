"""Orders and their generations as the Production page lists them: filtered, searched, and read on from any place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, text
from sqlmodel import Session, col, select

from imagen.data.models import Generation, Order, Product
from imagen.data.repositories.full_text import match_expression
from imagen.data.repositories.orders import ACTIVE, ANY
from imagen.domain.attention import NEEDS_PERSON
from imagen.domain.lifecycle import ENDED_ORDERS, GenerationStatus, OrderStatus
from imagen.domain.ordering import OrderKind, Priority
from imagen.domain.production import Show, ShowGenerations

_MOST_HITS = 20_000
"""So many generations with the words that are looked for are looked up; what more orders hold is known by their options."""

_FOUND = text(
    '("order".number IN (SELECT rowid FROM order_text WHERE order_text MATCH :words) OR "order".id IN ('
    "SELECT g.order_id FROM generation g WHERE g.search_id IN ("
    "SELECT rowid FROM generation_text WHERE generation_text MATCH :words ORDER BY rowid DESC LIMIT :hits)))"
)


@dataclass(frozen=True)
class Sought:
    """Which orders are looked for; `project_id` None means those without a project. `until` is the first moment not wanted."""

    show: Show = Show.ALL
    words: str = ""
    model: str | None = None
    project_id: Any = ANY
    status: OrderStatus | None = None
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    also_failed: bool = False
    """Of those that are shown only the ones with failures."""


@dataclass(frozen=True)
class Turn:
    """The place of an order in the queue."""

    priority: Priority
    rank: float
    id: UUID


class ProductionRepository:
    """Everything is found by indexes, whatever the number of orders and of their generations."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def page(
        self, sought: Sought, *, behind: UUID | Turn | None = None, offset: int = 0, limit: int = 30
    ) -> Sequence[Order]:
        """List orders `behind` one that was seen: its turn where active ones are wanted, else its id."""
        query = select(Order.id).where(*_conditions(sought))  # alone, since rows are wide and may have to be sorted
        if sought.words:
            query = query.params(words=match_expression(sought.words), hits=_MOST_HITS)
        if sought.show is Show.ACTIVE:
            if isinstance(behind, Turn):
                query = query.where(_after(behind))
            ordering: tuple[Any, ...] = (col(Order.priority).desc(), col(Order.rank), col(Order.id))
        else:
            if isinstance(behind, UUID):
                query = query.where(col(Order.id) > behind if sought.ascending else col(Order.id) < behind)
            ordering = (col(Order.id) if sought.ascending else col(Order.id).desc(),)
        ids = self.session.exec(query.order_by(*ordering).offset(offset).limit(limit)).all()
        rows = {order.id: order for order in self.many(ids)}
        return [rows[order_id] for order_id in ids]

    def count(self, sought: Sought, *, newer_than: UUID | None = None) -> int:
        """Count the orders that are looked for, or those of them that were placed after one."""
        query = select(func.count(col(Order.number))).where(*_conditions(sought))
        if newer_than is not None:
            query = query.where(col(Order.id) > newer_than)
        if sought.words:
            query = query.params(words=match_expression(sought.words), hits=_MOST_HITS)
        return self.session.exec(query).one()

    def ids(self, sought: Sought, limit: int) -> Sequence[UUID]:
        """Give the ids of the newest that are looked for."""
        query = select(Order.id).where(*_conditions(sought))
        if sought.words:
            query = query.params(words=match_expression(sought.words), hits=_MOST_HITS)
        return self.session.exec(query.order_by(col(Order.id).desc()).limit(limit)).all()

    def by_number(self, number: int) -> Order | None:
        """Give the order with a number."""
        return self.session.exec(select(Order).where(Order.number == number, col(Order.deleted_at).is_(None))).first()

    def many(self, order_ids: Sequence[UUID]) -> Sequence[Order]:
        query = select(Order).where(col(Order.id).in_(order_ids), col(Order.deleted_at).is_(None))
        return self.session.exec(query).all()

    def models(self) -> Sequence[str]:
        """List the models with which anything was ordered, by one step in the index for each."""
        found: list[str] = []
        while True:
            query = select(func.min(Order.model_key)).where(col(Order.deleted_at).is_(None))
            following = self.session.exec(query.where(Order.model_key > found[-1]) if found else query).one()
            if following is None:
                return found
            found.append(following)

    def newest_products(self, order_ids: Sequence[UUID], each: int) -> dict[UUID, Sequence[Product]]:
        """Give the newest products of each order."""
        found: dict[UUID, Sequence[Product]] = {}
        for order_id in order_ids:
            query = select(Product).where(Product.order_id == order_id, col(Product.deleted_at).is_(None))
            found[order_id] = self.session.exec(query.order_by(col(Product.id).desc()).limit(each)).all()
        return found

    def generations(
        self, order_id: UUID, show: ShowGenerations = ShowGenerations.ALL, *, offset: int = 0, limit: int = 100
    ) -> Sequence[Generation]:
        """List generations of an order in the order of production."""
        query = select(Generation).where(Generation.order_id == order_id)
        if show is ShowGenerations.ALL:  # positions have no gaps, so any place of a huge order is one step in the index
            query = query.where(col(Generation.position) >= offset)
            return self.session.exec(query.order_by(col(Generation.position)).limit(limit)).all()
        if show is ShowGenerations.ATTENTION:
            query = query.where(col(Generation.waiting_for).in_(NEEDS_PERSON))
        else:
            query = query.where(Generation.status == _STATUS[show])
        return self.session.exec(query.order_by(col(Generation.position)).offset(offset).limit(limit)).all()

    def turns_before(self, order: Order) -> int:
        """Count the active orders at the same provider that come before one in the queue."""
        query = select(func.count(col(Order.number))).where(
            _IS_ACTIVE, col(Order.provider) == order.provider, col(Order.deleted_at).is_(None)
        )
        priority, rank = col(Order.priority), col(Order.rank)
        earlier = and_(
            priority == order.priority, or_(rank < order.rank, and_(rank == order.rank, col(Order.id) < order.id))
        )
        return self.session.exec(query.where(or_(earlier, priority > order.priority))).one()

    def first_unfinished(self, order_id: UUID) -> int | None:
        """Give the position of the first generation that is being made, else of the first that waits."""
        for status in (GenerationStatus.GENERATING, GenerationStatus.PENDING):
            query = select(func.min(Generation.position)).where(
                Generation.order_id == order_id, Generation.status == status
            )
            found = self.session.exec(query).one()
            if found is not None:
                return found
        return None


_STATUS = {
    ShowGenerations.RUNNING: GenerationStatus.GENERATING,
    ShowGenerations.WAITING: GenerationStatus.PENDING,
    ShowGenerations.DONE: GenerationStatus.COMPLETE,
    ShowGenerations.FAILED: GenerationStatus.FAILED,
    ShowGenerations.CANCELLED: GenerationStatus.CANCELLED,
}
_IS_ACTIVE = col(Order.status).in_([literal_column(f"'{status}'") for status in ACTIVE])
_HAS_FAILED = (
    select(Generation.id).where(Generation.order_id == Order.id, Generation.status == GenerationStatus.FAILED).exists()
)
_NEEDS_PERSON = col(Order.id).in_(
    select(Generation.order_id).where(col(Generation.waiting_for).in_(NEEDS_PERSON)).distinct()
)


def _conditions(sought: Sought) -> list[Any]:
    conditions: list[Any] = [Order.kind == OrderKind.ORDER, col(Order.deleted_at).is_(None)]
    if sought.show is Show.ACTIVE:
        conditions.append(_IS_ACTIVE)
    elif sought.show is Show.DONE:
        conditions.append(col(Order.status).in_(ENDED_ORDERS))
    elif sought.show is Show.FAILED:
        conditions.append(_HAS_FAILED)
    elif sought.show is Show.ATTENTION:
        conditions.append(_NEEDS_PERSON)
    if sought.also_failed:
        conditions.append(_HAS_FAILED)
    if sought.status is not None:
        conditions.append(col(Order.status) == sought.status)
    if sought.model is not None:
        conditions.append(col(Order.model_key) == sought.model)
    if sought.project_id is not ANY:
        project = col(Order.project_id)
        conditions.append(project == sought.project_id if sought.project_id else project.is_(None))
    if sought.since is not None:
        conditions.append(col(Order.created_at) >= sought.since)
    if sought.until is not None:
        conditions.append(col(Order.created_at) < sought.until)
    if sought.words:
        conditions.append(_FOUND)
    return conditions


def _after(turn: Turn) -> ColumnElement[bool]:
    """Find what stands behind a turn; interactive orders come before those in the background."""
    priority, rank, order_id = col(Order.priority), col(Order.rank), col(Order.id)
    in_class = and_(priority == turn.priority, or_(rank > turn.rank, and_(rank == turn.rank, order_id > turn.id)))
    return or_(in_class, priority < turn.priority) if turn.priority is Priority.INTERACTIVE else in_class
