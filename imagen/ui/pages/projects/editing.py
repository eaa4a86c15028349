"""The fields that stand in a project's card while its name and description are being changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from imagen.domain.errors import InvalidInput
from imagen.ui import design as d


class ProjectEditing(ui.element):
    """Two fields with Save and Cancel; what cannot be saved stays as typed, with the reason at its field."""

    def __init__(self, save: Callable[[str, str], Awaitable[None]], ended: Callable[[], None]) -> None:
        super().__init__("div")
        self.classes("project-editing stack")
        self._save = save
        self._ended = ended
        with self:
            with d.field("Name") as self._name_field:
                self._name = d.text_input()
            with d.field("Description") as self._description_field:
                self._description = d.textarea(rows=2)
            with d.node("div", "bar"):
                self._button = d.button("Save", self._submit, kind="primary", small=True)
                d.button("Cancel", self._end, kind="ghost", small=True)
        self._name.on("keydown.enter", self._submit, [])
        self.on("keydown.escape.stop", self._end, [])
        self.set_visibility(False)

    def begin(self, name: str, description: str) -> None:
        """Show the fields with what is the case now."""
        self._name.set_value(name)
        self._description.set_value(description)
        self._tell("", "")
        self.set_visibility(True)
        # the menu that led here gives the focus back when it closes, so ours comes after that
        ui.run_javascript(f"setTimeout(() => getElement({self._name.id}).$refs.qRef.select(), 150)")

    async def _submit(self) -> None:
        self._button.busy()
        try:
            await self._save(self._name.value or "", self._description.value or "")
        except InvalidInput as refused:
            of_name = any(problem.field == "name" for problem in refused.problems)
            self._tell(str(refused) if of_name else "", "" if of_name else str(refused))
            return
        finally:
            self._button.busy(False)
        self._end()

    def _tell(self, name: str, description: str) -> None:
        self._name_field.set_error(name)
        self._description_field.set_error(description)

    def _end(self) -> None:
        self.set_visibility(False)
        self._ended()
