"""The editor of one lookup: name, description and values, saved by themselves, in step with other windows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from nicegui import ui

from imagen.domain.errors import Conflict, ImagenError, InvalidInput, NotFound
from imagen.domain.expansion import is_name, name_key
from imagen.services.lookups import LookupService
from imagen.services.views import LookupView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.components.expansion_problems import in_values
from imagen.ui.pages.lookups.autosave import Autosave
from imagen.ui.pages.lookups.field_sync import FieldSync, Heard
from imagen.ui.pages.lookups.insight import Insight
from imagen.ui.pages.lookups.study import LARGEST_IN_EDITOR, first_lines, study
from imagen.ui.paths import LOOKUPS

NAME_RULE = "A name begins with a letter or _ and goes on with letters, digits, spaces, _ - and /."
_PREVIEWED = 400


@dataclass(frozen=True)
class EditorActs:
    """What the editor asks of the page around it."""

    open: Callable[[str], Awaitable[None]]
    renamed: Callable[[LookupView, LookupView], None]
    duplicate: Callable[[LookupView], Awaitable[None]]
    export: Callable[[LookupView], None]
    delete: Callable[[LookupView], Awaitable[None]]
    make: Callable[[str, str], Awaitable[None]]


class LookupEditor(ui.element):
    """Edits one lookup; whatever is typed stays, also when it cannot be saved."""

    def __init__(
        self, service: LookupService, lookup: LookupView, known: Mapping[str, LookupView], acts: EditorActs
    ) -> None:
        super().__init__("div")
        self.classes("lookup-editor")
        self.lookup = lookup
        self._service = service
        self._known = known
        self._acts = acts
        self._is_gone = False
        self._name_is_wrong = False
        self._study_due = self._is_studying = False
        self._clashing: list[str] = []
        self._name_sync = FieldSync(lookup.name, normal=lambda text: " ".join(text.split()))
        self._described = FieldSync(lookup.description, normal=str.strip)
        self._values = FieldSync(lookup.values)
        self._naming = asyncio.Lock()
        self.autosave = Autosave(self._save)
        with self:
            with d.node("div", "lookup-form stack gap-4"):
                with d.node("div", "lookup-top"):
                    self._title()
                    self._head()
                self._news = d.node("div", "stack")
                self._values_field()
            self.insight = Insight()

    # ---- parts ----

    def _head(self) -> None:
        with d.node("div", "bar lookup-head"):
            with d.node("a", "icon-btn lookup-back", href=LOOKUPS, aria_label="All lookups"):
                d.icon("arrow-left")
            d.node("div", "grow")
            self._state = d.text("Saved", "faint small lookup-state", tag="span")
            self._state.props["role"] = "status"
            opener = d.icon_button("more", "More for this lookup", framed=True, tooltip=False)
            with d.menu(opener):
                d.menu_item("Duplicate", lambda: self._after_saving(self._acts.duplicate), icon="copy")
                d.menu_item("Export as text", lambda: self._acts.export(self.lookup), icon="download")
                d.menu_line()
                d.menu_item("Delete", lambda: self._after_saving(self._acts.delete), icon="bin", danger=True)

    def _title(self) -> None:
        with d.node("div", "lookup-title"):
            with d.field("Name") as self._name_field:
                self._name = d.text_input(self.lookup.name, on_change=lambda event: self._name_typed(str(event.value)))
            with d.field("Description") as self._description_field:
                self._description = d.text_input(
                    self.lookup.description,
                    placeholder="Optional",
                    on_change=lambda event: self._typed(self._described, str(event.value or "")),
                )
        self._name.classes("mono")
        self._name.on("keydown.enter", self._save_name, [])
        self._name.on("blur", self._save_name, [])
        self._hold(self._name, self._name_sync)
        self._hold(self._description, self._described)

    def _values_field(self) -> None:
        self.editor: ExpansionEditor | None = None
        if len(self.lookup.values) > LARGEST_IN_EDITOR:
            self._too_large()
            return
        hint = (
            "One value a line. [name] draws on another lookup, [a,b] is both, [a|b] one at random; # begins a remark."
        )
        with d.field("Values", hint=hint, classes="lookup-values") as self._field:
            self.editor = ExpansionEditor(
                self.lookup.values, label="Values", placeholder="red\nblue\ngreen", on_change=self._values_typed
            )
        self.editor.on_edit_lookup(self._acts.open)
        self.editor.on_make_lookup(lambda what: self._acts.make(str(what["name"]), str(what["text"])))
        self._hold(self.editor, self._values)

    def _too_large(self) -> None:
        size = f"{self.lookup.size:,} values, {len(self.lookup.values):,} characters"
        d.notice(
            f"This lookup is too large to be edited here ({size}). It works as it is. To change it, export it, "
            "edit the file and import it again over this one."
        )
        with d.panel("The first values"), d.node("ol", "lookup-first"):
            for line in first_lines(self.lookup.values, 100):
                d.text(line[:300], tag="li")

    def _hold(self, control: ui.element, sync: FieldSync) -> None:
        control.on("focusin", lambda: setattr(sync, "is_held", True), [])
        control.on("focusout", lambda: setattr(sync, "is_held", False), [])

    # ---- typing ----

    def _name_typed(self, text: str) -> None:
        self._name_sync.typed(text)
        wanted = " ".join(text.split())
        taken = self._known.get(name_key(wanted))
        if not is_name(wanted):
            self._name_wrong(NAME_RULE if wanted else "A lookup needs a name.")
        elif taken is not None and taken.id != self.lookup.id:
            self._name_wrong(f"There is a lookup named {taken.name} already. Choose another name.")
        else:
            self._name_wrong("")
        self._show_conflict()
        self._tell()

    def _name_wrong(self, reason: str) -> None:
        self._name_is_wrong = bool(reason)
        self._name_field.set_error(reason)

    async def _values_typed(self, text: str) -> None:
        self._typed(self._values, text)
        await self.restudy()

    def _typed(self, sync: FieldSync, text: str) -> None:
        sync.typed(text)
        self._show_conflict()
        self._tell()
        if sync.can_save:
            self.autosave.request()

    async def restudy(self) -> None:
        """Look at the values again: they, or what they draw on, have changed; one look at a time, the last one counts."""
        self._study_due = True
        if self._is_studying:
            return
        self._is_studying = True
        try:
            while self._study_due and not self.is_deleted:
                self._study_due = False
                await self._study()
        finally:
            self._is_studying = False

    async def _study(self) -> None:
        text = self._values.mine
        found = await call(study, self._service, text, self.lookup.name)
        if self.is_deleted or text != self._values.mine:
            return
        if self.editor is not None:
            shown = in_values(found.problems, text, self.lookup.name, self._names())
            self.editor.set_problems(shown, for_text=text)
            self._field.set_count(f"{found.count:,} texts" if found.count > 1 else "")
        self.insight.show(found, self.lookup, self._known)

    # ---- saving ----

    async def save_now(self) -> None:
        """Save whatever is not saved yet."""
        await self._save_name()
        await self.autosave.now()

    async def _after_saving(self, act: Callable[[LookupView], Awaitable[None]]) -> None:
        await self.save_now()
        await act(self.lookup)

    async def _save(self) -> None:
        fields = {"values": self._values, "description": self._described}
        sent = {name: sync.sending() for name, sync in fields.items() if sync.can_save}
        if not sent or self._is_gone:
            return
        try:
            self.lookup = await call(self._service.update, self.lookup.id, **sent)
        except ImagenError as refused:
            for name in sent:
                fields[name].refused()
            self._refused(refused)
            return
        for name in sent:
            fields[name].saved(getattr(self.lookup, name))
        if not self.is_deleted:
            self._description_field.set_error("")
            self._tell()

    async def _save_name(self) -> None:
        async with self._naming:  # leaving the field and opening another lookup both ask for it
            await self._keep_name()

    async def _keep_name(self) -> None:
        if not self._name_sync.can_save or self._is_gone:
            return
        before = self.lookup
        try:
            self.lookup = await call(self._service.update, self.lookup.id, name=self._name_sync.sending())
        except (InvalidInput, Conflict) as refused:
            self._name_sync.refused()
            self._name_wrong(str(refused))
            self._tell()
            return
        except NotFound as refused:
            self._name_sync.refused()
            self._refused(refused)
            return
        self._name_sync.saved(self.lookup.name)
        self._acts.renamed(before, self.lookup)
        self._tell()
        await self.restudy()

    def _refused(self, error: ImagenError) -> None:
        if self.is_deleted:
            return
        if isinstance(error, NotFound):
            self.gone()
            return
        of_description = any(problem.field == "description" for problem in error.problems)
        (self._description_field if of_description else self._field).set_error(str(error))
        self._show_state("Not saved", "danger-text")

    def _tell(self) -> None:
        if self._is_gone:
            return
        if self._values.is_in_conflict or self._described.is_in_conflict or self._name_sync.is_in_conflict:
            self._show_state("Not saved", "danger-text")
        elif self._name_sync.is_dirty and self._name_is_wrong:
            self._show_state("Name not saved", "danger-text")
        elif self._values.is_dirty or self._described.is_dirty or self._name_sync.is_dirty:
            self._show_state("Saving…" if not self._name_sync.is_dirty else "Not saved yet", "faint")
        else:
            self._show_state("Saved", "faint")

    def _show_state(self, words: str, kind: str) -> None:
        self._state.set_text(words)
        self._state.classes(replace=f"{kind} small lookup-state")

    # ---- other windows ----

    async def heard(self, lookup: LookupView, known: Mapping[str, LookupView]) -> None:
        """Take in what is stored now: quietly where nobody works, as an offer where somebody does."""
        self._known = known
        self.lookup = lookup
        if self._is_gone:
            self._is_gone = False
            self._news.clear()
        if self._name_sync.heard(lookup.name) is Heard.TAKE:
            self._name.set_value(lookup.name)
        if self._described.heard(lookup.description) is Heard.TAKE:
            self._description.set_value(lookup.description)
        if self._values.heard(lookup.values) is Heard.TAKE and self.editor is not None:
            self.editor.set_text(lookup.values)
        self._show_conflict()
        self._tell()
        self.offer_names()
        await self.restudy()

    def offer_names(self) -> None:
        """Tell the editor which lookups there are, for completing and peeking."""
        if self.editor is None:
            return
        others = [found for found in self._known.values() if found.id != self.lookup.id][:_PREVIEWED]
        self.editor.set_names(
            lookups=[
                {"name": found.name, "count": found.size, "preview": first_lines(found.values)} for found in others
            ]
        )

    def _names(self) -> list[str]:
        return [found.name for found in self._known.values()]

    def gone(self) -> None:
        """Say that the lookup was deleted; what stands here is kept until somebody decides."""
        if self._is_gone:
            return
        self._is_gone = True
        self._show_state("Deleted elsewhere", "danger-text")
        self._news.clear()
        with self._news:
            d.notice(
                "This lookup was deleted in another window. What stands here is not stored.",
                kind="danger",
                actions=lambda: d.button("Bring it back", self._bring_back, small=True),
            )

    async def _bring_back(self) -> None:
        restored = await call(self._service.restore, self.lookup.id)
        self._is_gone = False
        self._news.clear()
        for sync, stored in ((self._values, restored.values), (self._described, restored.description)):
            sync.heard(stored)
            sync.keep()
        self.autosave.request()
        self._tell()

    def _show_conflict(self) -> None:
        names = {"name": self._name_sync, "description": self._described, "values": self._values}
        clashing = [name for name, sync in names.items() if sync.is_in_conflict]
        if clashing == self._clashing:
            return
        self._clashing = clashing
        self._news.clear()
        if not clashing:
            return
        with self._news:
            d.notice(
                f"Another window changed the {' and '.join(clashing)}.",
                actions=self._conflict_actions,
            )

    def _conflict_actions(self) -> None:
        d.button("Take the change", self._take, small=True)
        d.button("Keep mine", self._keep, small=True, kind="ghost")

    async def _take(self) -> None:
        if self._name_sync.is_in_conflict:
            self._name.set_value(self._name_sync.take())
        if self._described.is_in_conflict:
            self._description.set_value(self._described.take())
        if self._values.is_in_conflict and self.editor is not None:
            self.editor.set_text(self._values.take(), force=True)
        self._show_conflict()
        self._tell()
        await self.restudy()

    async def _keep(self) -> None:
        for sync in (self._name_sync, self._described, self._values):
            sync.keep()
        self._show_conflict()
        self.autosave.request()
        await self.save_now()
