"""Collections, and the places of the products in them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from imagen.data.models import Collection, CollectionProduct, Product
from imagen.data.repositories.journal import AT_ONCE
from imagen.data.repositories.records import RecordRepository

_IN_SIGHT = (col(CollectionProduct.deleted_at).is_(None), col(Product.deleted_at).is_(None))


class CollectionRepository(RecordRepository[Collection]):
    model = Collection
    word = "collection"

    def all(self) -> Sequence[Collection]:
        query = select(Collection).where(col(Collection.deleted_at).is_(None))
        return self.session.exec(query.order_by(Collection.name_key)).all()

    def by_key(self, name_key: str) -> Collection | None:
        query = select(Collection).where(Collection.name_key == name_key, col(Collection.deleted_at).is_(None))
        return self.session.exec(query).first()

    def counts(self) -> dict[UUID, int]:
        """Count the products in each collection, without those in the Bin."""
        query = (
            select(CollectionProduct.collection_id, func.count())
            .join(Product, col(Product.id) == CollectionProduct.product_id)
            .where(*_IN_SIGHT)
            .group_by(col(CollectionProduct.collection_id))
        )
        return dict(self.session.exec(query).all())

    def products(self, collection_id: UUID, *, offset: int = 0, limit: int = 50) -> Sequence[Product]:
        """List the products of a collection in their order."""
        query = (
            select(Product)
            .join(CollectionProduct, col(CollectionProduct.product_id) == Product.id)
            .where(CollectionProduct.collection_id == collection_id, *_IN_SIGHT)
            .order_by(col(CollectionProduct.order_index), col(CollectionProduct.product_id).desc())
        )
        return self.session.exec(query.offset(offset).limit(limit)).all()

    def count(self, collection_id: UUID) -> int:
        query = (
            select(func.count())
            .select_from(CollectionProduct)
            .join(Product, col(Product.id) == CollectionProduct.product_id)
            .where(CollectionProduct.collection_id == collection_id, *_IN_SIGHT)
        )
        return self.session.exec(query).one()

    def of(self, product_ids: Sequence[UUID]) -> dict[UUID, list[Collection]]:
        """Give the collections of products, by name."""
        found: dict[UUID, list[Collection]] = {}
        for first in range(0, len(product_ids), AT_ONCE):
            query = (
                select(CollectionProduct.product_id, Collection)
                .join(Collection, col(Collection.id) == CollectionProduct.collection_id)
                .where(col(CollectionProduct.product_id).in_(product_ids[first : first + AT_ONCE]))
                .where(col(CollectionProduct.deleted_at).is_(None), col(Collection.deleted_at).is_(None))
                .order_by(Collection.name_key)
            )
            for product_id, collection in self.session.exec(query):
                found.setdefault(product_id, []).append(collection)
        return found

    def places(self, collection_id: UUID) -> list[tuple[UUID, UUID, float]]:
        """List all places of a collection in their order: the place, its product and its index, also those in the Bin."""
        query = (
            select(CollectionProduct.id, CollectionProduct.product_id, CollectionProduct.order_index)
            .where(CollectionProduct.collection_id == collection_id, col(CollectionProduct.deleted_at).is_(None))
            .order_by(col(CollectionProduct.order_index), col(CollectionProduct.product_id).desc())
        )
        return list(self.session.exec(query).all())

    def places_of(self, collection_id: UUID, product_ids: Sequence[UUID]) -> dict[UUID, UUID]:
        """Find the places of some products in a collection, by product."""
        found: dict[UUID, UUID] = {}
        for first in range(0, len(product_ids), AT_ONCE):
            query = select(CollectionProduct.product_id, CollectionProduct.id).where(
                col(CollectionProduct.product_id).in_(product_ids[first : first + AT_ONCE]),
                CollectionProduct.collection_id == collection_id,
                col(CollectionProduct.deleted_at).is_(None),
            )
            found.update(self.session.exec(query).all())
        return found

    def last_index(self, collection_id: UUID) -> float:
        """Give the index of the last place, 0 when there is none."""
        query = select(func.max(CollectionProduct.order_index)).where(
            CollectionProduct.collection_id == collection_id, col(CollectionProduct.deleted_at).is_(None)
        )
        return float(self.session.exec(query).one() or 0)

    def gone_with(self, collection: Collection) -> Sequence[UUID]:
        """List the places that went into the Bin together with their collection."""
        query = select(CollectionProduct.id).where(
            CollectionProduct.collection_id == collection.id, CollectionProduct.deleted_at == collection.deleted_at
        )
        return self.session.exec(query).all()
