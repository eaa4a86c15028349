"""The dialog that starts a project, the same wherever a project can be started."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from imagen.domain.errors import InvalidInput
from imagen.services.views import ProjectView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext


class ProjectDialog:
    """Asks for a name and a description; what is wrong is said at the field, and what was typed stays."""

    def __init__(self, context: PageContext, on_created: Callable[[ProjectView], Any]) -> None:
        self._context = context
        self._on_created = on_created
        with d.dialog("New project", size="narrow") as self._dialog:
            with d.field("Name") as self._name_field:
                self._name = d.text_input(placeholder="Autumn campaign").props("autofocus")
            with d.field("Description", hint="Optional: what it is for, for whom, by when."):
                self._description = d.textarea(rows=2)
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._create = d.button("Create project", self._submit, kind="primary")
        self._name.on("keydown.enter", self._submit, [])

    def open(self) -> None:
        """Show the dialog, with what was typed before it was last closed."""
        self._name_field.set_error("")
        self._dialog.open()

    async def _submit(self) -> None:
        self._create.busy()
        try:
            made = await call(
                self._context.services.projects.create, self._name.value or "", self._description.value or ""
            )
        except InvalidInput as refused:
            self._name_field.set_error(str(refused))
            return
        finally:
            self._create.busy(False)
        self._name.set_value("")
        self._description.set_value("")
        self._dialog.close()
        result = self._on_created(made)
        if hasattr(result, "__await__"):
            await result
