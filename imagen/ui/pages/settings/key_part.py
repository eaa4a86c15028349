"""The key of a provider: whether there is one, a field to set it, and a way to remove it. It is never shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from imagen.domain.errors import ImagenError
from imagen.services.keys import Keeper, KeyService, KeyState
from imagen.services.providers import ProviderDetail
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.focusing import focus_unless_elsewhere
from imagen.ui.pages.settings.wording import key_page_link


class KeyPart:
    """Sets and removes a key; what is wrong with it is said at the field, and what was typed stays until it is kept.

    `then` is called when another key was set, and gives what the provider says of one that it does not accept: then the
    field stays open for the next one.
    """

    def __init__(self, keys: KeyService, detail: ProviderDetail, then: Callable[[], Awaitable[str]] | None) -> None:
        self._keys = keys
        self._detail = detail
        self._provider = detail.view.name
        self._label = detail.view.label
        self._then = then
        self._is_set = self._is_trying = False
        with d.node("div", "stack gap-4") as self._home:
            with d.node("div", "settings-row") as self._kept:
                self._build_kept()
            with d.node("div", "stack gap-2") as self._entry:
                self._build_entry()
            self._trouble = d.text("", "danger-text small", tag="p")

    def _build_kept(self) -> None:
        with d.node("div", "grow"):
            self._end = d.text("", "settings-label", tag="div")
            self._place = d.text("", "faint small settings-found", tag="div")
        with d.node("div", "bar"):
            self._change = d.button("Replace", self._begin)
            self._remove = d.button("Remove", self._forget, kind="danger")

    def _build_entry(self) -> None:
        with d.field("Key") as self._field, d.node("div", "bar settings-key"):
            self._input = d.text_input(placeholder="Paste it here", label=f"Key of {self._label}").classes("grow")
            self._input.props("type=password autocomplete=off spellcheck=false data-1p-ignore data-lpignore=true")
            self._save = d.button("Save and test" if self._then else "Save", self._set, kind="primary")
            self._cancel = d.button("Cancel", self._leave, kind="ghost")
        self._input.on("keydown.enter", self._set, [])
        with d.node("div", "cluster gap-3 small"):
            if self._detail.key_page:
                key_page_link(self._detail)
            if self._detail.key.variable:
                said = f"It can also stand in the environment variable {self._detail.key.variable}."
                d.text(said, "faint settings-found")

    def show(self, state: KeyState) -> None:
        """Tell where the key is and how it ends."""
        if state.is_set != self._is_set:
            self._is_set = state.is_set
            if not self._is_trying:
                self._open(not state.is_set)
        from_environment = state.keeper is Keeper.ENVIRONMENT
        self._end.set_text(f"Key ending in {state.last_four}" if state.last_four else "A key is set")
        taken = "Taken from" if from_environment else "Kept in"
        self._place.set_text(f"{taken} {state.place}." + (" One set here goes first." if from_environment else ""))
        self._change.set_text("Set another" if from_environment else "Replace")
        spoken = "Set another key of" if from_environment else "Replace the key of"
        self._change.props["aria-label"] = f"{spoken} {self._label}"
        self._remove.props["aria-label"] = f"Remove the key of {self._label}"
        self._remove.set_visibility(not from_environment)
        self._kept.set_visibility(state.is_set)
        self._cancel.set_visibility(state.is_set)
        self._trouble.set_text(f"The key cannot be read: {state.trouble}" if state.trouble else "")
        self._trouble.set_visibility(bool(state.trouble))

    def _open(self, opened: bool) -> None:
        self._entry.set_visibility(opened)
        self._field.set_error("")

    def _begin(self) -> None:
        self._open(True)
        focus_unless_elsewhere(self._input, self._home)

    def _leave(self) -> None:
        self._input.set_value("")
        self._open(False)
        focus_unless_elsewhere(self._change, self._home)

    async def _set(self) -> None:
        self._save.busy()
        self._is_trying = True
        try:
            refusal = await self._keep()
        except ImagenError as refused:
            refusal = str(refused)
        finally:
            self._is_trying = False
            self._save.busy(False)
        if self._entry.is_deleted:
            return
        if not refusal:
            self._leave()
            return
        self._begin()
        self._field.set_error(refusal)

    async def _keep(self) -> str:
        """Keep what was typed and try it; give what the provider says of a key that it does not accept."""
        state = await call(self._keys.set, self._provider, str(self._input.value or ""))
        self._input.set_value("")
        self._field.set_error("")
        self.show(state)
        if self._then is not None:
            return await self._then()
        d.toast(f"The key of {self._label} is kept.", kind="done")
        return ""

    async def _forget(self) -> None:
        if not await d.confirm(
            f"Remove the key of {self._label}?",
            "Nothing is ordered there until there is one again. What is being made goes on only while its key is there.",
            action="Remove the key",
            danger=True,
        ):
            return
        await call(self._keys.remove, self._provider)
        d.toast(f"The key of {self._label} is removed.")
