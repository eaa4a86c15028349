"""One model in the list: what it is, whether it is still there, what it costs, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.services.catalogue import CatalogueService
from imagen.services.views import ModelView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.price_wording import price_words, source_words
from imagen.ui.pages.settings.wording import on_day, type_words


class ModelRow(ui.element):
    """Drawn anew only when something of the model is another."""

    def __init__(self, view: ModelView, catalogue: CatalogueService, ask_price: Callable[[ModelView], None]) -> None:
        super().__init__("li")
        self.classes("settings-model")
        self._catalogue = catalogue
        self._ask_price = ask_price
        self._view: ModelView | None = None
        self.show(view)

    def show(self, view: ModelView) -> None:
        """Show the model as it is known now."""
        if view == self._view:
            return
        self._view = view
        self.clear()
        with self:
            self._words(view)
            self._price(view)
            self._tools(view)

    def _words(self, view: ModelView) -> None:
        model = view.model
        with d.node("div", "settings-model-words"):
            with d.node("div", "cluster gap-2"):
                d.text(model.name, "strong")
                if view.added:
                    d.badge("Added")
                if view.gone_at is not None:
                    d.badge("Gone", "danger-text")
            facts = [model.key.partition(":")[2], type_words(model.type)]
            if view.seen_at is not None:
                facts.append(f"looked at {on_day(view.seen_at)}")
            d.text(" · ".join(facts), "faint small settings-found", tag="div")
            if view.gone_at is not None:
                said = f"{view.provider_label} said {on_day(view.gone_at)} that it offers it no more. Old orders stay."
                d.text(said, "danger-text small", tag="div")
            elif view.changed_at is not None:
                d.text(f"What it takes was found changed {on_day(view.changed_at)}.", "muted small", tag="div")

    def _price(self, view: ModelView) -> None:
        with d.node("div", "settings-price"):
            button = d.button(price_words(view), lambda: self._ask_price(view), kind="ghost", small=True, icon="edit")
            button.props["aria-label"] = f"{price_words(view)}. Set the price of {view.model.name}"
            source = source_words(view.price.source, view.price.as_of) if view.price else ""
            if source:
                d.text(source, "faint small", tag="div")

    def _tools(self, view: ModelView) -> None:
        name = view.model.name
        with d.node("div", "settings-model-tools"):
            self._again = d.icon_button("retry", f"Look at {name} again", self._look_again, small=True)
            if view.added:
                d.icon_button("bin", f"Remove {name}", self._remove, small=True)

    async def _look_again(self) -> None:
        assert self._view is not None
        button, key = self._again.busy(), self._view.model.key
        with self.client:  # the row may be gone when the answer comes
            try:
                view = await call(self._catalogue.refresh_now, key)
            except ImagenError as refused:
                d.toast(str(refused), kind="danger")
                return
            finally:
                if not button.is_deleted:
                    button.busy(False)
            if view.gone_at is None:
                d.toast(f"{view.model.name} is as its provider describes it now.", kind="done")
            else:
                d.toast(view.problem or f"{view.model.name} is gone.", kind="danger")

    async def _remove(self) -> None:
        assert self._view is not None
        key, name = self._view.model.key, self._view.model.name

        async def undo() -> None:
            await call(self._catalogue.restore, key)

        with self.client:
            try:
                await call(self._catalogue.remove, key)
            except ImagenError as refused:
                d.toast(str(refused), kind="danger")
                return
            d.toast(f"{name} is removed from the list; what was made with it stays.", undo=undo)
