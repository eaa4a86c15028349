"""Generations: written in chunks, listed for pages, searched by the words of their prompts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, insert, literal_column, or_, text, update
from sqlmodel import col, select

from imagen.data.models import Generation, GenerationInput, Order
from imagen.data.models.base import now
from imagen.data.repositories.full_text import match_expression
from imagen.data.repositories.orders import ACTIVE, ANY
from imagen.data.repositories.records import RecordRepository
from imagen.domain.attention import NEEDS_PERSON
from imagen.domain.lifecycle import GenerationStatus

# Written out, since an index of some rows serves no bound value.
_COMPLETE: ColumnElement[str] = literal_column("'complete'")

# Done with every generation, so these touch only what they are for, and are put together once.
_THIS = col(Generation.id) == bindparam("this")
_ACCEPTED = (
    update(Generation)
    .where(_THIS)
    .values(next_poll_at=bindparam("asked_at"), deadline=bindparam("until"))
    .returning(col(Generation.cancel_requested_at))
)


class GenerationRepository(RecordRepository[Generation]):
    model = Generation
    word = "generation"

    def note_acceptance(self, generation_id: UUID, deadline: datetime) -> bool:
        """Have a generation asked about from now on; tell whether it was cancelled meanwhile."""
        noted = {"this": generation_id, "asked_at": now(), "until": deadline}
        return self.session.connection().execute(_ACCEPTED, noted).scalar_one() is not None

    def write_chunk(
        self, rows: Sequence[Mapping[str, Any]], prompts: Sequence[str], inputs: Sequence[Mapping[str, Any]]
    ) -> None:
        """Insert generations with the searchable text of their prompts and the products that go into them."""
        first = (self.session.exec(select(func.max(Generation.search_id))).one() or 0) + 1
        numbered = [{**row, "search_id": first + place} for place, row in enumerate(rows)]
        connection = self.session.connection()
        connection.execute(insert(Generation), numbered)
        connection.execute(
            text("INSERT INTO generation_text (rowid, prompt) VALUES (:rowid, :prompt)"),
            [{"rowid": first + place, "prompt": prompt} for place, prompt in enumerate(prompts)],
        )
        if inputs:
            connection.execute(insert(GenerationInput), list(inputs))

    def page(
        self,
        *,
        order_id: UUID | None = None,
        project_id: Any = ANY,
        model: str | None = None,
        status: GenerationStatus | None = None,
        attention: bool | None = None,
        words: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        ascending: bool = False,
        offset: int = 0,
        limit: int = 20,
    ) -> tuple[Sequence[Generation], int]:
        """Give a page of generations, ordered from `since` on and before `until`, and how many there are in all."""
        query = select(Generation).where(col(Generation.deleted_at).is_(None))
        if order_id is None:
            query = query.where(
                col(Generation.order_id).not_in(select(Order.id).where(col(Order.deleted_at).is_not(None)))
            )
        else:
            query = query.where(Generation.order_id == order_id)
        if project_id is not ANY:
            query = query.join(Order, col(Order.id) == Generation.order_id)
            query = query.where(col(Order.project_id) == project_id if project_id else col(Order.project_id).is_(None))
        if model is not None:
            query = query.where(Generation.model_used == model)
        if status is not None:
            query = query.where(Generation.status == status)
        if attention is not None:
            waits = col(Generation.waiting_for)
            query = query.where(
                waits.in_(NEEDS_PERSON) if attention else or_(waits.is_(None), waits.not_in(NEEDS_PERSON))
            )
        if since is not None:
            query = query.where(col(Generation.created_at) >= since)
        if until is not None:
            query = query.where(col(Generation.created_at) < until)
        if words:
            query = query.where(
                text("generation.search_id IN (SELECT rowid FROM generation_text WHERE generation_text MATCH :words)")
            ).params(words=match_expression(words))
        total = self.session.exec(select(func.count()).select_from(query.subquery())).one()
        ordering = col(Generation.id) if ascending else col(Generation.id).desc()
        return self.session.exec(query.order_by(ordering).offset(offset).limit(limit)).all(), total

    def of_order(self, order_id: UUID, limit: int, *, after_position: int = -1) -> Sequence[Generation]:
        query = select(Generation).where(Generation.order_id == order_id, col(Generation.position) > after_position)
        return self.session.exec(query.order_by(col(Generation.position)).limit(limit)).all()

    def in_status(self, order_id: UUID, *statuses: GenerationStatus) -> Sequence[Generation]:
        query = select(Generation).where(Generation.order_id == order_id, col(Generation.status).in_(statuses))
        return self.session.exec(query.order_by(col(Generation.position))).all()

    def needing_person(self, order_id: UUID) -> Sequence[UUID]:
        """List the generations of an order that go on only after somebody's decision, in the order of production."""
        query = select(Generation.id).where(
            Generation.order_id == order_id, col(Generation.waiting_for).in_(NEEDS_PERSON)
        )
        return self.session.exec(query.order_by(col(Generation.position))).all()

    def input_counts(self, generation_ids: Sequence[UUID]) -> dict[UUID, int]:
        query = (
            select(GenerationInput.generation_id, func.count())
            .where(col(GenerationInput.generation_id).in_(generation_ids))
            .group_by(col(GenerationInput.generation_id))
        )
        return dict(self.session.exec(query).all())

    def many(self, generation_ids: Sequence[UUID]) -> Sequence[Generation]:
        return self.session.exec(select(Generation).where(col(Generation.id).in_(generation_ids))).all()

    def planned(self, project_id: UUID | None, limit: int) -> tuple[Sequence[Generation], int]:
        """List the next generations of a project (or of work without one), the next one last, and how many wait."""
        of_project = _of_project(project_id)
        query = (
            select(Generation)
            .join(Order, col(Order.id) == Generation.order_id)
            .where(of_project, col(Order.status).in_(ACTIVE), Generation.status == GenerationStatus.PENDING)
        )
        in_turn = query.order_by(col(Order.priority).desc(), col(Order.rank), col(Order.id), col(Generation.position))
        waiting = self.session.exec(
            select(func.count())
            .select_from(Generation)
            .join(Order, col(Order.id) == Generation.order_id)
            .where(of_project, col(Order.status).in_(ACTIVE), Generation.status == GenerationStatus.PENDING)
        ).one()
        return list(reversed(self.session.exec(in_turn.limit(limit)).all())), waiting

    def running(self, project_id: UUID | None) -> Sequence[Generation]:
        """List the generations of a project that are being made, the newest first."""
        query = (
            select(Generation)
            .join(Order, col(Order.id) == Generation.order_id)
            .where(_of_project(project_id), Generation.status == GenerationStatus.GENERATING)
        )
        return self.session.exec(query.order_by(col(Generation.started_at).desc(), col(Generation.id).desc())).all()

    def ended_without_product(self, project_id: UUID | None, limit: int) -> Sequence[Generation]:
        """List the generations of a project that failed last."""
        query = (
            select(Generation)
            .join(Order, col(Order.id) == Generation.order_id)
            .where(_of_project(project_id), Generation.status == GenerationStatus.FAILED)
            .where(col(Order.deleted_at).is_(None), col(Generation.deleted_at).is_(None))
        )
        return self.session.exec(query.order_by(col(Generation.id).desc()).limit(limit)).all()

    def average_time_ms(self, model: str) -> float | None:
        """Tell how long the last generations with a model took, on average."""
        recent = (
            select(Generation.inference_time_ms)
            .where(Generation.model_used == model, col(Generation.status) == _COMPLETE)
            .order_by(col(Generation.id).desc())
            .limit(20)
        ).subquery()
        found = self.session.exec(select(func.avg(recent.c.inference_time_ms))).one()
        return float(found) if found is not None else None


def _of_project(project_id: UUID | None) -> ColumnElement[bool]:
    return col(Order.project_id) == project_id if project_id else col(Order.project_id).is_(None)
