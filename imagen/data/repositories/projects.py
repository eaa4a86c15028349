"""Projects, with the counts and newest products that their cards show."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from imagen.data.models import Generation, Order, Product, Project
from imagen.data.repositories.records import RecordRepository
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.domain.project import ProjectStatus

_ACTIVE_ORDERS = (OrderStatus.PENDING, OrderStatus.PROCESSING, OrderStatus.UNDERWAY)


class ProjectRepository(RecordRepository[Project]):
    model = Project
    word = "project"

    def list(self, status: ProjectStatus | None) -> Sequence[Project]:
        """List the projects of a status (or all), the newest first."""
        query = select(Project).where(col(Project.deleted_at).is_(None)).order_by(col(Project.created_at).desc())
        return self.session.exec(query.where(Project.status == status) if status else query).all()

    def order_counts(self, project_ids: Sequence[UUID]) -> dict[UUID, int]:
        query = (
            select(Order.project_id, func.count())
            .where(col(Order.project_id).in_(project_ids), col(Order.deleted_at).is_(None))
            .group_by(col(Order.project_id))
        )
        return {key: count for key, count in self.session.exec(query) if key is not None}

    def product_counts(self, project_ids: Sequence[UUID]) -> dict[UUID, int]:
        query = (
            select(Product.project_id, func.count())
            .where(col(Product.project_id).in_(project_ids), col(Product.deleted_at).is_(None))
            .group_by(col(Product.project_id))
        )
        return {key: count for key, count in self.session.exec(query) if key is not None}

    def activity(self, project_ids: Sequence[UUID]) -> dict[UUID, dict[GenerationStatus, int]]:
        """Count the generations that wait or run in each project."""
        unfinished = (GenerationStatus.PENDING, GenerationStatus.GENERATING)
        query = (
            select(Order.project_id, Generation.status, func.count())
            .join(Generation, col(Generation.order_id) == Order.id)
            .where(col(Order.status).in_(_ACTIVE_ORDERS), col(Order.project_id).in_(project_ids))
            .where(col(Generation.status).in_(unfinished))
            .group_by(col(Order.project_id), col(Generation.status))
        )
        counted: dict[UUID, dict[GenerationStatus, int]] = {}
        for project_id, status, count in self.session.exec(query):
            if project_id is not None:
                counted.setdefault(project_id, {})[GenerationStatus(status)] = count
        return counted

    def newest_products(self, project_id: UUID, limit: int) -> Sequence[Product]:
        query = (
            select(Product)
            .where(Product.project_id == project_id, col(Product.deleted_at).is_(None))
            .order_by(col(Product.id).desc())
            .limit(limit)
        )
        return self.session.exec(query).all()
