"""Orders: numbering, lists, search and the counts of their generations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, text
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from imagen.data.models import Generation, Order, Submission
from imagen.data.repositories.full_text import match_expression
from imagen.data.repositories.order_facts import FACTS, OrderFacts
from imagen.data.repositories.records import RecordRepository
from imagen.domain.attention import NEEDS_PERSON
from imagen.domain.errors import NotFound
from imagen.domain.lifecycle import (
    ENDED_GENERATIONS,
    ENDED_ORDERS,
    LIVE_SUBMISSIONS,
    GenerationStatus,
    OrderStatus,
)
from imagen.domain.ordering import OrderKind, Priority

ANY: Any = object()
LARGEST_NUMBER = 2**53 - 1
"""Greater ones, which came with libraries of strangers, are not counted on from; a page could not write them either."""

ACTIVE = (OrderStatus.PENDING, OrderStatus.PROCESSING, OrderStatus.UNDERWAY)

_ONE_WITH_STATUS = (
    select(Generation.id)
    .where(Generation.order_id == bindparam("order_id"), Generation.status == bindparam("status"))
    .limit(1)
)

_ONE_HELD = select(Order.id).where(col(Order.status).in_(ACTIVE), col(Order.held_for).is_not(None)).limit(1)


class OrderRepository(RecordRepository[Order]):
    model = Order
    word = "order"

    def find(self, record_id: UUID) -> Order | None:
        """Find an order, which a template is not."""
        found = super().find(record_id)
        return found if found is None or found.kind is OrderKind.ORDER else None

    def numbered(self, number: int) -> Order | None:
        """Find an order that is there by its number."""
        query = select(Order).where(Order.number == number, col(Order.deleted_at).is_(None))
        return self.session.exec(query).first()

    def facts(self, order_id: UUID) -> OrderFacts:
        """Give what every generation asks of its order, also of a deleted one. Raises NotFound.

        It is read from the database: what this session has changed and not flushed is not in it.
        """
        row = self.session.connection().execute(FACTS, {"order_id": order_id}).first()
        if row is None:
            raise NotFound(f"There is no order {order_id}.", "It may have been removed for good.")
        return OrderFacts(*row)

    def is_being_made(self, order_id: UUID) -> bool:
        """Tell whether an order is still being made, or something of it that was cancelled may still bring a result."""
        order = self.find(order_id)
        if order is None or order.status not in ENDED_ORDERS:
            return order is not None
        query = select(Submission.id).join(Generation, col(Generation.id) == Submission.generation_id)
        live = query.where(Generation.order_id == order_id, col(Submission.state).in_(LIVE_SUBMISSIONS))
        return self.session.exec(live.limit(1)).first() is not None

    def removed(self, order_ids: Collection[UUID]) -> set[UUID]:
        """Tell which of these orders were removed for good."""
        query = select(Order.id).where(col(Order.id).in_(order_ids), col(Order.removed_at).is_not(None))
        return set(self.session.exec(query))

    def next_number(self) -> int:
        """Give the next number; those of templates are below nought."""
        greatest = self.session.exec(select(func.max(Order.number)).where(Order.number <= LARGEST_NUMBER)).one()
        return max(greatest or 0, 0) + 1

    def page(
        self,
        *,
        project_id: Any = ANY,
        status: OrderStatus | None = None,
        words: str = "",
        ascending: bool = False,
        offset: int = 0,
        limit: int = 20,
    ) -> tuple[Sequence[Order], int]:
        """Give a page of orders, the newest first unless ascending, and how many there are in all."""
        query = select(Order).where(Order.kind == OrderKind.ORDER, col(Order.deleted_at).is_(None))
        if project_id is not ANY:
            query = query.where(_of_project(project_id))
        if status is not None:
            query = query.where(Order.status == status)
        if words:
            query = self._matching(query, words)
        total = self.session.exec(select(func.count()).select_from(query.subquery())).one()
        ordering = col(Order.id) if ascending else col(Order.id).desc()
        return self.session.exec(query.order_by(ordering).offset(offset).limit(limit)).all(), total

    def _matching(self, query: SelectOfScalar[Order], words: str) -> SelectOfScalar[Order]:
        found = (
            select(Generation.order_id)
            .where(
                text("generation.search_id IN (SELECT rowid FROM generation_text WHERE generation_text MATCH :words)")
            )
            .distinct()
        )
        return query.where(col(Order.id).in_(found)).params(words=match_expression(words))

    def active(self) -> Sequence[Order]:
        """List the orders that still have work, in the order of the queue."""
        query = select(Order).where(col(Order.status).in_(ACTIVE)).order_by(col(Order.rank), col(Order.id))
        rows = self.session.exec(query).all()
        return [o for o in rows if o.priority is Priority.INTERACTIVE] + [
            o for o in rows if o.priority is Priority.BACKGROUND
        ]

    def is_any_held_by_limits(self) -> bool:
        return self.session.connection().execute(_ONE_HELD).first() is not None

    def held_by_limits(self) -> Sequence[Order]:
        """List the active orders that a limit of spending holds."""
        query = select(Order).where(col(Order.status).in_(ACTIVE), col(Order.held_for).is_not(None))
        return self.session.exec(query.order_by(col(Order.rank), col(Order.id))).all()

    def unfinished(self, project_id: UUID | None) -> dict[UUID, int]:
        """Give the orders of a project, or of none, that still have work, with their numbers."""
        query = select(Order.id, Order.number).where(
            col(Order.status).in_(ACTIVE), col(Order.deleted_at).is_(None), _of_project(project_id)
        )
        return dict(self.session.exec(query.order_by(col(Order.id))).all())

    def unwritten(self) -> Sequence[Order]:
        """List the orders whose generations are not all written yet."""
        query = select(Order).where(col(Order.status).in_(ACTIVE), col(Order.written) < col(Order.planned))
        return self.session.exec(query.order_by(col(Order.id))).all()

    def counts(self, order_ids: Sequence[UUID]) -> dict[UUID, dict[GenerationStatus, int]]:
        """Count the generations of each order by status."""
        query = (
            select(Generation.order_id, Generation.status, func.count())
            .where(col(Generation.order_id).in_(order_ids))
            .group_by(col(Generation.order_id), col(Generation.status))
        )
        counted: dict[UUID, dict[GenerationStatus, int]] = {order_id: {} for order_id in order_ids}
        for order_id, status, count in self.session.exec(query):
            counted[order_id][GenerationStatus(status)] = count
        return counted

    def costs(self, order_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Add up what the generations of each order have cost so far, all attempts at them, in micro-dollars."""
        query = (
            select(Generation.order_id, func.sum(Generation.cost))
            .where(col(Generation.order_id).in_(order_ids), col(Generation.cost).is_not(None))
            .group_by(col(Generation.order_id))
        )
        return {order_id: int(cost or 0) for order_id, cost in self.session.exec(query)}

    def attention(self, order_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Count the generations of each order that wait for a person."""
        query = (
            select(Generation.order_id, func.count())
            .where(col(Generation.waiting_for).in_(NEEDS_PERSON), col(Generation.order_id).in_(order_ids))
            .group_by(col(Generation.order_id))
        )
        return dict(self.session.exec(query).all())

    def has_unfinished(self, order_id: UUID, status: GenerationStatus) -> bool:
        return self.session.exec(_ONE_WITH_STATUS, params={"order_id": order_id, "status": status}).first() is not None

    def has_ended(self, order_id: UUID) -> bool:
        """Tell whether any generation of an order has come to an end, whichever."""
        query = select(Generation.id).where(
            Generation.order_id == order_id, col(Generation.status).in_(ENDED_GENERATIONS)
        )
        return self.session.exec(query.limit(1)).first() is not None


def _of_project(project_id: UUID | None) -> ColumnElement[bool]:
    return col(Order.project_id) == project_id if project_id else col(Order.project_id).is_(None)
