"""Choose what makes the pictures: the picker of all known models, the chosen one's words, and why it cannot be ordered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from imagen.services.all import Services
from imagen.services.models import ModelType
from imagen.services.views import ModelView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.model_picker import ModelPicker, ModelRow, PickerActs, ProviderRow
from imagen.ui.components.price_dialog import PriceDialog
from imagen.ui.pages.order.known import Known
from imagen.ui.pages.order.model_finding import ModelFinding
from imagen.ui.pages.order.model_rows import model_row, provider_row
from imagen.ui.paths import SETTINGS, settings_path

_MOST_RECENT = 5
_ORDERS_LOOKED_AT = 60


class ModelChoice:
    """The field of the model; `on_choose(key)` is called when one is chosen, its form being made already."""

    def __init__(self, services: Services, known: Known, on_choose: Callable[[str], Any]) -> None:
        self._services = services
        self._models = {view.model.key: view for view in known.models}
        self._specs = known.specs
        self._lost = known.lost
        self._on_choose = on_choose
        self._purposes = 0
        self._then: tuple[str, Callable[[str], Awaitable[Any]]] | None = None
        self._client = ui.context.client
        self._current = self.find(known.state.model_key)
        acts = PickerActs(self._opened, self._pick, self._typed, self._find, self._add)
        self._picker = ModelPicker(model_row(self._current), acts, settings=SETTINGS)
        self._finding = ModelFinding(services, self._picker, self._added)
        with d.node("div", "bar model-line") as self.line, d.node("div", "grow model-about"):
            self._description = d.text("", "faint small model-words", tag="p")
            self._page = d.text("", "small model-page", tag="a")
            self._page.props.update({"target": "_blank", "rel": "noopener noreferrer"})
            with self._page:
                d.icon("external")
        self._problem = d.node("div", "model-problem")
        self._prices = PriceDialog(services.catalogue)
        self._refresh()

    @property
    def problem(self) -> str:
        """Say why the chosen model cannot be ordered now, nothing where it can."""
        return self._current.problem or ""

    @property
    def settings(self) -> str:
        """Give the address where the chosen model's provider is set up."""
        return settings_path(self._current.model.provider)

    def find(self, key: str) -> ModelView:
        """Give the model with a key, or the first one there is."""
        return self._models.get(key) or next(iter(self._models.values()))

    def name(self, key: str) -> str:
        """Give the name of a model as people know it, of one that is gone what its key says."""
        found = self._models.get(key)
        return found.model.name if found else key.partition(":")[2] or key

    def show(self, key: str) -> None:
        """Show another model, without an event."""
        self._current = self.find(key)
        self._lost = ""
        self._refresh()

    def offer(self, text: str) -> None:
        """Open the picker with a text typed already."""
        self._picker.open(text)

    def of_type(self, kind: ModelType) -> Sequence[ModelView]:
        """Give the models of a type, as far as they are known here."""
        return [view for view in self._models.values() if view.model.type == kind]

    def offer_for(self, then: Callable[[str], Awaitable[Any]], kind: ModelType | None = None) -> None:
        """Open the picker, narrowed to a type; `then(key)` is called with the model that is chosen before it closes."""
        self._purposes += 1
        self._then = (str(self._purposes), then)
        self._picker.open(type=str(kind or ""), purpose=self._then[0])

    def ask_price(self) -> None:
        """Ask what the chosen model costs."""
        self._prices.ask(self._current)

    async def reload(self) -> None:
        """Know the models and their providers as they are now."""
        models = await call(self._services.models.list)
        if self._client.is_deleted or not models:
            return
        self._models = {view.model.key: view for view in models}
        self._current = self.find(self._current.model.key)
        self._refresh()

    async def _opened(self, purpose: str) -> None:
        if self._then is not None and self._then[0] != purpose:
            self._then = None
        await self._fill()
        if await call(self._services.catalogue.learn_prices):
            await self._fill()

    async def _fill(self) -> None:
        models, rows, providers, recent = await call(self._read)
        if self._client.is_deleted:
            return
        self._models = {view.model.key: view for view in models}
        self._picker.set_models(rows, providers, [key for key in recent if key in self._models])

    def _read(self) -> tuple[Sequence[ModelView], list[ModelRow], list[ProviderRow], list[str]]:
        orders = self._services.orders.list(limit=_ORDERS_LOOKED_AT).items
        recent = list(dict.fromkeys(order.model_key for order in orders))[:_MOST_RECENT]
        views, has_cost = self._services.models.list(), self._services.models.has_cost
        providers = [provider_row(one) for one in self._services.providers.list()]
        return views, [model_row(view, has_cost) for view in views], providers, recent

    async def _pick(self, key: str) -> None:
        then, self._then = self._then, None
        if then is not None and key in self._models:
            await call(self._specs.get, key)
            if not self._client.is_deleted:
                await then[1](key)
            return
        if key == self._current.model.key:
            self.show(key)
            self._on_choose(key)
            return
        if key not in self._models:
            return
        await call(self._specs.get, key)  # makes its form, which may take a moment
        if not self._client.is_deleted:
            self.show(key)
            self._on_choose(key)

    async def _typed(self, text: str) -> None:
        await self._finding.recognise(text)

    async def _find(self, text: str, providers: list[str]) -> None:
        await self._finding.search(text, providers)

    async def _add(self, identity: str, provider: str, reference: str) -> None:
        await self._finding.add(identity, provider, reference)

    async def _added(self, view: ModelView) -> None:
        self._models[view.model.key] = view
        await self._pick(view.model.key)

    def _refresh(self) -> None:
        self._picker.show(model_row(self._current))
        said = _said(self._current)
        self._description.set_text(said)
        self._description.props["title"] = said
        self._description.set_visibility(bool(said))
        self._page.set_text(self._current.model.key.partition(":")[2])
        self._page.props["href"] = self._current.page or ""
        self._page.props["title"] = f"Its page at {self._current.provider_label}"
        self._page.set_visibility(self._current.page is not None)
        self._tell_problem()

    def _tell_problem(self) -> None:
        """Say quietly what is to be done first: what stands in the form stays, whatever it is."""
        self._problem.clear()
        message = self.problem
        self._problem.set_visibility(bool(message or self._lost))
        with self._problem:
            if self._lost:
                self._tell_lost(self._lost)
            if not message:
                return
            if self._current.gone_at is not None:
                d.notice(
                    f"{message} What was made with it stays.",
                    actions=lambda: d.button("Another model", self._picker.open, small=True),
                )
            else:
                d.notice(
                    message, actions=lambda: d.link_button("Open Settings", self.settings, kind="outline", small=True)
                )

    def _tell_lost(self, key: str) -> None:
        model_id = self.name(key)
        d.notice(
            f"{model_id}, which stood here, is not there any more. What you typed is kept.",
            actions=lambda: d.button("Look for it", lambda: self._picker.open(model_id), small=True),
        )


def _said(view: ModelView) -> str:
    """Give what a provider says of a model, nothing where that only repeats its name and type."""
    said, model_id = view.model.description, view.model.key.partition(":")[2]
    names = (view.model.name, model_id, model_id.rpartition("/")[2])
    return "" if said.casefold().startswith(tuple(f"{name.casefold()}:" for name in names)) else said
