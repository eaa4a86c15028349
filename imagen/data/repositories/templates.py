"""Templates: rows of the table of orders that are never made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from imagen.data.models import Order
from imagen.data.repositories.orders import ANY, LARGEST_NUMBER
from imagen.data.repositories.records import RecordRepository
from imagen.domain.ordering import OrderKind


class TemplateRepository(RecordRepository[Order]):
    model = Order
    word = "template"

    def find(self, record_id: UUID) -> Order | None:
        found = super().find(record_id)
        return found if found is not None and found.kind is OrderKind.TEMPLATE else None

    def all(self, *, project_id: Any = ANY, model_key: str | None = None) -> Sequence[Order]:
        """List templates, the newest first; those without a project are everybody's, and come with any project's."""
        query = select(Order).where(Order.kind == OrderKind.TEMPLATE, col(Order.deleted_at).is_(None))
        if project_id is not ANY:
            query = query.where((col(Order.project_id) == project_id) | col(Order.project_id).is_(None))
        if model_key is not None:
            query = query.where(Order.model_key == model_key)
        return self.session.exec(query.order_by(col(Order.id).desc())).all()

    def next_number(self) -> int:
        """Give a number below nought, so that templates take none from the orders."""
        least = self.session.exec(select(func.min(Order.number)).where(Order.number >= -LARGEST_NUMBER)).one()
        return min(least or 0, 0) - 1
