"""The panel at the side: the product that the cursor stands on, or what all that are selected have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from imagen.domain.errors import NotFound
from imagen.services.all import Services
from imagen.services.viewing import ViewedProduct
from imagen.services.views import GenerationDetail
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.facts import Facts
from imagen.ui.components.later import Later
from imagen.ui.frame import side_panel
from imagen.ui.pages.gallery.facts import Fact, facts_of, values_of
from imagen.ui.pages.gallery.one_product import OneProduct


class DetailsPanel:
    """Shows one product or what several have in common; `show(None)` shows none. Its parts are made when first needed."""

    def __init__(self, services: Services, one: Callable[[], OneProduct], search: Callable[[str], Any]) -> None:
        """`one()` makes the part for a single product; `search(text)` looks for what was made with a value pressed."""
        self._services = services
        self._wanted: UUID | None = None
        self._count = 0
        with side_panel("Details", "gallery-details") as self.element:
            self._none = d.text("Choose a product to see how it was made.", "muted gallery-details-none", tag="p")
        self._one = Later(one, within=self.element)
        self._several = Later(lambda: _Several(search), within=self.element)

    def show_many(self, count: int) -> None:
        """Say how many are selected in place of one product, where that is more than one."""
        self._count = count
        if count > 1:
            self._several().show_count(count)
        self._show_parts()

    def show_shared(self, facts: Sequence[Fact]) -> None:
        """Tell what is true of all that are selected."""
        if self._several.built:
            self._several.built.facts.show(facts)

    def _show_parts(self) -> None:
        several = self._count > 1
        if self._several.built:
            self._several.built.element.set_visibility(several)
        if self._one.built:
            self._one.built.element.set_visibility(not several and self._wanted is not None)
        self._none.set_visibility(not several and self._wanted is None)

    @property
    def product_id(self) -> UUID | None:
        """Tell which product is shown."""
        return self._wanted

    async def show(self, product_id: UUID | None, *, anew: bool = False) -> None:
        """Show a product; with `anew` also when it is shown already."""
        if product_id == self._wanted and not anew:
            return
        self._wanted = product_id
        if product_id is None:
            self._show_parts()
            return
        try:
            view, facts, values = await call(self._read, product_id)
        except NotFound:
            return
        if self._wanted == product_id and not self.element.is_deleted:
            self._one().show(view, facts, values)
            self._show_parts()

    def _read(self, product_id: UUID) -> tuple[ViewedProduct, Sequence[Fact], Sequence[Fact]]:
        view = self._services.viewing.view(product_id)
        detail: GenerationDetail | None = None
        with suppress(NotFound):
            if view.product.generation_id is not None:
                detail = self._services.generations.get(view.product.generation_id)
        terms = self._services.gallery.terms
        return view, facts_of(view, detail, self._services.gallery.model_name, terms), values_of(view, detail, terms)


class _Several:
    """How many are selected, and what they have in common."""

    def __init__(self, search: Callable[[str], Any]) -> None:
        with d.node("div", "stack gallery-details-many") as self.element:
            self._title = d.text("", "gallery-many-title strong", tag="h3")
            self.facts = Facts(search)

    def show_count(self, count: int) -> None:
        """Say how many they are."""
        self._title.set_text(f"{count:,} selected")
