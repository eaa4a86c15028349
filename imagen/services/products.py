"""Products: find them and their files."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from imagen.data.repositories.orders import ANY
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import NotFound
from imagen.domain.product import ProductType
from imagen.media.store import MediaStore
from imagen.services.presentation import marked, product_view
from imagen.services.views import ProductView


class ProductService:
    """Finds products and takes files in; what people think of them is kept by KeepingService."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore) -> None:
        self._units = units
        self._store = store

    def get(self, product_id: UUID) -> ProductView:
        """Give a product, also one that lies in the Bin."""
        with self._units.reading() as reading:
            return marked(reading, [product_view(reading.products.get(product_id, deleted=True))])[0]

    def list(
        self,
        project_id: Any = ANY,
        order_id: UUID | None = None,
        type: ProductType | None = None,
        cursor: UUID | None = None,
        limit: int = 50,
    ) -> tuple[list[ProductView], UUID | None]:
        """List products from the newest on, with the cursor that leads to the next ones, None at the end.

        What was just made is there at once; the gallery searches, and may learn of it a moment later.
        """
        with self._units.reading() as reading:
            rows = reading.products.page(
                project_id=project_id, order_id=order_id, kind=type, before=cursor, limit=limit + 1
            )
            views = marked(reading, [product_view(row) for row in rows[:limit]])
        return views, views[-1].id if len(rows) > limit else None

    def count(self, project_id: Any = ANY) -> int:
        """Count the products of a project, of no project (None) or of all."""
        with self._units.reading() as reading:
            return reading.products.count(project_id=project_id)

    def file(self, product_id: UUID) -> Path:
        """Give the path of a product's file. Raises NotFound when it has vanished."""
        with self._units.reading() as reading:
            product = reading.products.get(product_id, deleted=True)
        path = self._store.path_of(product.path)
        if not path.exists():
            raise NotFound("The file of this product is missing.", "It was moved or deleted outside Imagen.")
        return path
