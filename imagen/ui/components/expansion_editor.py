"""The editor of a text in the expansion language: colours at once, completion, peeking, problems at their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from json import dumps
from typing import Any, TypedDict

from nicegui import ui
from nicegui.events import GenericEventArguments

from imagen.ui.components.shared import SHARED


class EditorMend(TypedDict):
    """One press that mends a problem: write `text` from `start` to `end`, go on typing `caret` behind the start.

    Offsets count Unicode code points; without `caret` the cursor stays where it is. `code` is shown behind the label.
    """

    start: int
    end: int
    text: str
    caret: int | None
    label: str
    code: str


class EditorProblem(TypedDict, total=False):
    """A problem as the expansion tells it; offsets count Unicode code points, `lookup` is the one it lies inside."""

    start: int
    end: int
    kind: str
    message: str
    mends: list[EditorMend]
    lookup: str
    warning: bool


class LookupName(TypedDict, total=False):
    """A lookup as completion and peeking show it: its name, how many values, the first of them."""

    name: str
    count: int
    preview: list[str]


_FOCUS_AFTER = """{
    const at = document.activeElement;
    const rests = !at || at === document.body || at.closest(%s);
    if (rests && !matchMedia("(pointer: coarse)").matches) getElement(%s)?.focus();
}"""


class ExpansionEditor(ui.element, component="imagen_expansion_editor.js", esm=SHARED):
    """A textarea that understands the expansion language; what is typed is never overwritten."""

    def __init__(
        self,
        value: str = "",
        *,
        label: str,
        on_change: Callable[[str], Any] | None = None,
        placeholder: str = "",
        multiline: bool = True,
        mode: str = "text",
    ) -> None:
        """`mode` is `text` for texts with brackets, `values` for value parameters (`8,10..20`)."""
        super().__init__()
        self._value = value
        self._on_change = on_change
        self.props.update({"initial": value, "label": label, "placeholder": placeholder})
        self.props.update({"multiline": multiline, "mode": mode, "lookups": [], "bindings": []})
        self.on("change", self._changed, ["text"])
        self.on("settled", lambda event: self._keep(str(event.args["text"])), ["text"])

    @property
    def value(self) -> str:
        """The text as last heard from the browser or set here."""
        return self._value

    def set_text(self, text: str, *, force: bool = False) -> None:
        """Put another text in; while somebody edits it is only offered, unless forced (undo brings the old one back)."""
        if force:
            self._keep(text)
        self.run_method("setText", text, force)

    def set_problems(
        self, problems: Sequence[EditorProblem | Mapping[str, Any]], *, for_text: str | None = None
    ) -> None:
        """Show problems; give the text they are about, so that late answers to an older text are dropped."""
        if for_text is None or for_text == self._value:
            self.run_method("setProblems", [dict(problem) for problem in problems], self._value)

    def set_names(self, *, lookups: Sequence[LookupName] = (), bindings: Sequence[str] = ()) -> None:
        """Say which lookups there are, and which names earlier text parameters bind."""
        self.props["lookups"] = [dict(lookup) for lookup in lookups]
        self.props["bindings"] = list(bindings)

    def focus(self) -> None:
        """Put the cursor into the text."""
        self.run_method("focus")

    def focus_after(self, selector: str) -> None:
        """Put the cursor into the text when the focus rests where something was just chosen, or nowhere.

        Not on touch screens, where the keyboard would come up over what was chosen.
        """
        self.client.run_javascript(_FOCUS_AFTER % (dumps(selector), self.id))

    def insert(self, text: str) -> None:
        """Insert at the cursor, undoable."""
        self.run_method("insert", text)

    def on_make_lookup(self, handler: Callable[[dict[str, Any]], Any]) -> ExpansionEditor:
        """Call a handler with `{text, name, start, end}` when a lookup is to be made from a selection or an unknown name."""
        self.on("make_lookup", lambda event: handler(event.args), ["text", "name", "start", "end"])
        return self

    def on_edit_lookup(self, handler: Callable[[str], Any]) -> ExpansionEditor:
        """Call a handler with the name of the lookup that somebody wants to edit."""
        self.on("edit_lookup", lambda event: handler(str(event.args["name"])), ["name"])
        return self

    def _changed(self, event: GenericEventArguments) -> Any:
        text = str(event.args.get("text", ""))
        if text == self._value:
            return None
        self._keep(text)
        return self._on_change(text) if self._on_change else None

    def _keep(self, text: str) -> None:
        self._value = text
        with self.props.suspend_updates():
            self.props["initial"] = text
