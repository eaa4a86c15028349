"""Products, listed from the newest on by a cursor, so that new ones never shift a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from imagen.data.models import GenerationInput, Order, Product, Project
from imagen.data.repositories.journal import AT_ONCE
from imagen.data.repositories.orders import ANY
from imagen.data.repositories.records import RecordRepository
from imagen.domain.product import ProductType


class ProductFilter(TypedDict, total=False):
    """Which products are wanted: `project_id` None means those without a project, ANY all."""

    project_id: Any
    order_id: UUID | None
    kind: ProductType | None


class ProductRepository(RecordRepository[Product]):
    model = Product
    word = "product"

    def page(
        self, *, before: UUID | None = None, limit: int = 50, **wanted: Unpack[ProductFilter]
    ) -> Sequence[Product]:
        """List products from the newest on, `before` being the last one of the page seen before."""
        query = _matching(**wanted)
        if before is not None:
            query = query.where(col(Product.id) < before)
        return self.session.exec(query.order_by(col(Product.id).desc()).limit(limit)).all()

    def count(self, **wanted: Unpack[ProductFilter]) -> int:
        """Count the products that a filter lets through."""
        return self.session.exec(select(func.count()).select_from(_matching(**wanted).subquery())).one()

    def many(self, product_ids: Sequence[UUID]) -> Sequence[Product]:
        return self.session.exec(select(Product).where(col(Product.id).in_(product_ids))).all()

    def among(self, product_ids: Sequence[UUID], *, deleted: bool) -> list[UUID]:
        """Give those of some products that lie in the Bin, or those that do not, in the order in which they are named."""
        at = col(Product.deleted_at)
        found: set[UUID] = set()
        for some in _parts(product_ids):
            query = select(Product.id).where(col(Product.id).in_(some), at.is_not(None) if deleted else at.is_(None))
            found.update(self.session.exec(query))
        return [product_id for product_id in product_ids if product_id in found]

    def rows(self, product_ids: Sequence[UUID]) -> Sequence[Product]:
        """Give products in the order of their ids as given, to be looked at only; many are read quickly so."""
        columns = Product.__table__.c  # type: ignore[attr-defined]
        query = sa_select(*columns).where(columns.id.in_(product_ids))
        found: dict[UUID, Any] = {row.id: row for row in self.session.connection().execute(query)}
        return [found[product_id] for product_id in product_ids if product_id in found]

    def missing(self, product_ids: Sequence[UUID], *, deleted: bool) -> UUID | None:
        """Give the first product that is not there; those in the Bin are only where `deleted`."""
        for some in _parts(product_ids):
            query = select(Product.id).where(col(Product.id).in_(some))
            if not deleted:
                query = query.where(col(Product.deleted_at).is_(None))
            there = set(self.session.exec(query))
            missing = next((product_id for product_id in some if product_id not in there), None)
            if missing is not None:
                return missing
        return None

    def deleted_orders(self, product_ids: Sequence[UUID]) -> list[UUID]:
        """Give the orders of some products that lie in the Bin and have not been removed."""
        return self._deleted_owners(
            col(Product.order_id),
            Order,
            col(Order.deleted_at).is_not(None) & col(Order.removed_at).is_(None),
            product_ids,
        )

    def deleted_projects(self, product_ids: Sequence[UUID]) -> list[UUID]:
        """Give the projects of some products that lie in the Bin."""
        return self._deleted_owners(col(Product.project_id), Project, col(Project.deleted_at).is_not(None), product_ids)

    def _deleted_owners(
        self, link: Any, owner: type[Order] | type[Project], where: Any, product_ids: Sequence[UUID]
    ) -> list[UUID]:
        found: dict[UUID, None] = {}
        for some in _parts(product_ids):
            query = select(owner.id).join(Product, link == owner.id).where(col(Product.id).in_(some), where).distinct()
            found.update(dict.fromkeys(self.session.exec(query)))
        return list(found)

    def of_generations(self, generation_ids: Sequence[UUID], *, deleted: bool = False) -> Sequence[Product]:
        query = select(Product).where(col(Product.generation_id).in_(generation_ids))
        if not deleted:
            query = query.where(col(Product.deleted_at).is_(None))
        return self.session.exec(query.order_by(col(Product.generation_id), col(Product.output_index))).all()

    def of_order(self, order_id: UUID, limit: int) -> Sequence[Product]:
        query = select(Product).where(Product.order_id == order_id, col(Product.deleted_at).is_(None))
        return self.session.exec(query.order_by(col(Product.id).desc()).limit(limit)).all()

    def live_of_order(self, order_id: UUID) -> Sequence[UUID]:
        """List the products of an order that do not lie in the Bin."""
        query = select(Product.id).where(Product.order_id == order_id, col(Product.deleted_at).is_(None))
        return self.session.exec(query.order_by(col(Product.id))).all()

    def by_sha256(self, sha256: str) -> Product | None:
        query = select(Product).where(Product.sha256 == sha256, col(Product.deleted_at).is_(None)).limit(1)
        return self.session.exec(query).first()

    def add_input(self, link: GenerationInput) -> None:
        self.session.add(link)

    def inputs_of(self, generation_id: UUID) -> Sequence[tuple[GenerationInput, Product]]:
        return self.inputs_of_many([generation_id]).get(generation_id, [])

    def inputs_of_many(self, generation_ids: Sequence[UUID]) -> dict[UUID, list[tuple[GenerationInput, Product]]]:
        """Give what goes into each of those generations into which anything does, in order."""
        if not generation_ids:
            return {}
        query = (
            select(GenerationInput, Product)
            .join(Product, col(Product.id) == GenerationInput.product_id)
            .where(col(GenerationInput.generation_id).in_(generation_ids))
            .order_by(col(GenerationInput.parameter), col(GenerationInput.order_index))
        )
        found: dict[UUID, list[tuple[GenerationInput, Product]]] = {}
        for link, product in self.session.exec(query):
            found.setdefault(link.generation_id, []).append((link, product))
        return found


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _matching(
    project_id: Any = ANY,
    order_id: UUID | None = None,
    kind: ProductType | None = None,
) -> SelectOfScalar[Product]:
    """Find the products that a filter lets through; those in the Bin never are."""
    query = select(Product).where(col(Product.deleted_at).is_(None))
    if project_id is not ANY:
        query = query.where(col(Product.project_id) == project_id if project_id else col(Product.project_id).is_(None))
    if order_id is not None:
        query = query.where(Product.order_id == order_id)
    if kind is not None:
        query = query.where(Product.type == kind)
    return query
