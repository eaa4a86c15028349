"""The dialog in which things are chosen or made by name: tags, a collection, a project."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

from nicegui import ui
from nicegui.events import GenericEventArguments

from imagen.domain.errors import ImagenError
from imagen.ui import design as d


class Option(TypedDict):
    """Something to choose: `state` tells whether all (`on`) or some of what it is about have it already."""

    key: str
    name: str
    color: NotRequired[str]
    hint: NotRequired[str]
    state: NotRequired[Literal["on", "some", ""]]


@dataclass(frozen=True)
class Choice:
    """What was chosen: keys that are to hold and to hold no more, and names of what is to be made first."""

    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    made: tuple[str, ...] = ()


class Picker(ui.element, component="imagen_picker.js"):
    """A field with the list of what there is; Enter takes what is marked, Enter in an empty field is the end."""

    def __init__(self, label: str, *, placeholder: str, none: str, multiple: bool) -> None:
        super().__init__()
        self.props.update({"label": label, "placeholder": placeholder, "none": none, "multiple": multiple})

    def apply(self) -> None:
        """Let it tell what was chosen."""
        self.run_method("apply")


class PickDialog:
    """Asks for one thing, or with `multiple` for several; what cannot be done is said here, and the choice stays."""

    def __init__(self, title: str, *, placeholder: str, none: str, action: str, multiple: bool = False) -> None:
        self._act: Callable[[Choice], Awaitable[None]] | None = None
        with d.dialog(title, size="narrow") as self._dialog:
            self._picker = Picker(title, placeholder=placeholder, none=none, multiple=multiple)
            self._trouble = d.text("", "error small", tag="p")
            self._trouble.props["role"] = "alert"
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._go = d.button(action, self._picker.apply, kind="primary", key="Ctrl+Enter")
        self._picker.on("pick", self._picked, ["on", "off", "made"])

    def open(self, title: str, options: Sequence[Option], act: Callable[[Choice], Awaitable[None]]) -> None:
        """Show what there is to choose; `act` gets the choice."""
        self._act = act
        self._trouble.set_text("")
        self._dialog.set_title(title)
        self._picker.props["label"] = title
        self._picker.props["options"] = list(options)
        self._dialog.open()

    async def _picked(self, event: GenericEventArguments) -> None:
        told = {name: tuple(map(str, event.args.get(name) or ())) for name in ("on", "off", "made")}
        choice = Choice(**told)
        if choice == Choice() or self._act is None:
            self._dialog.close()
            return
        self._go.busy()
        try:
            await self._act(choice)
        except ImagenError as refused:
            self._trouble.set_text(str(refused))
            return
        finally:
            self._go.busy(False)
        self._dialog.close()
