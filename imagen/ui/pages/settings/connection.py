"""The test of a provider's connection: each step by itself, told as it comes."""

from __future__ import annotations

from imagen.services.providers import ProviderDetail, ProviderService, TestResult
from imagen.ui import design as d
from imagen.ui.calls import call


class Connection:
    """A button, and a line for each thing that is tried."""

    def __init__(self, providers: ProviderService, detail: ProviderDetail) -> None:
        self._providers = providers
        self._name = detail.view.name
        with d.node("div", "stack gap-2"):
            with d.node("div", "spread"):
                d.text(f"Connection: {', '.join(name.lower() for name in detail.tests)}", "muted small grow")
                self._button = d.button("Test connection", self._run, small=True)
            self._results = d.node("ul", "settings-tests", role="status")

    async def _run(self) -> None:
        self._button.busy()
        self._results.clear()
        steps = self._providers.run_tests(self._name)
        try:
            while (result := await call(next, steps, None)) is not None:
                if self._results.is_deleted:
                    return
                with self._results:
                    _line(result)
        finally:
            self._button.busy(False)


def _line(result: TestResult) -> None:
    with d.node("li", f"bar {'' if result.ok else 'danger-text'}"):
        d.icon("check" if result.ok else "warning")
        d.text(result.name, "strong")
        d.text(result.message, "grow")
        d.text(f"{result.seconds:.1f} s", "faint num small")
