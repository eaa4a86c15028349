"""What a product was made from, what was made of it, and where it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from imagen.data.models import Collection, CollectionProduct, Generation, GenerationInput, Product, Tag, Tagging
from imagen.domain.tagging import TaggedKind


class LineageRepository:
    """Answers from indexes alone, so that a product is looked at as quickly in a large library as in a small one."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def edited_into(self, product_id: UUID, limit: int) -> Sequence[Product]:
        """List what was made of a product by editing it, the newest first."""
        query = select(Product).where(Product.made_from_id == product_id, col(Product.deleted_at).is_(None))
        return self.session.exec(query.order_by(col(Product.id).desc()).limit(limit)).all()

    def used_in(self, product_id: UUID, limit: int) -> tuple[Sequence[Product], int]:
        """List what was generated with a product as an input, the newest first, and count all of it."""
        generations = select(GenerationInput.generation_id).where(GenerationInput.product_id == product_id)
        query = select(Product).where(col(Product.generation_id).in_(generations), col(Product.deleted_at).is_(None))
        count = self.session.exec(select(func.count()).select_from(query.subquery())).one()
        return self.session.exec(query.order_by(col(Product.id).desc()).limit(limit)).all(), count

    def siblings(self, product: Product) -> Sequence[Product]:
        """List the other products of the same generation."""
        if product.generation_id is None:
            return []
        query = select(Product).where(
            Product.generation_id == product.generation_id, Product.id != product.id, col(Product.deleted_at).is_(None)
        )
        return self.session.exec(query.order_by(col(Product.output_index))).all()

    def tags_of(self, product_id: UUID) -> Sequence[Tag]:
        """List the tags on a product by their names."""
        query = (
            select(Tag)
            .join(Tagging, col(Tagging.tag_id) == Tag.id)
            .where(Tagging.entity_id == product_id, Tagging.entity == TaggedKind.PRODUCT)
            .where(col(Tagging.deleted_at).is_(None), col(Tag.deleted_at).is_(None))
        )
        return self.session.exec(query.order_by(col(Tag.name_key))).all()

    def collections_of(self, product_id: UUID) -> Sequence[Collection]:
        """List the collections that a product lies in by their names."""
        query = (
            select(Collection)
            .join(CollectionProduct, col(CollectionProduct.collection_id) == Collection.id)
            .where(CollectionProduct.product_id == product_id)
            .where(col(CollectionProduct.deleted_at).is_(None), col(Collection.deleted_at).is_(None))
        )
        return self.session.exec(query.order_by(col(Collection.name_key))).all()

    def generations_of(self, products: Sequence[Product]) -> dict[UUID, Generation]:
        """Give the generations that made these products, by their ids."""
        ids = {product.generation_id for product in products if product.generation_id is not None}
        found = self.session.exec(select(Generation).where(col(Generation.id).in_(ids))).all()
        return {generation.id: generation for generation in found}
