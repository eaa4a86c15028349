"""The dialog that starts a lookup."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from imagen.domain.errors import Conflict, InvalidInput
from imagen.services.lookups import LookupService
from imagen.services.views import LookupView
from imagen.ui import design as d
from imagen.ui.calls import call


class NewLookupDialog:
    """Asks for a name and, if somebody has them at hand, values."""

    def __init__(self, service: LookupService, on_created: Callable[[LookupView], Awaitable[None]]) -> None:
        self._service = service
        self._on_created = on_created
        with d.dialog("New lookup", size="narrow") as self._dialog:
            with d.field("Name", hint="Written in a prompt as [name].") as self._name_field:
                self._name = d.text_input(placeholder="color").props("autofocus").classes("mono")
            with d.field("Values", hint="One a line; more can follow.") as self._values_field:
                self._values = d.textarea(placeholder="red\nblue\ngreen", rows=4).classes("mono")
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._create = d.button("Create lookup", self._submit, kind="primary", key="Ctrl+Enter")
        self._name.on("keydown.enter", self._submit, [])

    def open(self, name: str = "", values: str = "") -> None:
        """Show the dialog, with a name or values where they are known."""
        if name:
            self._name.set_value(name)
        if values:
            self._values.set_value(values)
        self._tell("", "")
        self._dialog.open()

    async def _submit(self) -> None:
        self._create.busy()
        try:
            made = await call(self._service.create, self._name.value or "", self._values.value or "")
        except (InvalidInput, Conflict) as refused:
            of_values = any(problem.field == "values" for problem in refused.problems)
            self._tell("" if of_values else str(refused), str(refused) if of_values else "")
            return
        finally:
            self._create.busy(False)
        self._name.set_value("")
        self._values.set_value("")
        self._dialog.close()
        await self._on_created(made)

    def _tell(self, name: str, values: str) -> None:
        self._name_field.set_error(name)
        self._values_field.set_error(values)
