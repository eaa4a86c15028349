"""The field for input files of any kind: drop, paste or pick them, or drop a product; what is in it stands as thumbnails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypedDict

from nicegui import ui
from nicegui.events import GenericEventArguments


class FieldProduct(TypedDict, total=False):
    """A product in the field: its id, the address of its thumbnail, what it is called and of which type it is."""

    id: str
    thumb: str | None
    title: str
    type: str


class ImageField(ui.element, component="imagen_image_field.js"):
    """Holds product ids; files are imported by the browser through the API and become products first."""

    def __init__(
        self,
        products: Iterable[FieldProduct | Mapping[str, Any]] = (),
        *,
        label: str,
        most: int = 1,
        accept: str = "image/*",
        on_change: Callable[[list[str]], Any] | None = None,
        on_pick: Callable[[], Any] | None = None,
        project: str | None = None,
    ) -> None:
        """`most` products at once; `accept` says of which kind (`image/*`, `*/*` for any).

        `on_pick()` offers choosing from the gallery; files are imported into `project` (its id).
        """
        super().__init__()
        given = [dict(product) for product in products]
        self._ids = [str(product["id"]) for product in given]
        self._on_change = on_change
        self.props.update({"initial": given, "label": label, "most": most, "accept": accept})
        self.props.update({"pickable": on_pick is not None, "project": project})
        self.taking_in = 0
        """How many files are on their way into the field."""
        self.on("change", self._changed, ["ids"])
        self.on("taking", self._note_taking, ["count"])
        if on_pick:
            self.on("pick", lambda _event: on_pick(), [])

    @property
    def value(self) -> list[str]:
        """The product ids as last heard from the browser or set here."""
        return list(self._ids)

    def set_products(self, products: Sequence[FieldProduct | Mapping[str, Any]]) -> None:
        """Put other products in, without an event."""
        self._ids = [str(product["id"]) for product in products]
        self.run_method("setProducts", [dict(product) for product in products])

    def add_product(self, product: FieldProduct | Mapping[str, Any]) -> None:
        """Add a product as if it had been dropped; emits the change."""
        self.run_method("add", dict(product))

    def _note_taking(self, event: GenericEventArguments) -> None:
        self.taking_in = int(event.args.get("count") or 0)

    def _changed(self, event: GenericEventArguments) -> Any:
        self._ids = [str(product_id) for product_id in event.args.get("ids") or []]
        return self._on_change(self.value) if self._on_change else None
