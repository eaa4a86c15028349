"""How many generations a provider makes at the same time."""

from __future__ import annotations

import asyncio

from nicegui.events import ValueChangeEventArguments

from imagen.domain.errors import InvalidInput
from imagen.services.providers import ProviderDetail, ProviderService
from imagen.services.views import ProviderView
from imagen.ui import design as d
from imagen.ui.calls import call


class PlacesPart:
    """A number; blank takes what the provider suggests."""

    def __init__(self, providers: ProviderService, detail: ProviderDetail) -> None:
        self._providers = providers
        self._name = detail.view.name
        self._shown = _own(detail.view)
        self._turn = asyncio.Lock()  # what was typed last is stored last
        with d.node("div", "settings-row"):
            with d.node("div", "grow"):
                d.text("Generations at once", "settings-label", tag="div")
                suggested = f"Blank: {detail.view.suggested_places}, which fits an ordinary account. The rest waits."
                d.text(suggested, "faint small", tag="div")
            with d.field(f"Generations at once at {detail.view.label}", classes="settings-number") as self._field:
                self._input = d.number_input(
                    self._shown,
                    minimum=1,
                    step=1,
                    placeholder=str(detail.view.suggested_places),
                    on_change=self._set,
                )
                self._input.props("debounce=500")

    def show(self, view: ProviderView) -> None:
        """Show what was set in another window; what is being typed here stays."""
        own, is_touched = _own(view), self._input.value != self._shown
        if own != self._shown:
            self._shown = own
            if not is_touched:
                self._input.set_value(own)

    async def _set(self, event: ValueChangeEventArguments[float | None]) -> None:
        async with self._turn:
            refusal = await self._store(event.value)
            if self._input.value == event.value:  # else more was typed meanwhile, and that has its own answer
                self._field.set_error(refusal)

    async def _store(self, value: float | None) -> str:
        """Store a number, and tell why it cannot be stored, or nothing."""
        if value == self._shown:
            return ""
        if value is not None and value != int(value):
            return "Give a whole number."
        try:
            detail = await call(self._providers.set_places, self._name, None if value is None else int(value))
        except InvalidInput as refused:
            return str(refused)
        self._shown = _own(detail.view)
        return ""


def _own(view: ProviderView) -> int | None:
    return None if view.places == view.suggested_places else view.places
