"""Simple edits of products: each makes a new product that says what it was made from; the original stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO
from uuid import UUID

from imagen.data.models import Product
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.edits import Edit, Frame, size_after
from imagen.domain.errors import Conflict, InvalidInput, NotFound
from imagen.domain.events import ProductChanged
from imagen.domain.product import ProductOrigin, ProductState, ProductType
from imagen.media.store import MediaStore, StoredFile
from imagen.services.origins import record_of
from imagen.services.presentation import product_view
from imagen.services.views import ProductView

_COPY = 1 << 20
_MASK = "Mask"


class EditingService:
    """Crop, turn, flip and scale pictures, take frames of videos, and paint masks."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore) -> None:
        self._units = units
        self._store = store

    def edit(self, product_id: UUID, edits: Sequence[Edit]) -> ProductView:
        """Make a new product of what the edits make of one; it keeps the prompt and the parameters of its source.

        Raises:
            NotFound: when there is no such product, or its file has vanished.
            Conflict: when the product has no file that may be shown.
            InvalidInput: when an edit cannot be done on it.
        """
        source = self._source(product_id)
        _check(source, edits)
        stored = self._store.edited(source.path, edits)
        return self._keep(source, stored, source.name)

    def mask(self, product_id: UUID, stream: BinaryIO) -> ProductView:
        """Make a product of a mask that was painted over a picture: white is what a model changes, black what it keeps.

        Raises:
            InvalidInput: when it is no PNG of the picture's size.
            UnsupportedFormat, TooLarge, StorageError: as every file that is taken in.
        """
        source = self._source(product_id)
        stored = self._store.ingest(lambda target: _copy(stream, target), trusted=False)
        if stored.mime_type != "image/png" or (stored.width, stored.height) != (source.width, source.height):
            raise InvalidInput(
                f"The mask is not a PNG of {source.width} × {source.height} pixels, as its picture is.",
                "Paint it anew over the picture.",
            )
        return self._keep(source, stored, f"{_MASK} of {source.name}".removesuffix(" of "), recorded=False)

    def _source(self, product_id: UUID) -> Product:
        with self._units.reading() as reading:
            source = reading.products.get(product_id)
        if source.state is ProductState.BLOCKED:
            raise Conflict("The provider withheld this picture, so there is nothing to edit.", "Choose another.")
        return source

    def _keep(self, source: Product, stored: StoredFile, name: str, *, recorded: bool = True) -> ProductView:
        with self._units() as unit:
            there = unit.products.find(source.id)
            if there is None:
                raise NotFound("The original was removed for good meanwhile.", "Choose another.")
            self._store.make_sure_of([stored])
            product = Product(
                project_id=there.project_id,
                type=stored.type,
                path=stored.path,
                sha256=stored.sha256,
                file_size=stored.file_size,
                mime_type=stored.mime_type,
                width=stored.width,
                height=stored.height,
                duration_ms=stored.duration_ms,
                placeholder=stored.placeholder,
                origin=ProductOrigin.EDITED,
                name=name,
                made_from_id=source.id,
                **(_record_of(unit, source) if recorded else {}),
            )
            unit.products.add(product)
            unit.record(ProductChanged(product.id, there.project_id))
            unit.commit()
            return product_view(product)


def _check(source: Product, edits: Sequence[Edit]) -> None:
    """Refuse what cannot be done before a decoder is asked; a file whose size nobody knows is left to it."""
    takes_frame = bool(edits) and isinstance(edits[0], Frame)
    if source.type not in (ProductType.IMAGE, ProductType.VIDEO):
        raise InvalidInput("A sound has no picture to edit.", "Choose a picture or a video.")
    if source.type is ProductType.VIDEO and not takes_frame:
        raise InvalidInput("A video cannot be edited as a picture.", "Take one of its frames first.")
    size_after(edits, (source.width or 1 << 30, source.height or 1 << 30))


def _record_of(reading: Repositories, source: Product) -> dict[str, Any]:
    """Give how a product was made as its edited copies keep it."""
    record = record_of(reading, source)
    return {
        "prompt": record.prompt or None,
        "negative_prompt": record.negative_prompt or None,
        "model_used": record.model or None,
        "parameters": dict(record.parameters) or None,
    }


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while chunk := source.read(_COPY):
        target.write(chunk)
