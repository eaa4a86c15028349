"""Products, listed from the newest on by a cursor, so that new ones never shift a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from imagen.data.models import Generation, GenerationInput, Product
from imagen.data.repositories.full_text import match_expression
from imagen.data.repositories.orders import ANY
from imagen.data.repositories.records import RecordRepository
from imagen.domain.product import ProductType


class ProductFilter(TypedDict, total=False):
    """Which products are wanted: `project_id` None means those without a project, ANY all."""

    project_id: Any
    order_id: UUID | None
    kind: ProductType | None
    liked: bool | None
    words: str


class ProductRepository(RecordRepository[Product]):
    model = Product
    word = "product"

    def page(
        self, *, before: UUID | None = None, offset: int = 0, limit: int = 50, **wanted: Unpack[ProductFilter]
    ) -> Sequence[Product]:
        """List products from the newest on, `before` being the last one of the page seen before."""
        query = _matching(**wanted)
        if before is not None:
            query = query.where(col(Product.id) < before)
        return self.session.exec(query.order_by(col(Product.id).desc()).offset(offset).limit(limit)).all()

    def count(self, **wanted: Unpack[ProductFilter]) -> int:
        """Count the products that a filter lets through."""
        return self.session.exec(select(func.count()).select_from(_matching(**wanted).subquery())).one()

    def many(self, product_ids: Sequence[UUID]) -> Sequence[Product]:
        return self.session.exec(select(Product).where(col(Product.id).in_(product_ids))).all()

    def in_bin(self, *, offset: int = 0, limit: int = 50) -> Sequence[Product]:
        """List the products in the Bin, those deleted last first."""
        query = select(Product).where(col(Product.deleted_at).is_not(None))
        newest_first = query.order_by(col(Product.deleted_at).desc(), col(Product.id).desc())
        return self.session.exec(newest_first.offset(offset).limit(limit)).all()

    def count_in_bin(self) -> int:
        return self.session.exec(select(func.count()).where(col(Product.deleted_at).is_not(None))).one()

    def ids_in_bin(self) -> Sequence[UUID]:
        return self.session.exec(select(Product.id).where(col(Product.deleted_at).is_not(None))).all()

    def of_generations(self, generation_ids: Sequence[UUID], *, deleted: bool = False) -> Sequence[Product]:
        query = select(Product).where(col(Product.generation_id).in_(generation_ids))
        if not deleted:
            query = query.where(col(Product.deleted_at).is_(None))
        return self.session.exec(query.order_by(col(Product.generation_id), col(Product.output_index))).all()

    def of_order(self, order_id: UUID, limit: int) -> Sequence[Product]:
        query = select(Product).where(Product.order_id == order_id, col(Product.deleted_at).is_(None))
        return self.session.exec(query.order_by(col(Product.id).desc()).limit(limit)).all()

    def by_sha256(self, sha256: str) -> Product | None:
        query = select(Product).where(Product.sha256 == sha256, col(Product.deleted_at).is_(None)).limit(1)
        return self.session.exec(query).first()

    def add_input(self, link: GenerationInput) -> None:
        self.session.add(link)

    def inputs_of(self, generation_id: UUID) -> Sequence[tuple[GenerationInput, Product]]:
        return self.inputs_of_many([generation_id]).get(generation_id, [])

    def inputs_of_many(self, generation_ids: Sequence[UUID]) -> dict[UUID, list[tuple[GenerationInput, Product]]]:
        """Give what goes into each of those generations into which anything does, in order."""
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


def _matching(
    project_id: Any = ANY,
    order_id: UUID | None = None,
    kind: ProductType | None = None,
    liked: bool | None = None,
    words: str = "",
) -> SelectOfScalar[Product]:
    """Find the products that a filter lets through; those in the Bin never are."""
    query = select(Product).where(col(Product.deleted_at).is_(None))
    if project_id is not ANY:
        query = query.where(col(Product.project_id) == project_id if project_id else col(Product.project_id).is_(None))
    if order_id is not None:
        query = query.where(Product.order_id == order_id)
    if kind is not None:
        query = query.where(Product.type == kind)
    if liked is not None:
        query = query.where(Product.liked == liked)
    if words:
        found = select(Generation.id).where(
            text("generation.search_id IN (SELECT rowid FROM generation_text WHERE generation_text MATCH :words)")
        )
        query = query.where(col(Product.generation_id).in_(found)).params(words=match_expression(words))
    return query
