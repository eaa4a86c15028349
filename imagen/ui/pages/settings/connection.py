"""The test of a provider's connection: each step by itself, told as it comes, with what to do where one fails."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from imagen.services.providers import ProviderDetail, ProviderService, TestResult
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.pages.settings.wording import key_page_link, said_here


class Connection(ui.element):
    """A button, and a line for each thing that is tried; `outcome` is whether all was well, None when nothing was tried.

    `refusal` is what the provider said of a key that it does not accept.
    """

    def __init__(self, providers: ProviderService, detail: ProviderDetail, on_outcome: Callable[[], object]) -> None:
        super().__init__("div")
        self.classes("stack gap-2")
        self.outcome: bool | None = None
        self.refusal = ""
        self._providers = providers
        self._detail = detail
        self._on_outcome = on_outcome
        tried = [name.lower() for name in detail.tests]
        listed = f"{', '.join(tried[:-1])} and {tried[-1]}" if tried[1:] else tried[0]
        with self:
            with d.node("div", "settings-row"):
                with d.node("div", "grow"):
                    d.text("Connection", "settings-label", tag="div")
                    d.text(f"Tries {listed}, each by itself. It costs nothing.", "faint small", tag="div")
                self._button = d.button("Test connection", self.run)
            self._results = d.node("ul", "settings-tests", role="status", aria_label="What was found")

    async def run(self) -> None:
        """Try everything, one after the other."""
        self._button.busy()
        self.forget()
        with self._results:
            lines = [_Line(name) for name in self._detail.tests]
        steps = self._providers.run_tests(self._detail.view.name)
        well = True
        try:
            for line in lines:
                line.begin()
                result = await call(next, steps, None)
                if result is None or self._results.is_deleted:
                    return
                line.show(result, self._detail if well else None)
                well = well and result.ok
                if result.refused_key and not self.refusal:
                    self.refusal = said_here(result.message)
            await call(next, steps, None)  # what follows from all being well
            self.outcome = well
            self._on_outcome()
        finally:
            self._button.busy(False)

    def forget(self) -> None:
        """Show no results: what was found is not so any more."""
        self.outcome = None
        self.refusal = ""
        self._results.clear()


class _Line(ui.element):
    def __init__(self, name: str) -> None:
        super().__init__("li")
        self._name = name
        self.classes("faint")
        with self:
            d.icon("planned")
            d.text(name, "strong")

    def begin(self) -> None:
        self._fill("running", "Trying …")

    def show(self, result: TestResult, detail: ProviderDetail | None) -> None:
        """Tell what was found; the first failure leads to where keys are made."""
        self._fill("check" if result.ok else "failed", said_here(result.message))
        self.classes(add="is-well" if result.ok else "danger-text")
        with self:
            if not result.ok and detail is not None and detail.key_page:
                key_page_link(detail)
            d.text(f"{result.seconds:.1f} s", "faint num small")

    def _fill(self, icon: str, message: str) -> None:
        self.clear()
        self.classes(remove="faint")
        with self:
            d.icon(icon, label={"check": "Well", "failed": "Failed"}.get(icon))
            d.text(self._name, "strong")
            d.text(message, "settings-found")
