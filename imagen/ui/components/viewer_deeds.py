"""Carry out what a person does in the viewer."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from mimetypes import guess_extension
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ModelGone, NotFound
from imagen.services.all import Services
from imagen.services.keeping_views import CollectionView, Done, TagView, Undone
from imagen.services.viewing import ViewedProduct
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.deciding import provider_of
from imagen.ui.components.reusing import Way, open_in_order
from imagen.ui.components.template_saving import save_product_as_template
from imagen.ui.paths import order_path

_LONGEST_NAME = 60


class ViewerDeeds:
    """`viewed()` reads what is shown at the press; acts that concern another product are given its id."""

    def __init__(
        self,
        services: Services,
        viewed: Callable[[], Awaitable[ViewedProduct | None]],
        again: Callable[[], Awaitable[None]],
    ) -> None:
        self._services = services
        self._viewed = viewed
        self._again = again

    # ---- keeping ----

    async def like(self, product_id: UUID, *, liked: bool) -> None:
        """Like a product, or take that back."""
        await call(self._services.keeping.like, [product_id], liked)

    async def rate(self, product_id: UUID, rating: int | None) -> None:
        """Rate a product from 0 to 4, or take the rating away."""
        await call(self._services.keeping.rate, [product_id], rating)

    async def note(self, product_id: UUID, text: str) -> None:
        """Keep the notes of a product."""
        await call(self._services.keeping.note, product_id, text)

    async def tag(self, name: str) -> None:
        """Put a tag on what is shown."""
        await self._on_viewed(lambda ids: self._services.keeping.tag(ids, [name]))

    async def untag(self, name: str) -> None:
        """Take a tag off what is shown."""
        await self._on_viewed(lambda ids: self._services.keeping.untag(ids, [name]))

    async def collect(self, collection_id: UUID) -> None:
        """Put what is shown into a collection."""
        await self._on_viewed(lambda ids: self._services.keeping.collect(ids, collection_id))

    async def collect_anew(self, name: str) -> None:
        """Put what is shown into a new collection."""
        made = await call(self._services.collections.create, name)
        await self.collect(made.id)

    async def uncollect(self, collection_id: UUID) -> None:
        """Take what is shown out of a collection."""
        await self._on_viewed(lambda ids: self._services.keeping.uncollect(ids, collection_id))

    async def known_tags(self) -> Sequence[TagView]:
        """List the tags there are."""
        return await call(self._services.tags.list)

    async def known_collections(self) -> Sequence[CollectionView]:
        """List the collections there are."""
        return await call(self._services.collections.list)

    async def delete(self, product_id: UUID) -> None:
        """Put a product into the Bin, with a way back."""
        await call(self._services.keeping.delete, [product_id])

        async def restore() -> None:
            await call(self._services.keeping.restore, [product_id])

        d.toast("Deleted. Ctrl+Z brings it back.", undo=restore)

    async def undo(self) -> None:
        """Take back what was done last."""
        self._tell(await call(self._services.undo.undo), "Nothing is left to be taken back.")

    async def redo(self) -> None:
        """Do again what was taken back last."""
        self._tell(await call(self._services.undo.redo), "Nothing is left to be done again.")

    # ---- going on with it ----

    async def reuse(self, way: Way) -> None:
        """Open the Order page with what made this."""
        view = await self._viewed()
        if view is not None:
            await open_in_order(self._services, view.product, way)

    async def save_as_template(self) -> None:
        """Keep what made this as a template."""
        view = await self._viewed()
        if view is not None:
            await save_product_as_template(self._services, view.product.id)

    async def use(self) -> None:
        """Open the Order page with this as an input."""
        view = await self._viewed()
        if view is not None:
            ui.navigate.to(order_path(view.product.project_id, use=view.product.id))

    async def use_product(self, product_id: UUID) -> None:
        """Open the Order page with another product as an input."""
        view = await self._viewed()
        ui.navigate.to(order_path(view.product.project_id if view is not None else None, use=product_id))

    async def download(self) -> None:
        """Save the file."""
        view = await self._viewed()
        if view is not None:
            suffix = guess_extension(view.product.mime_type) or ""
            ui.download.from_url(view.product.file_url, f"{_file_name(view.shown.title)}{suffix}")

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""
        ui.clipboard.write(text)
        d.toast("Copied.", kind="done")

    async def sets(self, generation_id: UUID) -> None:
        """Show all four parameter sets of a generation, and how it was bought."""
        from imagen.ui.components.deciding import decide
        from imagen.ui.pages.order.details import DetailsSheet  # a page's, which in its turn shows viewers

        detail = await call(self._services.generations.get, generation_id)
        providers = await call(self._services.models.providers)
        key = detail.order.model_key
        sheet = DetailsSheet(lambda generation, resolution: decide(self._services, generation, resolution))
        sheet.open(
            detail,
            await self._or_none(self._services.models.get, key),
            await self._or_none(self._services.models.spec, key),
            provider_of(detail.summary, providers),
        )

    async def _or_none(self, read: Callable[[str], Any], key: str) -> Any:
        try:
            return await call(read, key)
        except ModelGone:
            return None

    async def _on_viewed(self, act: Callable[[Sequence[UUID]], Done]) -> None:
        view = await self._viewed()
        if view is None:
            return
        try:
            await call(act, [view.product.id])
        except NotFound as gone:
            d.toast(str(gone), kind="danger")
        await self._again()

    def _tell(self, undone: Undone | None, nothing: str) -> None:
        d.toast(undone.sentence if undone is not None else nothing)


def _file_name(words: str) -> str:
    return re.sub(r"[^\w-]+", "-", words)[:_LONGEST_NAME].strip("-") or "imagen"
