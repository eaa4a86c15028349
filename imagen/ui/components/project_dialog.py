"""The dialogs that start a project and that rename one, the same wherever that can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from imagen.domain.errors import InvalidInput
from imagen.services.views import ProjectView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.amount_input import AmountInput
from imagen.ui.context import PageContext


class _NameDialog:
    """Asks for a name and a description; what is wrong is said at its field, and what was typed stays."""

    def __init__(self, title: str, action: str) -> None:
        with d.dialog(title, size="narrow") as self._dialog:
            with d.field("Name") as self._name_field:
                self._name = d.text_input(placeholder="Autumn campaign").props("autofocus")
            with d.field("Description", hint="Optional: what it is for, for whom, by when.") as self._description_field:
                self._description = d.textarea(rows=2)
            self._build_more()
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._button = d.button(action, self._submit, kind="primary")
        self._name.on("keydown.enter", self._submit, [])

    def _build_more(self) -> None:
        """Add what only one of the dialogs asks."""

    async def _store(self, name: str, description: str) -> None:
        raise NotImplementedError

    def _fill(self, name: str, description: str) -> None:
        self._name.set_value(name)
        self._description.set_value(description)

    def _show(self) -> None:
        self._tell("", "")
        self._dialog.open()

    async def _submit(self) -> None:
        self._button.busy()
        try:
            await self._store(self._name.value or "", self._description.value or "")
        except InvalidInput as refused:
            self._refused(refused)
            return
        finally:
            self._button.busy(False)
        self._dialog.close()

    def _refused(self, refused: InvalidInput) -> None:
        of_description = any(problem.field == "description" for problem in refused.problems)
        self._tell("" if of_description else str(refused), str(refused) if of_description else "")

    def _tell(self, name: str, description: str) -> None:
        self._name_field.set_error(name)
        self._description_field.set_error(description)


class ProjectDialog(_NameDialog):
    """Starts a project."""

    def __init__(self, context: PageContext, on_created: Callable[[ProjectView], Any]) -> None:
        super().__init__("New project", "Create project")
        self._context = context
        self._on_created = on_created

    def open(self) -> None:
        """Show the dialog, with what was typed before it was last closed."""
        self._show()

    async def _store(self, name: str, description: str) -> None:
        made = await call(self._context.services.projects.create, name, description)
        self._fill("", "")
        self._dialog.close()
        result = self._on_created(made)
        if hasattr(result, "__await__"):
            await result


class RenameDialog(_NameDialog):
    """Changes the name of a project, its description and what it may spend; what was not changed here stays as it is."""

    _limit: AmountInput
    _project: ProjectView | None = None

    def __init__(self, context: PageContext) -> None:
        super().__init__("Rename and describe", "Save")
        self._projects = context.services.projects
        self._spending = context.services.spending

    async def open(self, project_id: UUID) -> None:
        """Show the dialog, with what holds for a project now. Raises NotFound."""
        project = await call(self._projects.get, project_id)
        self._fill(project.name, project.description)
        self._limit.set(project.spending_limit)
        self._limit_field.set_error("")
        self._project = project
        self._show()

    def _build_more(self) -> None:
        with d.field(
            "May spend in all", hint="Its orders wait when that is reached. Blank: no limit."
        ) as self._limit_field:
            self._limit = AmountInput()

    async def _store(self, name: str, description: str) -> None:
        shown = self._project
        assert shown is not None
        if (name, description) != (shown.name, shown.description):
            await call(
                self._projects.update,
                shown.id,
                name if name != shown.name else None,
                description if description != shown.description else None,
            )
        if self._limit.micros != shown.spending_limit:
            await call(self._spending.limit_project, shown.id, self._limit.micros)

    def _refused(self, refused: InvalidInput) -> None:
        of_limit = any(problem.field == "spending_limit" for problem in refused.problems)
        self._limit_field.set_error(str(refused) if of_limit else "")
        if not of_limit:
            super()._refused(refused)
