"""The field that chooses a model: a button, and a dialog that finds among hundreds, searches at providers and adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from nicegui import ui
from nicegui.events import GenericEventArguments


class ModelRow(TypedDict):
    """One model as the picker shows it; `gone` says why it cannot be had any more, `price` is in words.

    `cost` says what is known of an order's cost before it is placed: it is `listed`, `asked` for once the form is there, or
    `unknown`.
    """

    key: str
    id: str
    name: str
    provider: str
    provider_label: str
    type: str
    type_label: str
    family: str
    description: str
    price: str
    cost: Literal["listed", "asked", "unknown"]
    gone: str
    added: bool


class ProviderRow(TypedDict):
    """A provider as the picker shows it; `problem` says why it takes no orders, `paused` why nothing is sent to it."""

    name: str
    label: str
    problem: str
    paused: str
    can_search: bool


@dataclass(frozen=True)
class PickerActs:
    """What the picker asks for: its models, what a text names, a search, a model to be added, and the choice itself.

    `opened` hears for what purpose it was opened, nothing where a person just chooses a model.
    """

    opened: Callable[[str], Any]
    choose: Callable[[str], Any]
    typed: Callable[[str], Any]
    find: Callable[[str, list[str]], Any]
    add: Callable[[str, str, str], Any]


class ModelPicker(ui.element, component="imagen_model_picker.js"):
    """Filtering and walking happen in the browser; only what must be known of elsewhere is asked for."""

    def __init__(self, chosen: ModelRow, acts: PickerActs, *, settings: str) -> None:
        """`settings` is the address of the page where keys are set; `acts.add(id, provider, reference)`."""
        super().__init__()
        self.props.update({"initial": dict(chosen), "settings": settings})
        self._on("opened", ["purpose"], lambda told: acts.opened(str(told.get("purpose", ""))))
        self._on("choose", ["key"], lambda told: acts.choose(str(told["key"])))
        self._on("typed", ["text"], lambda told: acts.typed(str(told["text"])))
        self._on(
            "find",
            ["text", "providers"],
            lambda told: acts.find(str(told["text"]), [str(p) for p in told["providers"]]),
        )
        self._on(
            "add",
            ["id", "provider", "reference"],
            lambda told: acts.add(str(told["id"]), str(told["provider"]), str(told["reference"])),
        )

    def _on(self, name: str, fields: list[str], act: Callable[[Mapping[str, Any]], Any]) -> None:
        def handle(event: GenericEventArguments) -> Any:
            return act(event.args if isinstance(event.args, Mapping) else {})

        self.on(name, handle, fields)

    def show(self, chosen: ModelRow) -> None:
        """Show another model as the chosen one, without an event."""
        if dict(chosen) != self.props["initial"]:
            with self.props.suspend_updates():
                self.props["initial"] = dict(chosen)
            self.run_method("setChosen", dict(chosen))

    def set_models(self, models: Iterable[ModelRow], providers: Iterable[ProviderRow], recent: Iterable[str]) -> None:
        """Say what there is to choose from; `recent` names what was used lately, the last one first."""
        self.run_method("setModels", list(models), list(providers), list(recent))

    def set_candidates(self, text: str, candidates: Iterable[Mapping[str, Any]]) -> None:
        """Say which models a pasted text names: `{key, provider, provider_label, id, called, known}`.

        `called` is what people call it, `known` the keys of models that are meant and there already.
        """
        self.run_method("setCandidates", text, list(candidates))

    def set_found(
        self,
        text: str,
        provider: str,
        state: Literal["done", "failed"],
        *,
        hits: Iterable[Mapping[str, Any]] = (),
        message: str = "",
    ) -> None:
        """Show what a provider's own search gave: `{key, id, name, description, type, type_label}` each."""
        self.run_method("setFound", text, provider, {"state": state, "hits": list(hits), "message": message})

    def set_adding(self, identity: str, state: Literal["busy", "failed"], message: str) -> None:
        """Show how far the adding of a model is, or why it did not come about."""
        self.run_method("setAdding", identity, state, message)

    def open(self, text: str = "", *, type: str = "", purpose: str = "") -> None:
        """Open the dialog with a text typed already, narrowed to a type; `acts.opened(purpose)` is called then."""
        self.run_method("openWith", text, type, purpose)

    def close(self) -> None:
        """Close the dialog."""
        self.run_method("close")
