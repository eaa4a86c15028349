"""Input pictures, clips, sounds and files: dropped, pasted, uploaded or picked from what was made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.parameter_sets import PRODUCT_REFERENCE, references
from imagen.domain.parameters import Interpolation, ParameterSpec
from imagen.services.views import ProductView
from imagen.ui.components.image_field import ImageField
from imagen.ui.pages.order.controls.control import Control, Edited

_MOST = 24
Find = Callable[[Sequence[UUID]], Awaitable[Sequence[ProductView]]]
Pick = Callable[["MediaControl"], Any]


class MediaControl(Control):
    """A field of products; where the model takes one at a time, several make generations of their own."""

    def __init__(
        self, spec: ParameterSpec, value: Any, on_edit: Edited, *, find: Find, pick: Pick, project_id: UUID | None
    ) -> None:
        super().__init__(spec, on_edit)
        self._find = find
        several = spec.interpolation is Interpolation.VALUES
        self.field = self._frame()
        with self.field:
            self._images = ImageField(
                label=spec.label,
                most=spec.rules.max_items if spec.rules.max_items > 1 else _MOST if several else 1,
                accept="*/*" if spec.type == "file" else f"{spec.type}/*",
                on_change=self._changed,
                on_pick=lambda: pick(self),
                project=str(project_id) if project_id else None,
            )
        self._client = ui.context.client
        self.show(value, force=True)

    def show(self, value: Any, *, force: bool) -> bool:
        ids = references(value)
        if ids != self._images.value:
            background_tasks.create(self._fill(ids), name="input products", context=self._client)
        return True

    @property
    def is_taking_in(self) -> bool:
        """Tell whether a file is on its way into the field."""
        return self._images.taking_in > 0

    def add(self, product: ProductView) -> None:
        """Add a product as if it had been dropped here."""
        self._images.add_product(_field_product(product))

    async def _fill(self, written: Sequence[str]) -> None:
        ids = [found for found in map(_uuid, written) if found is not None]
        products = await self._find(ids)
        known = {str(product.id): product for product in products}
        self._images.set_products(
            [
                _field_product(known[i]) if i in known else {"id": i, "thumb": None, "title": "Not there"}
                for i in written
            ]
        )

    def _changed(self, ids: list[str]) -> None:
        self._edit([f"{PRODUCT_REFERENCE}{product_id}" for product_id in ids])


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _field_product(product: ProductView) -> dict[str, Any]:
    named = product.name or str(product.type)
    return {"id": str(product.id), "thumb": product.thumbnail_url, "title": named, "type": str(product.type)}
