"""Pick an input among the products of this project."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.errors import NotFound
from imagen.domain.product import ProductState, ProductType
from imagen.services.products import ProductService
from imagen.services.views import ProductView, StripItem
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.strip import Strip
from imagen.ui.pages.order.controls.media import MediaControl

_PAGE = 100


class ProductPicker:
    """A dialog of thumbnails; a click puts the product into the field that asked."""

    def __init__(self, products: ProductService, project_id: UUID | None) -> None:
        self._products = products
        self._project_id = project_id
        self._shown: dict[str, ProductView] = {}
        self._cursor: UUID | None = None
        self._control: MediaControl | None = None
        self._client = ui.context.client
        with d.dialog("Pick an input", size="wide") as self._dialog, d.node("div", "picker"):
            self._strip = Strip(
                label="Products",
                wrap=True,
                tile=128,
                empty="Nothing of this kind was made here yet. Drop a file into the field instead.",
                on_select=lambda product_id, by: self._chosen(product_id) if by == "click" else None,
                on_open=self._chosen,
                on_more=self._load_more,
            )

    def open(self, control: MediaControl) -> None:
        """Offer the products that a field takes."""
        self._control = control
        self._cursor = None
        self._shown = {}
        self._dialog.open()
        self._load_more()

    async def find(self, ids: Sequence[UUID]) -> Sequence[ProductView]:
        """Give the products with these ids, as far as they are there."""
        return await call(self._read, ids)

    def _read(self, ids: Sequence[UUID]) -> list[ProductView]:
        found = []
        for product_id in ids:
            with contextlib.suppress(NotFound):
                found.append(self._products.get(product_id))
        return found

    def _load_more(self) -> None:
        background_tasks.create(self._load(), name="products to pick", context=self._client)

    async def _load(self) -> None:
        control = self._control
        if control is None:
            return
        kind = next((known for known in ProductType if known.value == control.spec.type.value), None)
        first = self._cursor is None
        products, cursor = await call(
            self._products.list, self._project_id, type=kind, cursor=self._cursor, limit=_PAGE
        )
        self._cursor = cursor
        self._shown |= {str(product.id): product for product in products}
        tiles = [_tile(StripItem(None, one)) for one in products if one.state is ProductState.READY]
        if first:
            self._strip.set_items(tiles, more=cursor is not None)
        else:
            self._strip.upsert(tiles, more=cursor is not None)

    def _chosen(self, product_id: str) -> None:
        product = self._shown.get(product_id)
        if product is not None and self._control is not None:
            self._control.add(product)
            self._dialog.close()


def _tile(item: StripItem) -> dict[str, object]:
    from imagen.ui.pages.order.tiles import tile

    assert item.product is not None
    return {**tile(item, item.product.created_at), "older": False}
