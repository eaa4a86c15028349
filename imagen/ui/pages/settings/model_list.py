"""The models of a provider that are here: those that were added first, narrowed by words, drawn anew only where changed."""

from __future__ import annotations

from nicegui import ui

from imagen.services.all import Services
from imagen.services.views import ModelView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.price_dialog import PriceDialog
from imagen.ui.pages.settings.model_row import ModelRow

_AT_ONCE = 60


class ModelList(ui.element):
    """Empty until it is opened or something is looked for."""

    def __init__(self, services: Services, provider: str) -> None:
        super().__init__("div")
        self._services = services
        self._provider = provider
        self._words = ""
        self._limit = _AT_ONCE
        self._rows: dict[str, ModelRow] = {}
        self._known: frozenset[str] = frozenset()
        self.is_open = False
        with self:
            self._said = d.text("", "faint small", tag="p")
            self._items = d.node("ul", "settings-models", aria_label="Models that are here")
            self._more = d.button("Show more", self._show_more, kind="ghost", small=True)
        self._prices = PriceDialog(services.catalogue)
        self.set_visibility(False)

    def has(self, model_id: str) -> bool:
        """Tell whether a model was here when the list was last read."""
        return f"{self._provider}:{model_id}" in self._known

    async def set_open(self, opened: bool) -> None:
        """Show all models, or only those that are looked for."""
        self.is_open = opened
        await self.refresh()

    async def look_for(self, words: str) -> None:
        """Show the models with these words in their names; none ends that."""
        self._words, self._limit = words, _AT_ONCE
        await self.refresh()

    async def refresh(self) -> None:
        """Show the models as they are known now."""
        words = self._words
        wanted = self.is_open or bool(words)
        self.set_visibility(wanted)
        if not wanted:
            return
        models = await call(self._services.models.list, self._provider)
        if self.is_deleted or words != self._words:
            return
        self._known = frozenset(view.model.key for view in models)
        self._show(_found(models, words), len(models))

    def _show(self, models: list[ModelView], total: int) -> None:
        shown = models[: self._limit]
        there = f"{total:,} model{'' if total == 1 else 's'} here"
        count = f"{len(models):,} of {there}" if self._words else there
        self._said.set_text(count if models else f"None of the {there} is called like that.")
        self._more.set_visibility(len(models) > len(shown))
        self._more.set_text(f"Show {min(len(models) - len(shown), _AT_ONCE):,} more")
        if [view.model.key for view in shown] != list(self._rows):
            self._items.clear()
            with self._items:
                self._rows = {v.model.key: ModelRow(v, self._services.catalogue, self._prices.ask) for v in shown}
            return
        for view in shown:
            self._rows[view.model.key].show(view)

    async def _show_more(self) -> None:
        self._limit += _AT_ONCE
        await self.refresh()


def _found(models: list[ModelView], written: str) -> list[ModelView]:
    words = written.casefold().split()
    found = [view for view in models if all(word in _searched(view) for word in words)]
    return sorted(found, key=lambda view: (not view.added, view.model.name.casefold()))


def _searched(view: ModelView) -> str:
    return f"{view.model.key} {view.model.name} {view.model.family} {view.model.type}".casefold()
