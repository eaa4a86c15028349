"""Money: what was spent today and lately, and the limits that stop it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from imagen.domain.errors import ImagenError, ModelGone
from imagen.domain.events import DomainEvent, GenerationChanged, GenerationCompleted, SpendingSettingsChanged
from imagen.domain.money import dollars
from imagen.services.all import Services
from imagen.services.models import ModelService
from imagen.services.spending import SpendingService, SpendingView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.amount_input import AmountInput
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.settings.spending_sums import SpendingSums

_PAUSE = 1.0
_LIMITS = (
    ("ask_above", "Ask before an order above", "Blank: never ask."),
    ("order_limit", "An order stops at", "Unless it is given a limit of its own when it is ordered. Blank: no limit."),
    ("day_limit", "A day stops at", "All that costs money waits then, and goes on after midnight. Blank: no limit."),
    (
        "ceiling",
        "An unknown price counts as",
        "For one generation, the most you expect. Blank: Imagen asks for each model once.",
    ),
)


Change = Callable[[Mapping[str, Any]], Awaitable[SpendingView]]


async def fill_spending(context: PageContext) -> None:
    """Build the sums and the limits."""
    view, names = await call(_read, context.services)
    providers = await call(context.services.models.providers)
    sums = SpendingSums(view, names, {provider.name: provider.label for provider in providers})
    limits = _Limits(context.services.spending, view, names)

    async def refresh() -> None:
        edits = limits.edits
        newest, names = await call(_read, context.services)
        sums.show(newest, names)
        if limits.is_settled_since(edits):
            limits.show(newest, names)
        else:  # it may be of before what was typed here
            live.request()

    live = Live(context.bridge, refresh, _concerns, pause=_PAUSE, begin=False)


def _read(services: Services) -> tuple[SpendingView, Mapping[str, str]]:
    """Read the sums and limits, and the names of the models in them."""
    view = services.spending.view()
    keys = {*view.ceilings, *(one.model for one in view.models)}
    return view, {key: _name(services.models, key) for key in keys}


def _name(models: ModelService, key: str) -> str:
    """Name a model; one that is gone is called by its key."""
    try:
        return models.get(key).model.name
    except ModelGone:
        return key


def _concerns(event: DomainEvent) -> bool:
    return isinstance(event, SpendingSettingsChanged | GenerationChanged | GenerationCompleted)


class _Limits:
    def __init__(self, service: SpendingService, view: SpendingView, names: Mapping[str, str]) -> None:
        self._service = service
        self._rows: list[_AmountRow] = []
        self.edits = self._ended = 0
        self._turn = asyncio.Lock()  # what was typed last is stored last
        with d.panel(), d.stack(3):
            for name, label, hint in _LIMITS:
                self._rows.append(_AmountRow(self._change, view, name, label, hint))
            self._buzz = _BuzzRow(self._change, view)
            self._ceilings = d.node("div", "stack gap-2")
        self._shown: Sequence[tuple[str, int]] | None = None
        self.show(view, names)

    async def _change(self, changes: Mapping[str, Any]) -> SpendingView:
        self.edits += 1
        try:
            async with self._turn:
                return await call(self._service.change, changes)
        finally:
            self._ended += 1

    def is_settled_since(self, edits: int) -> bool:
        """Tell whether nothing was typed since then, and all that was typed before is stored."""
        return edits == self.edits == self._ended

    def show(self, view: SpendingView, names: Mapping[str, str]) -> None:
        """Show what was set in another window; `names` are those of the models."""
        for row in self._rows:
            row.show(view)
        self._buzz.show(view)
        own = sorted(view.ceilings.items())
        if own != self._shown:
            self._shown = own
            self._ceilings.clear()
            with self._ceilings:
                for key, amount in own:
                    _ceiling_line(self._service, key, names[key], amount)


def _ceiling_line(service: SpendingService, key: str, name: str, amount: int) -> None:
    async def forget() -> None:
        with ui.context.client.layout:  # the line itself goes
            await call(service.set_ceiling, key, None)
            d.toast(f"{name} has no ceiling of its own any more.", action=("Undo", take_back))

    async def take_back() -> None:
        await call(service.set_ceiling, key, amount)

    with d.node("div", "settings-row"):
        with d.node("div", "grow"):
            d.text(name, "settings-found", tag="div").props["title"] = key
            d.text("has a ceiling of its own, as its price is unknown", "faint small", tag="div")
        d.text(f"{dollars(amount)} each", "num")
        d.icon_button("close", f"Forget the ceiling of {name}", forget, small=True)


class _Row:
    """A label with its explanation, and a field beside it."""

    def __init__(self, label: str, hint: str, build: Callable[[], None]) -> None:
        with d.node("div", "settings-row"):
            with d.node("div", "grow"):
                d.text(label, "settings-label", tag="div")
                self.hint = d.text(hint, "faint small", tag="div")
            with d.field(label, classes="settings-number") as self.field:
                build()


class _AmountRow(_Row):
    def __init__(self, change: Change, view: SpendingView, name: str, label: str, hint: str) -> None:
        self._change = change
        self._name = name
        self._shown = self._of(view)
        super().__init__(label, hint, lambda: self._build(label))
        if name == "day_limit" and view.day_limit_from:
            self.hint.set_text(f"{view.day_limit_from} sets one, too: the lower of both counts.")

    def _build(self, label: str) -> None:
        self._amount = AmountInput(self._shown, label=label, on_change=self._set)
        self._amount.input.props("debounce=600")

    def _of(self, view: SpendingView) -> int | None:
        value: int | None = getattr(view.settings, self._name)
        return value

    def show(self, view: SpendingView) -> None:
        """Show what was set elsewhere; what was refused here stays to be mended."""
        if self._of(view) != self._shown:
            self._shown = self._of(view)
            self._amount.set(self._shown)

    async def _set(self) -> None:
        wanted = self._amount.micros
        if wanted == self._shown:
            return
        before, self._shown = self._shown, wanted
        try:
            await self._change({self._name: wanted})
        except ImagenError as refused:
            self._shown = before
            self.field.set_error(str(refused))
            return
        self.field.set_error("")


class _BuzzRow(_Row):
    def __init__(self, change: Change, view: SpendingView) -> None:
        self._change = change
        self._shown = view.settings.buzz_per_dollar
        super().__init__(
            "Buzz for a dollar", "What civitai's Buzz cost you; sums and limits count with it.", self._build
        )

    def _build(self) -> None:
        self._input: ui.number = d.number_input(self._shown, minimum=1, step=1, on_change=self._set)
        self._input.props("debounce=600")

    def show(self, view: SpendingView) -> None:
        """Show what was set elsewhere."""
        if view.settings.buzz_per_dollar != self._shown:
            self._shown = view.settings.buzz_per_dollar
            self._input.set_value(self._shown)

    async def _set(self) -> None:
        value = self._input.value
        if value == self._shown:
            return
        if value is None or value != int(value):
            self.field.set_error("Give a whole number.")
            return
        before, self._shown = self._shown, int(value)
        try:
            await self._change({"buzz_per_dollar": int(value)})
        except ImagenError as refused:
            self._shown = before
            self.field.set_error(str(refused))
            return
        self.field.set_error("")
