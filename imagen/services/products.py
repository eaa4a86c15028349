"""Products: find, like, delete, restore and import them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from imagen.data.models import Product
from imagen.data.repositories.orders import ANY
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import ImagenError, NotFound
from imagen.domain.events import ProductChanged, ProductsDeleted, ProductsRestored, ProjectChanged
from imagen.domain.product import ProductOrigin, ProductType
from imagen.media.store import MediaStore, StoredFile
from imagen.services.bin import bin_page
from imagen.services.presentation import product_view
from imagen.services.views import BinItem, ImportedFile, Page, ProductView

_COPY = 1 << 20
_LONGEST_NAME = 200
_AT_ONCE = 500  # so that no event and no statement grows with what is selected


class ProductService:
    """Everything a person does with products."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore) -> None:
        self._units = units
        self._store = store

    def get(self, product_id: UUID) -> ProductView:
        """Give a product, also one that lies in the Bin."""
        with self._units.reading() as reading:
            return product_view(reading.products.get(product_id, deleted=True))

    def list(
        self,
        project_id: Any = ANY,
        order_id: UUID | None = None,
        type: ProductType | None = None,
        liked: bool | None = None,
        q: str | None = None,
        cursor: UUID | None = None,
        limit: int = 50,
        page: int = 1,
    ) -> tuple[list[ProductView], UUID | None]:
        """List products from the newest on, with the cursor that leads to the next ones, None at the end.

        `page` counts from 1, behind the cursor where one is given.
        """
        with self._units.reading() as reading:
            rows = reading.products.page(
                project_id=project_id,
                order_id=order_id,
                kind=type,
                liked=liked,
                words=q or "",
                before=cursor,
                offset=(page - 1) * limit,
                limit=limit + 1,
            )
        views = [product_view(row) for row in rows[:limit]]
        return views, views[-1].id if len(rows) > limit else None

    def count(
        self,
        project_id: Any = ANY,
        order_id: UUID | None = None,
        type: ProductType | None = None,
        liked: bool | None = None,
        q: str | None = None,
    ) -> int:
        """Count the products that `list` gives in all."""
        with self._units.reading() as reading:
            return reading.products.count(
                project_id=project_id, order_id=order_id, kind=type, liked=liked, words=q or ""
            )

    def file(self, product_id: UUID) -> Path:
        """Give the path of a product's file. Raises NotFound when it has vanished."""
        with self._units.reading() as reading:
            product = reading.products.get(product_id, deleted=True)
        path = self._store.path_of(product.path)
        if not path.exists():
            raise NotFound("The file of this product is missing.", "It was moved or deleted outside Imagen.")
        return path

    def like(self, product_id: UUID, liked: bool) -> ProductView:
        """Mark a product as liked, or take that back."""
        with self._units() as unit:
            product = unit.products.get(product_id)
            product.liked = liked
            unit.record(ProductChanged(product.id, product.project_id))
            unit.commit()
        return self.get(product_id)

    def like_all(self, product_ids: Sequence[UUID], *, liked: bool) -> None:
        """Mark many products as liked, or take that back."""
        with self._units() as unit:
            self._each(unit.products.many(product_ids), product_ids, lambda one: setattr(one, "liked", liked))
            for product_id in product_ids:
                unit.record(ProductChanged(product_id, None))
            unit.commit()

    def delete(self, product_ids: Sequence[UUID]) -> None:
        """Put products into the Bin."""
        with self._units() as unit:
            for some in _parts(product_ids):
                self._each(unit.products.many(some), some, unit.products.delete)
                unit.record(ProductsDeleted(tuple(some), None))
            unit.commit()

    def restore(self, product_ids: Sequence[UUID]) -> Sequence[str]:
        """Take products out of the Bin, and give the names of the deleted projects that came back with them."""
        with self._units() as unit:
            projects = [name for some in _parts(product_ids) for name in self._restore(unit, some)]
            unit.commit()
        return projects

    def bin(self, page: int = 1, limit: int = 50) -> Page[BinItem]:
        """Give a page of the Bin, what was deleted last first; `page` counts from 1."""
        with self._units.reading() as reading:
            return bin_page(reading, page, limit)

    def ids_in_bin(self) -> Sequence[UUID]:
        """Tell all that lies in the Bin."""
        with self._units.reading() as reading:
            return reading.products.ids_in_bin()

    def import_bytes(self, name: str, stream: BinaryIO, project_id: UUID | None = None) -> ImportedFile:
        """Take a file into the gallery; what cannot be taken says why, and nothing of it is kept.

        Raises NotFound when there is no such project.
        """
        if project_id is not None:
            with self._units.reading() as reading:
                reading.projects.get(project_id)
        shown = Path(name).name[:_LONGEST_NAME] or "file"
        try:
            stored = self._store.ingest(lambda target: _copy(stream, target), trusted=False)
        except ImagenError as error:
            return ImportedFile(shown, None, str(error))
        return self._imported(shown, stored, project_id)

    def _imported(self, name: str, stored: StoredFile, project_id: UUID | None) -> ImportedFile:
        with self._units() as unit:
            known = unit.products.by_sha256(stored.sha256)
            if known is not None:
                return ImportedFile(name, product_view(known), already_there=True)
            product = Product(
                project_id=project_id,
                type=stored.type,
                path=stored.path,
                sha256=stored.sha256,
                file_size=stored.file_size,
                mime_type=stored.mime_type,
                width=stored.width,
                height=stored.height,
                duration_ms=stored.duration_ms,
                placeholder=stored.placeholder,
                origin=ProductOrigin.IMPORTED,
                name=name,
            )
            unit.products.add(product)
            unit.record(ProductChanged(product.id, project_id))
            unit.commit()
            return ImportedFile(name, product_view(product))

    def _restore(self, unit: UnitOfWork, product_ids: Sequence[UUID]) -> Sequence[str]:
        found = unit.products.many(product_ids)
        self._each(found, product_ids, unit.products.restore)
        unit.record(ProductsRestored(tuple(product_ids), None))
        gone = unit.projects.deleted_among({product.project_id for product in found if product.project_id})
        for project in gone:
            unit.projects.restore(project)
            unit.record(ProjectChanged(project.id))
        return [project.name for project in gone]

    def _each(self, found: Sequence[Product], wanted: Sequence[UUID], act: Callable[[Product], None]) -> None:
        missing = set(wanted) - {product.id for product in found}
        if missing:
            raise NotFound(f"There is no product {next(iter(missing))}.", "It may have been removed for good.")
        for product in found:
            act(product)


def _parts(product_ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (product_ids[first : first + _AT_ONCE] for first in range(0, len(product_ids), _AT_ONCE))


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while chunk := source.read(_COPY):
        target.write(chunk)
