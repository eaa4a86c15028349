"""One provider on the Settings page: its state, its key, its connection, how much at once, and its models."""

from __future__ import annotations

from nicegui import ui

from imagen.domain.events import (
    DomainEvent,
    KeyChanged,
    ModelsChanged,
    ProviderChanged,
    ProviderPaused,
    ProviderResumed,
)
from imagen.services.pauses import BY_HAND
from imagen.services.providers import ProviderDetail
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.settings.connection import Connection
from imagen.ui.pages.settings.key_part import KeyPart
from imagen.ui.pages.settings.models_part import ModelsPart
from imagen.ui.pages.settings.places_part import PlacesPart
from imagen.ui.pages.settings.wording import pause_means, said_here

_OF_THE_PROVIDER = (KeyChanged, ProviderChanged, ProviderPaused, ProviderResumed)
_PAUSE = 0.3


class ProviderCard(ui.element):
    """Kept in step with other windows; what is being typed stays."""

    def __init__(self, context: PageContext, detail: ProviderDetail) -> None:
        super().__init__("section")
        name = detail.view.name
        self.classes("panel provider-card").props.update({"aria-label": detail.view.label, "id": name})
        self._services = context.services
        self._name = name
        self._view = detail.view
        self._connection: Connection | None = None
        with self:
            self._head(detail)
            with d.node("div", "stack gap-4 settings-body"):
                self._build_parts(detail)
        self._show(detail)
        Live(context.bridge, self.refresh, lambda event: _concerns(event, name), pause=_PAUSE, begin=False)
        if self._models is not None:
            models = self._models
            Live(context.bridge, models.refresh, lambda event: _of_models(event, name), pause=_PAUSE, begin=False)

    async def refresh(self) -> None:
        """Show the provider as it is now."""
        detail = await call(self._services.providers.get, self._name)
        if not self.is_deleted:
            self._show(detail)

    def _head(self, detail: ProviderDetail) -> None:
        with d.node("div", "panel-head settings-head"):
            d.text(detail.view.label, tag="h3")
            with d.node("span", "pill", role="status") as self._pill:
                self._dot = d.node("span", "dot", aria_hidden="true")
                self._state = d.text("")
            d.node("span", "grow")
            self._hold = d.button("Pause", self._pause, kind="ghost", icon="pause", small=True)
            self._hold.props["aria-label"] = f"Pause {detail.view.label}"

    def _build_parts(self, detail: ProviderDetail) -> None:
        d.text(detail.view.description, "muted", tag="p")
        with d.node("div", "notice", role="status") as self._notice:
            d.icon("pause")
            with d.node("div", "grow"):
                self._means = d.text("", "strong", tag="p")
                self._why = d.text("", tag="p")
            self._resume = d.button("Resume", self._go_on, icon="play", small=True)
        self._key = KeyPart(self._services.keys, detail, self._test if detail.tests else None)
        self._connection = Connection(self._services.providers, detail, self._show_state) if detail.tests else None
        self._places = PlacesPart(self._services.providers, detail)
        self._models = ModelsPart(self._services, detail) if detail.can_add else None

    def _show(self, detail: ProviderDetail) -> None:
        view = detail.view
        self._view, self._failed_test = view, detail.failed_test
        self._show_state()
        self._means.set_text(pause_means(view.paused_for))
        self._why.set_text(said_here(view.paused or ""))
        by_hand = view.paused == BY_HAND
        self._notice.classes(add="info" if by_hand else "danger", remove="danger" if by_hand else "info")
        self._notice.set_visibility(bool(view.paused))
        self._resume.set_visibility(not view.problem)
        self._hold.set_visibility(not view.paused and not view.problem)
        if self._connection is not None:
            self._connection.set_visibility(not view.problem)
            if view.problem:
                self._connection.forget()
        self._key.show(detail.key)
        self._places.show(view)

    def _show_state(self) -> None:
        if self._view.problem:
            word, dot = "Needs a key", "waiting"
        elif self._view.paused:
            word, dot = "Paused", "paused"
        elif self._has_failed():
            word, dot = "Test failed", "failed"
        else:
            word, dot = "Ready", "complete"
        self._state.set_text(word)
        self._dot.classes(replace=f"dot {dot}")

    def _has_failed(self) -> bool:
        """Tell whether the last test failed: the one here, else the one before the page was opened."""
        outcome = None if self._connection is None else self._connection.outcome
        return outcome is False or (outcome is None and bool(self._failed_test))

    async def _test(self) -> str:
        """Test the connection, and give what is said of a key that is not accepted."""
        if self._connection is None:
            return ""
        self._connection.set_visibility(True)
        await self._connection.run()
        return self._connection.refusal

    async def _pause(self) -> None:
        await call(self._services.queue.pause_provider, self._name, BY_HAND)

    async def _go_on(self) -> None:
        await call(self._services.queue.resume_provider, self._name)


def _concerns(event: DomainEvent, provider: str) -> bool:
    return isinstance(event, _OF_THE_PROVIDER) and event.provider == provider


def _of_models(event: DomainEvent, provider: str) -> bool:
    return isinstance(event, ModelsChanged) and event.provider == provider
