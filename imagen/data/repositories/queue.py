"""The queue is the database: the next generation is chosen and taken here, by one statement that only one worker can win."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_, text, update
from sqlmodel import Session, col, select

from imagen.data.models import Generation, Order
from imagen.domain.attention import NEEDS_PERSON, WaitingFor
from imagen.domain.lifecycle import GenerationStatus

LONGEST_WAIT = timedelta(hours=1, minutes=1)
"""Nothing is put off for longer, so a later time was written before the clock was set back, and holds nothing up."""

_NEXT = text("""
SELECT g.id, o.provider FROM "order" AS o CROSS JOIN generation AS g INDEXED BY ix_generation_next
WHERE o.status IN ('pending', 'processing', 'underway') AND o.held_reason IS NULL AND o.deleted_at IS NULL
  AND o.provider IN :providers AND o.priority = :priority
  AND g.order_id = o.id AND g.status = 'pending'
  AND (g.not_before IS NULL OR g.not_before <= :now OR g.not_before > :latest)
ORDER BY o.rank, o.id, g.position LIMIT 1
""").bindparams(bindparam("providers", expanding=True))

_TAKE = (
    update(Generation)
    .where(col(Generation.id) == bindparam("generation_id"), col(Generation.status) == GenerationStatus.PENDING)
    .values(
        status=GenerationStatus.GENERATING,
        started_at=bindparam("at"),
        updated_at=bindparam("at"),
        waiting_for=None,
        waiting_note=None,
        not_before=None,
    )
)

_RUNNING: ColumnElement[str] = literal_column(
    "'generating'"
)  # written out, since an index of some rows serves no bound value

_OCCUPIED = (
    select(Generation.provider, func.count())
    .where(
        col(Generation.status) == _RUNNING,
        func.coalesce(Generation.waiting_for, "") != WaitingFor.UNHEARD_OF,
        col(Generation.id).not_in(bindparam("besides", expanding=True)),
    )
    .group_by(col(Generation.provider))
)


class QueueRepository:
    """Choose, take and look after the generations that are to be made."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def claim(self, free_places: Mapping[str, int], at: datetime, most: int = 1) -> Sequence[Generation]:
        """Take the next generations, in their turn, among the providers with free places."""
        free = dict(free_places)
        taken: list[UUID] = []
        while len(taken) < most:
            found = self._next([name for name, places in free.items() if places > 0], at)
            if found is None:
                break
            generation_id, provider = found
            free[provider] -= 1
            asked = {"generation_id": generation_id, "at": at}
            if self.session.connection().execute(_TAKE, asked).rowcount:
                taken.append(generation_id)
        if not taken:
            return []
        rows = {row.id: row for row in self.session.exec(select(Generation).where(col(Generation.id).in_(taken)))}
        return [rows[generation_id] for generation_id in taken]

    def has_next(self, free_places: Mapping[str, int], at: datetime) -> bool:
        """Tell whether there is a generation to take among the providers with free places."""
        return self._next([name for name, places in free_places.items() if places > 0], at) is not None

    def _next(self, providers: Sequence[str], at: datetime) -> tuple[UUID, str] | None:
        if not providers:
            return None
        for priority in ("interactive", "background"):
            asked = {
                "providers": list(providers),
                "priority": priority,
                "now": _stored(at),
                "latest": _stored(at + LONGEST_WAIT),
            }
            row = self.session.connection().execute(_NEXT, asked).first()
            if row is not None:
                return UUID(row[0]), row[1]
        return None

    def occupied(self, besides: Sequence[UUID] = ()) -> dict[str, int]:
        """Count the places that are taken at each provider, besides those of some generations.

        What a provider tells nothing of takes none: it may be another account's, and would hold up all the rest.
        """
        return dict(self.session.exec(_OCCUPIED, params={"besides": list(besides)}).all())

    def waiting(self) -> int:
        query = (
            select(func.count())
            .select_from(Generation)
            .join(Order, col(Order.id) == Generation.order_id)
            .where(
                col(Order.status).in_(("pending", "processing", "underway")),
                Generation.status == GenerationStatus.PENDING,
            )
        )
        return self.session.exec(query).one()

    def earliest_not_before(self) -> datetime | None:
        """Tell when the first of the generations that were put off may start."""
        query = select(func.min(Generation.not_before)).where(
            Generation.status == GenerationStatus.PENDING, col(Generation.not_before).is_not(None)
        )
        return self.session.exec(query).one()

    def due_polls(self, at: datetime, limit: int) -> Sequence[UUID]:
        """List the generations whose provider is to be asked now."""
        query = (
            select(Generation.id)
            .where(col(Generation.next_poll_at).is_not(None), col(Generation.next_poll_at) <= at)
            .order_by(col(Generation.next_poll_at))
            .limit(limit)
        )
        return self.session.exec(query).all()

    def generating(self) -> Sequence[Generation]:
        """List everything that runs or is being settled."""
        query = select(Generation).where(
            or_(
                col(Generation.status) == GenerationStatus.GENERATING,
                (col(Generation.status) == GenerationStatus.CANCELLED) & col(Generation.next_poll_at).is_not(None),
            )
        )
        return self.session.exec(query).all()

    def attention_count(self) -> int:
        """Count what goes on only after somebody's decision."""
        query = select(func.count()).select_from(Generation).where(col(Generation.waiting_for).in_(NEEDS_PERSON))
        return self.session.exec(query).one()

    def rank_before(self, order: Order, before: Order | None) -> float:
        """Find a rank that puts an order just before another of its class, or behind all of them."""
        mates = select(Order.rank).where(col(Order.priority) == order.priority, col(Order.id) != order.id)
        if before is None:
            last = self.session.exec(select(func.max(mates.subquery().c.rank))).one()
            return (last or 0.0) + 1.0
        lower: float | None = self.session.exec(
            select(func.max(mates.where(col(Order.rank) < before.rank).subquery().c.rank))
        ).one()
        if lower is None:
            return before.rank - 1.0
        if not lower < (lower + before.rank) / 2 < before.rank:
            self._make_room(order, before)
        return (lower + before.rank) / 2

    def _make_room(self, order: Order, before: Order) -> None:
        """Move an order and all behind it on: after fifty halvings no number lies between two ranks any more."""
        behind = update(Order).where(
            col(Order.priority) == order.priority, col(Order.rank) >= before.rank, col(Order.id) != order.id
        )
        self.session.connection().execute(behind.values(rank=col(Order.rank) + 1.0))
        self.session.refresh(before)


def _stored(at: datetime) -> Any:
    """Write a time as the columns store it."""
    return at.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
