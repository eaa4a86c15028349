"""The queue is the database: the next generations are chosen here, and each is taken by a statement that one worker wins."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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
SELECT g.id, o.provider, o.id, g.generation_parameters,
  EXISTS (SELECT 1 FROM generation_input AS i WHERE i.generation_id = g.id)
FROM "order" AS o CROSS JOIN generation AS g INDEXED BY ix_generation_next
WHERE o.status IN ('pending', 'processing', 'underway') AND o.held_reason IS NULL AND o.deleted_at IS NULL
  AND o.provider IN :providers AND o.priority = :priority
  AND g.order_id = o.id AND g.status = 'pending'
  AND (g.not_before IS NULL OR g.not_before <= :now OR g.not_before > :latest)
ORDER BY o.rank, o.id, g.position LIMIT :most
""").bindparams(bindparam("providers", expanding=True))

_TAKE = (
    update(Generation)
    .where(col(Generation.id) == bindparam("generation_id"), col(Generation.status) == GenerationStatus.PENDING)
    .values(
        status=GenerationStatus.GENERATING,
        started_at=bindparam("at"),
        updated_at=bindparam("at"),
        actual_parameters=bindparam("sent"),
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
        text("generation.id NOT IN (SELECT value FROM json_each(:besides))"),  # one statement for any number of them
    )
    .group_by(col(Generation.provider))
)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A generation that is next in its turn."""

    id: UUID
    order_id: UUID
    generation_parameters: dict[str, Any]
    has_inputs: bool


class QueueRepository:
    """Choose, take and look after the generations that are to be made."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def upcoming(
        self, free_places: Mapping[str, int], at: datetime, most: int = 1, besides: Collection[UUID] = ()
    ) -> Sequence[Upcoming]:
        """Give the next generations, in their turn, among the providers with free places; some are left out."""
        free = {name: places for name, places in free_places.items() if places > 0}
        chosen: dict[UUID, Upcoming] = {}
        for priority in ("interactive", "background"):
            self._choose(chosen, free, at, priority, most, besides)
        return list(chosen.values())

    def _choose(
        self,
        chosen: dict[UUID, Upcoming],
        free: dict[str, int],
        at: datetime,
        priority: str,
        most: int,
        besides: Collection[UUID],
    ) -> None:
        """Add to what is chosen; looked at again each time that a provider's last place goes."""
        while free and len(chosen) < most:
            passed = {*besides, *chosen}
            asked = {
                "providers": list(free),
                "priority": priority,
                "now": _stored(at),
                "latest": _stored(at + LONGEST_WAIT),
                "most": most - len(chosen) + len(passed),
            }
            some_are_full = False
            for text_id, provider, order_id, parameters, has_inputs in (
                self.session.connection().execute(_NEXT, asked).all()
            ):
                generation_id = UUID(text_id)
                if generation_id in passed or provider not in free or len(chosen) == most:
                    continue
                chosen[generation_id] = Upcoming(
                    generation_id, UUID(order_id), json.loads(parameters), bool(has_inputs)
                )
                free[provider] -= 1
                if not free[provider]:
                    del free[provider]
                    some_are_full = True
            if not some_are_full:
                return

    def take(self, generation_id: UUID, at: datetime, actual_parameters: Mapping[str, Any] | None) -> bool:
        """Turn a waiting generation into one that is being made, with what is sent for it; false when it waits no more."""
        asked = {"generation_id": generation_id, "at": at, "sent": actual_parameters}
        return bool(self.session.connection().execute(_TAKE, asked).rowcount)

    def occupied(self, besides: Sequence[UUID] = ()) -> dict[str, int]:
        """Count the places that are taken at each provider, besides those of some generations.

        What a provider tells nothing of takes none: it may be another account's, and would hold up all the rest.
        """
        return dict(self.session.exec(_OCCUPIED, params={"besides": json.dumps([each.hex for each in besides])}).all())

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
