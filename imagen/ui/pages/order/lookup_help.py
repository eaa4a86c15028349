"""What the editors know of lookups: names to complete, values to peek at, and a dialog that makes or changes one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from nicegui import background_tasks, ui

from imagen.domain.errors import DuplicateName, InvalidInput
from imagen.services.lookups import LookupService
from imagen.services.views import LookupView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.expansion_editor import ExpansionEditor, LookupName
from imagen.ui.paths import lookup_path

_PREVIEW = 12
_MOST_PEEKED = 200
_BOUND = re.compile(r"(?<!\\)\[\??(?:([^\W\d][\w/-]*)=(?!=)|([^\W\d][\w /-]*)\])")


class LookupHelp:
    """Serves all editors of one form."""

    def __init__(self, lookups: LookupService) -> None:
        self._lookups = lookups
        self._names: list[LookupName] = []
        self._dialog = LookupDialog(lookups)

    async def load(self) -> None:
        """Read the lookups as they are now."""
        self._names = await call(self._read)

    def teach(self, editors: Mapping[str, ExpansionEditor], texts: Mapping[str, Any]) -> None:
        """Tell editors the lookups, and the names that the texts before theirs bind."""
        bound: list[str] = []
        for name, editor in editors.items():
            names = list(dict.fromkeys(bound))
            if editor.props["lookups"] != self._names or editor.props["bindings"] != names:
                editor.set_names(lookups=self._names, bindings=names)
            bound += bound_names(str(texts.get(name) or ""))

    def attend(self, editor: ExpansionEditor, changed: Callable[[str], Any]) -> None:
        """Make and edit lookups from this editor; `changed(text)` gets the text with the new lookup's name in it."""
        client = ui.context.client

        def make(asked: Mapping[str, Any]) -> None:
            self._dialog.make(asked, editor, changed)

        def edit(name: str) -> None:
            background_tasks.create(self._dialog.edit(name), name="edit lookup", context=client)

        editor.on_make_lookup(make)
        editor.on_edit_lookup(edit)

    def _read(self) -> list[LookupName]:
        views = self._lookups.list()
        return [
            {
                "name": view.name,
                "count": view.size,
                "preview": list(self._lookups.peek(view.name, _PREVIEW)) if place < _MOST_PEEKED else [],
            }
            for place, view in enumerate(views)
        ]


class LookupDialog:
    """Asks for name and values; what is wrong is said at the field."""

    def __init__(self, lookups: LookupService) -> None:
        self._lookups = lookups
        self._known: LookupView | None = None
        self._done: Callable[[str], None] = lambda _: None
        with d.dialog("Make a lookup", size="narrow") as self._dialog:
            with d.field("Name", hint="Write it in brackets where a choice belongs: [name].") as self._name_field:
                self._name = d.text_input(placeholder="animal")
            with d.field("Values", limits="one a line") as self._values_field:
                self._values = d.textarea(rows=6)
        with self._dialog.foot:
            d.button("Lookups page", self._go, kind="link")
            d.button("Cancel", self._dialog.close)
            self._save = d.button("Save", self._submit, kind="primary", key="Ctrl+Enter")

    def make(self, asked: Mapping[str, Any], editor: ExpansionEditor, changed: Callable[[str], Any]) -> None:
        """Ask for a new lookup, from a selected text or an unknown name."""
        before = editor.value
        start, end = int(asked.get("start") or 0), int(asked.get("end") or 0)

        def put(name: str) -> None:
            text = before[:start] + f"[{name}]" + before[end:]
            if text != before and editor.value == before:
                editor.set_text(text, force=True)
                changed(text)

        self._done = put
        self._known = None
        self._dialog.set_title("Make a lookup")
        self._open(str(asked.get("name") or ""), as_values(str(asked.get("text") or "")))

    async def edit(self, name: str) -> None:
        """Open an existing lookup."""
        known = await call(self._lookups.by_name, name)
        if known is None:
            d.toast(f"There is no lookup named {name} any more.", kind="danger")
            return
        self._known = known
        self._done = lambda _: None
        self._dialog.set_title(f"Lookup {known.name}")
        self._open(known.name, known.values)

    def _open(self, name: str, values: str) -> None:
        self._name.set_value(name)
        self._values.set_value(values)
        self._name_field.set_error("")
        self._values_field.set_error("")
        first, then = (self._values, self._name) if name else (self._name, self._values)
        first.props("autofocus")
        then.props(remove="autofocus")
        self._dialog.open()

    async def _submit(self) -> None:
        name, values = self._name.value or "", self._values.value or ""
        problems = await call(self._lookups.check, values, name)
        if problems or not values.strip():
            self._values_field.set_error(problems[0].message if problems else "Write at least one value.")
            return
        self._values_field.set_error("")
        try:
            if self._known is not None:
                saved = await call(self._lookups.update, self._known.id, name, values)
            else:
                saved = await call(self._lookups.create, name, values)
        except (InvalidInput, DuplicateName) as refused:
            self._name_field.set_error(str(refused))
            return
        self._dialog.close()
        self._done(saved.name)

    def _go(self) -> None:
        ui.navigate.to(lookup_path(self._known.name) if self._known else "/lookups")


def as_values(selected: str) -> str:
    """Turn a selected text into the values of a lookup: a list gives one a line."""
    text = selected.strip()
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") and text.count("[") == 1 else text
    name, equals, rest = inner.partition("=")
    if inner is not text and equals and re.fullmatch(r"[^\W\d][\w/-]*", name.strip()):
        inner = rest
    if "[" in inner:
        return text.replace("\n", " ")
    parts = re.split(r"(?<!\\)[,|\n]", inner.removeprefix("?"))
    return "\n".join(part.strip() for part in parts if part.strip())


def bound_names(text: str) -> list[str]:
    """Name what a text binds for references to its right."""
    return [match[1] or " ".join(match[2].split()) for match in _BOUND.finditer(text)]
