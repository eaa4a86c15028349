"""Carry out what a person does with a product or a generation."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from mimetypes import guess_extension
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.attention import Resolution
from imagen.domain.errors import ModelGone
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.parameters import ParameterSetSpec
from imagen.domain.product import ProductType
from imagen.services.all import Services
from imagen.services.models import ModelType
from imagen.services.order_request import OrderRequest
from imagen.services.reuse import MakingUnknown, ReuseWhat
from imagen.services.views import GenerationView, ModelView, ProductView, StripItem
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.cancelling import cancel_order
from imagen.ui.components.deciding import decide, provider_of
from imagen.ui.components.reusing import Way, tell_unknown
from imagen.ui.components.template_saving import save_order_as_template, save_product_as_template
from imagen.ui.laid_address import Asked
from imagen.ui.pages.order.caption import ItemActs
from imagen.ui.pages.order.details import DetailsSheet
from imagen.ui.pages.order.form import OrderForm
from imagen.ui.pages.order.state import FormState
from imagen.ui.pages.order.tiles import is_blocked, title
from imagen.ui.pages.order.wording import changed_since

_LONGEST_NAME = 60
TAKE_PICTURES = (ModelType.IMAGE_TO_IMAGE, ModelType.UPSCALING, ModelType.IMAGE_TO_VIDEO)


class ItemDeeds:
    """Acts on the item that is displayed when a button is pressed."""

    def __init__(self, services: Services, form: OrderForm, displayed: Callable[[], StripItem | None]) -> None:
        self._services = services
        self._form = form
        self._displayed = displayed
        self._details = DetailsSheet(self._decide)
        self._turn = asyncio.Lock()  # a form that is being filled is not changed by the next act meanwhile

    @property
    def acts(self) -> ItemActs:
        """Give the acts for the buttons."""
        return ItemActs(
            like=self.like,
            use=self.use_as_input,
            ways=self.ways,
            use_for=self.use_for,
            download=self.download,
            details=self.details,
            delete=self.delete,
            retry=self.retry,
            resolve=self.resolve,
            cancel=self.cancel,
            cancel_order=self.cancel_order,
            reuse=self.reuse,
            save=self.save_as_template,
        )

    async def like(self) -> None:
        """Like the product, or take that back."""
        item = self._displayed()
        if item is not None and item.product is not None:
            await call(self._services.keeping.like, [item.product.id], not item.product.liked)

    async def use_as_input(self) -> bool:
        """Put the product into the form as an input, with the only other model that takes it where the chosen one does not.

        False where a person has to say first what is to be made of it.
        """
        product = self._product()
        if product is None:
            return True
        async with self._turn:
            if self._form.use_as_input(product):
                d.toast("It is an input of the form now.", kind="done")
            elif sum(len(self._able(kind)) for kind in self.ways()) > 1:
                return False
            else:
                await self._use_with_another_model(product)
        return True

    async def use_product(self, product_id: UUID) -> None:
        """Put any product into the form as an input. Raises NotFound."""
        product = await call(self._services.products.get, product_id)
        async with self._turn:
            if self._form.use_as_input(product):
                d.toast("It is an input of the form now.", kind="done")
            else:
                await self._use_with_another_model(product)

    async def take_over(self, product_id: UUID, way: Way) -> None:
        """Fill the form with what made any product, or what it was edited from; what was typed goes to the history.

        What no order made goes onto the model of the form. Raises NotFound.
        """
        made_by = await call(self._services.viewing.origin, product_id)
        if way.asks_model:
            self._ask_model(product_id, way)
        elif made_by is not None:
            await self.fill_from(made_by, way.what, way.keep_seed, tell=True)
        else:
            await self._take_to_model(product_id, self._form.state.model_key, way)

    def _ask_model(self, product_id: UUID, way: Way) -> None:
        """Let a model be chosen for what made a product."""
        self._form.offer_models(lambda key: self._take_to_model(product_id, key, way))

    async def _take_to_model(self, product_id: UUID, key: str, way: Way) -> None:
        """Put what is known of a product's making into the form of a model, and name what does not fit there."""
        reuse = self._services.reuse.on_model
        try:
            found = await call(lambda: reuse(product_id, key, keep_seed=way.keep_seed))
        except MakingUnknown:
            tell_unknown(lambda: self.use_product(product_id))
            return
        said = f"The form shows how this was made, as far as {self._form.model_name(key)} takes it."
        async with self._turn:
            await self._fill(FormState.of_request(found.request), None, tell=True, said=said if found.left_out else "")
            self._form.tell_left_out(found.left_out, lambda: self._ask_model(product_id, way))

    async def fill_missing(self, asked: Asked) -> None:
        """Fill the form with what fills the holes of a grid; what was typed goes to the history.

        Raises NotFound and InvalidInput.
        """
        axes = self._services.axes

        def read() -> OrderRequest:
            order_id = axes.find(asked.order) if asked.order else None
            return axes.missing(asked.laid(order_id), asked.row, asked.column)

        request = await call(read)
        async with self._turn:
            await self._fill(FormState.of_request(request), None, tell=True, said="The form makes what is missing.")

    def ways(self) -> Sequence[ModelType]:
        """Give the types of models that make something of what is displayed."""
        product = self._product()
        if product is None or product.type is not ProductType.IMAGE:
            return ()
        return [kind for kind in TAKE_PICTURES if self._form.models_of(kind)]

    async def use_for(self, kind: ModelType) -> None:
        """Put the picture into the form of a model of this type: the only one that can be ordered, or the one chosen."""
        product = self._product()
        if product is None:
            return

        async def use(key: str) -> None:
            async with self._turn:
                await self._use_with_another_model(product, key)

        able = self._able(kind)
        if len(able) == 1:
            await use(able[0].model.key)
        else:
            self._form.offer_type(kind, use)

    def _product(self) -> ProductView | None:
        """Give the product that is displayed, if it can be used."""
        item = self._displayed()
        return None if item is None or is_blocked(item) else item.product

    def _able(self, kind: ModelType) -> Sequence[ModelView]:
        return [view for view in self._form.models_of(kind) if view.problem is None]

    async def _use_with_another_model(self, product: ProductView, key: str | None = None) -> None:
        moved = await self._form.use_with_another_model(product, key)
        if moved is None:
            none = f"{self._form.model_name(key)} takes no" if key else "No model here takes"
            d.toast(f"{none} {product.type}s as an input.", kind="danger")
            return
        emptied = " The prompt was emptied; it is in the history." if moved.emptied else ""
        d.toast(f"Now an input of {moved.model}.{emptied}", undo=self._form.undo)

    def download(self) -> None:
        """Save the product's file."""
        item = self._displayed()
        if item is not None and item.product is not None and not is_blocked(item):
            suffix = guess_extension(item.product.mime_type) or ""
            ui.download.from_url(item.product.file_url, f"{_file_name(title(item))}{suffix}")

    async def details(self) -> None:
        """Show everything about the generation."""
        item = self._displayed()
        if item is not None and item.generation is not None:
            detail = await call(self._services.generations.get, item.generation.id)
            key, providers = detail.order.model_key, await call(self._services.models.providers)
            model, spec = await call(self._model_of, key), await call(self._spec_of, key)
            self._details.open(detail, model, spec, provider_of(detail.summary, providers))

    def _model_of(self, key: str) -> ModelView | None:
        try:
            return self._services.models.get(key)
        except ModelGone:
            return None

    def _spec_of(self, key: str) -> ParameterSetSpec | None:
        try:
            return self._services.models.spec(key)
        except ModelGone:
            return None

    async def delete(self) -> None:
        """Put the product into the Bin, with a way back."""
        item = self._displayed()
        if item is None or item.product is None:
            return
        done = await call(self._services.keeping.delete, [item.product.id])

        async def restore() -> None:
            await call(self._services.undo.undo, done.undo_id)

        self._form.remember(restore)
        d.toast("Deleted. Ctrl+Z brings it back.", undo=restore)

    async def retry(self) -> None:
        """Put the generation back into the queue."""
        await self._each(self._services.generations.retry)

    async def cancel(self) -> None:
        """Cancel the generation."""
        item = self._displayed()
        if item is not None and item.generation is not None:
            left = await call(self._services.generations.cancel, item.generation.id)
            if left.status is GenerationStatus.GENERATING:
                d.toast("The provider is asked to stop it. What it makes all the same is kept.")

    async def cancel_order(self) -> None:
        """Cancel everything of the item's order that is not made yet."""
        item = self._displayed()
        if item is not None and item.generation is not None:
            await cancel_order(self._services, item.generation.order_id)

    async def reuse(self, way: Way) -> None:
        """Put what made this back into the form."""
        item = self._displayed()
        if item is None:
            return
        if item.product is not None:
            await self.take_over(item.product.id, way)
        elif item.generation is not None:
            await self.fill_from(item.generation.id, way.what, way.keep_seed, tell=True)

    async def save_as_template(self) -> None:
        """Keep what made this as a template."""
        item = self._displayed()
        if item is not None and item.product is not None:
            await save_product_as_template(self._services, item.product.id)
        elif item is not None and item.generation is not None:
            await save_order_as_template(self._services, item.generation.order_id)

    async def fill_from(self, generation_id: UUID, what: ReuseWhat, keep_seed: bool, *, tell: bool) -> None:
        """Fill the form from a generation; what was typed and not ordered goes to the history first.

        A click on a picture (`tell=False`) only fills a form in which nothing is lost.
        """
        async with self._turn:
            await self._fill_from(generation_id, what, keep_seed, tell=tell)

    async def _fill_from(self, generation_id: UUID, what: ReuseWhat, keep_seed: bool, *, tell: bool) -> None:
        reuse = self._services.reuse.generation
        request = await call(lambda: reuse(generation_id, what, keep_seed=keep_seed))
        await self._fill(FormState.of_request(request), generation_id, tell=tell)

    async def _fill(
        self,
        state: FormState,
        generation_id: UUID | None,
        *,
        tell: bool,
        said: str = "",
    ) -> None:
        if state.meaning == self._form.state.meaning:
            if tell:
                d.toast("The form shows this already.")
            return
        unsent = not await self._form.was_sent()
        if unsent and not tell:
            return
        if self._form.fill(state, unsent=unsent):
            said = said or "The form shows how this was made."
            kept = "What you had typed is in the history." if unsent else ""
            changed = await call(self._changed_since, generation_id) if generation_id is not None else ""
            d.toast(" ".join(filter(None, (said, changed, kept))), undo=self._form.undo)

    def _changed_since(self, generation_id: UUID) -> str:
        """Say where the model is another than it was when a generation was ordered."""
        order = self._services.generations.get(generation_id).order
        model = self._model_of(order.model_key)
        if model is None or model.gone_at is not None or model.changed_at is None:
            return ""
        return changed_since(model) if model.changed_at > order.created_at else ""

    async def _each(self, act: Callable[[UUID], Any]) -> None:
        item = self._displayed()
        if item is not None and item.generation is not None:
            await call(act, item.generation.id)

    async def resolve(self, resolution: Resolution) -> None:
        """Decide about a generation that needs a person."""
        item = self._displayed()
        if item is not None and item.generation is not None:
            await self._decide(item.generation, resolution)

    async def _decide(self, generation: GenerationView, resolution: Resolution) -> None:
        await decide(self._services, generation, resolution)


def _file_name(words: str) -> str:
    return re.sub(r"[^\w-]+", "-", words)[:_LONGEST_NAME].strip("-") or "imagen"
