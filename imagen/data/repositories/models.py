"""Models of providers, found by provider and its own id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from imagen.data.models import Generation, Model, Order
from imagen.data.repositories.records import RecordRepository
from imagen.domain.lifecycle import GenerationStatus


class ModelRepository(RecordRepository[Model]):
    model = Model
    word = "model"

    def by_name(self, provider: str, model_id: str) -> Model | None:
        """Find a model, a deleted one too."""
        return self.session.exec(select(Model).where(Model.provider == provider, Model.model_id == model_id)).first()

    def list(self, provider: str | None = None) -> Sequence[Model]:
        """List what is known of models, in the order in which they came."""
        query = select(Model).where(col(Model.deleted_at).is_(None)).order_by(col(Model.id))
        return self.session.exec(query if provider is None else query.where(Model.provider == provider)).all()

    def ordered_since(self, moment: datetime) -> Sequence[str]:
        """Name the keys of models that were ordered since a moment."""
        return self.session.exec(select(Order.model_key).where(col(Order.created_at) >= moment).distinct()).all()

    def unfinished(self, key: str) -> int:
        """Count the generations of a model that are still to be made or fetched."""
        query = select(func.count()).where(
            Generation.model_used == key,
            col(Generation.deleted_at).is_(None),
            col(Generation.status).in_((GenerationStatus.PENDING, GenerationStatus.GENERATING)),
        )
        return self.session.exec(query).one()
