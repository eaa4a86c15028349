"""Choose what makes the pictures: provider, type, family and model, each narrowing the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui

from imagen.services.views import ModelView, ProviderView
from imagen.ui import design as d

_MANY = 12
_ALL = ""


class ModelChoice:
    """Four selectors; `on_choose(key)` is called when another model is chosen."""

    def __init__(
        self,
        models: Sequence[ModelView],
        providers: Sequence[ProviderView],
        chosen: str,
        on_choose: Callable[[str], Any],
    ) -> None:
        self._models = list(models)
        self._labels = {view.model.provider: view.provider_label for view in models}
        self._problems = {provider.name: provider.problem for provider in providers}
        self._on_choose = on_choose
        self._showing = False
        self._family = _ALL
        self._current = self.find(chosen)
        self._build()
        self._refresh()

    def find(self, key: str) -> ModelView:
        """Give the model with a key, or the first one there is."""
        return next((view for view in self._models if view.model.key == key), self._models[0])

    def name(self, key: str) -> str:
        """Give the name of a model as people know it, of one that is gone what its key says."""
        found = next((view.model.name for view in self._models if view.model.key == key), None)
        return found or key.partition(":")[2] or key

    def show(self, key: str) -> None:
        """Show another model, without an event."""
        self._current = self.find(key)
        self._family = _ALL
        self._refresh()

    def _build(self) -> None:
        with d.node("div", "contain"), d.node("div", "model-choice"):
            with d.field("Provider"):
                self._provider = d.select(
                    [], on_change=lambda event: self._pick(provider=event.value), label="Provider"
                )
            with d.field("Type"):
                self._type = d.select([], on_change=lambda event: self._pick(type=event.value), label="Type")
            with d.field("Family") as self._family_field:
                self._family_select = d.select(
                    [], on_change=lambda event: self._pick(family=event.value), label="Family"
                )
            with d.field("Model"):
                self._model = d.select(
                    [],
                    on_change=lambda event: self._pick(key=event.value),
                    searchable=len(self._models) > _MANY,
                    label="Model",
                )
        with d.node("div", "bar model-line") as self.line:
            self._description = d.text("", "faint small grow model-words", tag="p")
        self._problem = d.node("div")

    def _pick(self, **wanted: str) -> None:
        if self._showing:
            return
        if "family" in wanted:
            self._family = wanted.pop("family")
            fitting = [m for m in self._of_type() if self._family in {_ALL, m.model.family}]
        elif "key" in wanted:
            fitting = [self.find(wanted["key"])]
        else:
            self._family = _ALL
            provider = wanted.get("provider", self._current.model.provider)
            same = [m for m in self._models if m.model.provider == provider]
            kind = wanted.get("type", self._current.model.type)
            fitting = [m for m in same if m.model.type == kind] or same
        chosen = self._current if self._current in fitting else fitting[0]
        if chosen != self._current:
            self._current = chosen
            self._on_choose(chosen.model.key)
        self._refresh()

    def _of_type(self) -> list[ModelView]:
        now = self._current.model
        return [m for m in self._models if m.model.provider == now.provider and m.model.type == now.type]

    def _refresh(self) -> None:
        self._showing = True
        current = self._current.model
        own = [m for m in self._models if m.model.provider == current.provider]
        families = list(dict.fromkeys(m.model.family for m in self._of_type()))
        _fill(self._provider, self._labels, current.provider)
        _fill(self._type, {str(m.model.type): type_label(m.model.type) for m in own}, str(current.type))
        _fill(self._family_select, {_ALL: "All", **{f: f for f in families}}, self._family)
        self._family_field.set_visibility(len(families) > 1)
        shown = [m for m in self._of_type() if self._family in {_ALL, m.model.family}]
        _fill(self._model, {m.model.key: m.model.name for m in shown}, current.key)
        self._showing = False
        self._description.set_text(current.description)
        self._description.props["title"] = current.description
        self._tell_problem()

    def _tell_problem(self) -> None:
        self._problem.clear()
        message = self._problems.get(self._current.model.provider)
        if message:
            with self._problem:
                d.notice(message, kind="danger")


def type_label(kind: str) -> str:
    """Write a model type for people."""
    return str(kind).replace("-", " ").capitalize()


def _fill(select: ui.select, options: dict[str, str], value: str) -> None:
    select.set_options(options, value=value)
