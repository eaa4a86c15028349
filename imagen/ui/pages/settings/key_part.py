"""The key of a provider: whether there is one, a field to set it, and a way to remove it. It is never shown."""

from __future__ import annotations

from imagen.domain.errors import ImagenError
from imagen.services.keys import Keeper, KeyService, KeyState
from imagen.ui import design as d
from imagen.ui.calls import call


class KeyPart:
    """Sets and removes a key; what is wrong with it is said at the field, and what was typed stays until it is kept."""

    def __init__(self, keys: KeyService, state: KeyState) -> None:
        self._keys = keys
        self._provider = state.provider
        self._label = state.label
        with d.field("Key") as self._field, d.node("div", "bar settings-key"):
            self._input = d.text_input(placeholder="Paste it here", label=f"Key of {state.label}").classes("grow")
            self._input.props("type=password autocomplete=off")
            self._save = d.button("Save", self._set, small=False)
            self._remove = d.button("Remove", self._forget, kind="ghost")
        self._said = d.text("", "muted small settings-said", tag="p")
        self._input.on("keydown.enter", self._set, [])

    def show(self, state: KeyState) -> None:
        """Tell where the key is and how it ends."""
        if state.trouble:
            said = f"The key cannot be read: {state.trouble}"
        elif state.is_set:
            end = f"that ends in {state.last_four}, " if state.last_four else ""
            said = f"There is one, {end}kept in {state.place}."
        else:
            said = f"There is none yet. It can also stand in the environment variable {state.variable}."
        self._said.set_text(said)
        self._save.set_text("Replace" if state.is_set else "Save")
        self._remove.set_visibility(state.is_set and state.keeper is not Keeper.ENVIRONMENT)

    async def _set(self) -> None:
        self._save.busy()
        try:
            await call(self._keys.set, self._provider, str(self._input.value or ""))
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        finally:
            self._save.busy(False)
        self._field.set_error("")
        self._input.set_value("")
        d.toast(f"The key of {self._label} is kept. Test the connection to see that it is right.", kind="done")

    async def _forget(self) -> None:
        if not await d.confirm(
            f"Remove the key of {self._label}?",
            "Nothing is ordered there until there is one again. What is being made goes on only while its key is there.",
            action="Remove the key",
            danger=True,
        ):
            return
        await call(self._keys.remove, self._provider)
