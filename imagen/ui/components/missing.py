"""Why a product's file is missing, or not checked yet, and what can be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.product import ProductState
from imagen.services.checking import TROUBLE
from imagen.services.viewing import ViewedProduct
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.import_dialog import ImportDialog
from imagen.ui.components.later import Later
from imagen.ui.context import PageContext

_GONE = "It was moved or deleted outside Imagen."


class FileState:
    """Shown only where something is wrong with the file; `remove` puts the product into the Bin."""

    def __init__(self, context: PageContext, remove: Callable[[UUID], Awaitable[Any] | Any]) -> None:
        self._context = context
        self._remove = remove
        self._importing = Later(lambda: ImportDialog(context))
        self._layout = ui.context.client.layout
        self._shown: tuple[UUID, str, str] | None = None
        self._place = d.node("div", "file-state")
        self._place.set_visibility(False)

    def show(self, view: ViewedProduct) -> None:
        """Show how the file of a product is; nothing while it is well."""
        product = view.product
        is_missing = product.state is not ProductState.BLOCKED and view.shown.is_missing
        trouble = str(view.facts.get(TROUBLE) or "") if product.state is ProductState.MISSING else ""
        said = (product.id, "missing" if is_missing else product.state.value, trouble)
        if said == self._shown:
            return
        self._shown = said
        self._place.clear()
        self._place.set_visibility(is_missing or product.state in (ProductState.UNCHECKED, ProductState.BLOCKED))
        with self._place:
            if is_missing:
                self._missing(view, trouble)
            elif product.state is ProductState.UNCHECKED:
                d.notice("This file is still to be checked: it has no preview yet, and may turn out to be broken.")
            elif product.state is ProductState.BLOCKED:
                d.notice("The provider withheld this picture. Other words or another seed may pass.")

    def _missing(self, view: ViewedProduct, trouble: str) -> None:
        product = view.product
        stored = product.file_url.rpartition("/")[2]
        place = f"media/{stored[:2]}/{stored}"
        with d.node("div", "notice danger", role="status"):
            d.icon("warning")
            with d.node("div", "grow stack gap-2"):
                d.text("The file is broken" if trouble else "The file is missing", "strong", tag="p")
                d.text(trouble or _GONE, "small", tag="p")
                d.text(f"Import the same file again, or put it back as {place} and look for it.", "small", tag="p")
                with d.cluster(1):
                    d.button("Import it again", self._import_again, small=True, icon="upload")
                    d.button("Look for it", lambda: self._look(product.id), small=True, icon="search")
                    d.button("Remove", lambda: self._remove(product.id), small=True, icon="bin", kind="danger")

    def _import_again(self) -> None:
        self._importing().open()

    async def _look(self, product_id: UUID) -> None:
        found = await call(self._context.services.imports.look_again, product_id)
        with self._layout:
            if found:
                d.toast("The file is there; it is being checked.", kind="done")
            else:
                d.toast("The file is not there yet.", kind="danger")
