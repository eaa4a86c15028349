"""Projects, with the counts and newest products that their cards show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, func
from sqlmodel import col, select

from imagen.data.models import Order, Product, Project
from imagen.data.repositories.records import RecordRepository
from imagen.domain.ordering import OrderKind
from imagen.domain.project import ProjectStatus


def _newest(kind: type[Order] | type[Product]) -> ScalarSelect[datetime]:
    """Find when a project's newest record was made: one step in the index, since ids sort by time."""
    query = select(kind.created_at).where(kind.project_id == Project.id, col(kind.deleted_at).is_(None))
    return query.order_by(col(kind.id).desc()).limit(1).correlate(Project).scalar_subquery()


class ProjectRepository(RecordRepository[Project]):
    model = Project
    word = "project"

    def list(self, status: ProjectStatus | None) -> Sequence[Project]:
        """List the projects of a status (or all), those with the latest activity first."""
        query = select(Project).where(col(Project.deleted_at).is_(None))
        found = self.session.exec(query.where(Project.status == status) if status else query).all()
        latest = self.latest_activity([project.id for project in found])
        return sorted(found, key=lambda project: (latest[project.id], project.id), reverse=True)

    def latest_activity(self, project_ids: Sequence[UUID]) -> dict[UUID, datetime]:
        """Say when a project was last worked in: when it was begun, or its newest order or product was made."""
        query = select(Project.id, Project.created_at, _newest(Order), _newest(Product))
        rows = self.session.exec(query.where(col(Project.id).in_(project_ids)))
        return {key: max(at for at in times if at is not None) for key, *times in rows}

    def deleted_among(self, project_ids: Collection[UUID]) -> Sequence[Project]:
        """Find those of some projects that lie in the Bin."""
        query = select(Project).where(col(Project.id).in_(project_ids), col(Project.deleted_at).is_not(None))
        return self.session.exec(query).all()

    def order_counts(self, project_ids: Sequence[UUID]) -> dict[UUID, int]:
        query = (
            select(Order.project_id, func.count())
            .where(
                col(Order.project_id).in_(project_ids), col(Order.deleted_at).is_(None), Order.kind == OrderKind.ORDER
            )
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

    def newest_products(self, project_id: UUID, limit: int) -> Sequence[Product]:
        query = (
            select(Product)
            .where(Product.project_id == project_id, col(Product.deleted_at).is_(None))
            .order_by(col(Product.id).desc())
            .limit(limit)
        )
        return self.session.exec(query).all()
