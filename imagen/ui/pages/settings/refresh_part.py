"""Look at all models of a provider again: a button, how far it is while it goes, and what became of it."""

from __future__ import annotations

from nicegui import ui

from imagen.services.catalogue import CatalogueService
from imagen.services.providers import ProviderDetail
from imagen.services.refreshing import Round
from imagen.ui import design as d
from imagen.ui.calls import call

_SECONDS = 0.5


class RefreshPart(ui.element):
    """The counts are asked for only while something is being looked at."""

    def __init__(self, catalogue: CatalogueService, detail: ProviderDetail) -> None:
        super().__init__("div")
        self.classes("bar settings-refresh")
        self._catalogue = catalogue
        self._provider, self._label = detail.view.name, detail.view.label
        self._was_at_it = False
        with self:
            self._said = d.text("", "faint small num")
            self._said.props["role"] = "status"
            self._bar = d.progress(f"Looking at the models of {self._label}")
            self._stop = d.button("Stop", self._stop_now, small=True)
            self._start = d.button("Look at all again", self._ask, kind="ghost", icon="retry", small=True)
        self._timer: ui.timer | None = None
        self._show(Round())

    def begin(self) -> None:
        """Show how far it is, if anything is being looked at."""
        if self._timer is None:  # not before: a page with a timer is delivered before it is whole
            with self:
                self._timer = ui.timer(_SECONDS, self._follow)
        self._timer.activate()

    async def _ask(self) -> None:
        count = await call(self._catalogue.refresh_all, self._provider)
        if not count:
            d.toast(f"{self._label} cannot be asked without a key.", kind="danger")
            return
        self._was_at_it = True
        await self._follow()
        self.begin()

    async def _stop_now(self) -> None:
        self._show(await call(self._catalogue.stop_refreshing, self._provider))

    async def _follow(self) -> None:
        told = await call(self._catalogue.refreshed, self._provider)
        if self.is_deleted:
            return
        self._show(told)
        if not told.left and self._timer is not None:
            self._timer.deactivate()

    def _show(self, told: Round) -> None:
        at_it = told.left > 0
        self._was_at_it = self._was_at_it or at_it
        self._bar.set_visibility(at_it)
        self._stop.set_visibility(at_it)
        self._start.set_visibility(not at_it)
        self._bar.set(told.done / told.asked if told.asked else 0.0)
        self._said.set_text(_sentence(told) if self._was_at_it else "")
        self._said.classes(add="danger-text" if told.failed else "", remove="" if told.failed else "danger-text")


def _sentence(told: Round) -> str:
    if told.left:
        return f"{told.done:,} of {told.asked:,} looked at"
    said = f"{told.asked:,} looked at."
    return f"{said} {told.failed:,} could not be: {told.trouble}" if told.failed else said
