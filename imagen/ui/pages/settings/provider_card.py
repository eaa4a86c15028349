"""One provider on the Settings page: its state, its key, its connection, how much at once, and its models."""

from __future__ import annotations

from nicegui import ui

from imagen.domain.errors import InvalidInput
from imagen.domain.events import (
    DomainEvent,
    KeyChanged,
    ModelsChanged,
    ProviderChanged,
    ProviderPaused,
    ProviderResumed,
)
from imagen.services.providers import ProviderDetail
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.settings.connection import Connection
from imagen.ui.pages.settings.key_part import KeyPart
from imagen.ui.pages.settings.models_part import ModelsPart

_OF_A_PROVIDER = (KeyChanged, ProviderChanged, ProviderPaused, ProviderResumed, ModelsChanged)
_PAUSE = 0.3


class ProviderCard(ui.element):
    """Kept in step with other windows; what is being typed stays."""

    def __init__(self, context: PageContext, detail: ProviderDetail) -> None:
        super().__init__("section")
        self.classes("panel provider-card").props["aria-label"] = detail.view.label
        self._services = context.services
        self._name = detail.view.name
        with self:
            with d.node("div", "panel-head spread"):
                with d.node("div", "grow"):
                    d.text(detail.view.label, "strong", tag="h2")
                    d.text(detail.view.description, "muted small", tag="p")
                self._state = d.text("", "pill")
                self._resume = d.button("Resume", self._go_on, small=True, icon="play")
            with d.node("div", "stack gap-3 pad"):
                self._why = d.text("", "danger-text small", tag="p")
                self._key = KeyPart(context.services.keys, detail.key)
                if detail.tests:
                    self._connection = Connection(context.services.providers, detail)
                self._places_part(detail)
                if detail.can_add:
                    self._models = ModelsPart(context.services, detail)
        self._show(detail)
        name = self._name
        Live(context.bridge, self.refresh, lambda event: _concerns(event, name), pause=_PAUSE, begin=False)

    async def refresh(self) -> None:
        """Show the provider as it is now."""
        detail = await call(self._services.providers.get, self._name)
        if not self.is_deleted:
            self._show(detail)

    def _show(self, detail: ProviderDetail) -> None:
        view = detail.view
        ready = not view.problem and not view.paused
        self._state.set_text("Ready" if ready else "Paused" if view.paused and not view.problem else "Not ready")
        self._why.set_text(view.paused or "")
        self._why.set_visibility(bool(view.paused))
        self._resume.set_visibility(bool(view.paused) and not view.problem)
        self._key.show(detail.key)
        self._places_field.set_error("")
        if detail.can_add:
            ui.timer(0, self._models.refresh, once=True)

    def _places_part(self, detail: ProviderDetail) -> None:
        with (
            d.node("div", "settings-places"),
            d.field(
                "At once",
                hint="How many generations it makes at the same time; blank: as many as fit an ordinary account.",
            ) as self._places_field,
        ):
            own = None if detail.view.places == detail.view.suggested_places else detail.view.places
            d.number_input(
                own,
                minimum=1,
                step=1,
                placeholder=str(detail.view.suggested_places),
                on_change=lambda event: self._set_places(event.value),
            )

    async def _set_places(self, value: float | None) -> None:
        try:
            await call(self._services.providers.set_places, self._name, None if value is None else int(value))
            self._places_field.set_error("")
        except InvalidInput as refused:
            self._places_field.set_error(str(refused))

    async def _go_on(self) -> None:
        await call(self._services.queue.resume_provider, self._name)


def _concerns(event: DomainEvent, provider: str) -> bool:
    return isinstance(event, _OF_A_PROVIDER) and event.provider == provider
