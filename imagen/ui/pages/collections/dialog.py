"""The dialog that makes a collection, and that renames and describes one."""

from __future__ import annotations

from imagen.domain.errors import ImagenError, InvalidInput
from imagen.services.collections import CollectionService
from imagen.services.keeping_views import CollectionView
from imagen.ui import design as d
from imagen.ui.calls import call


class CollectionDialog:
    """What is wrong is said at its field, and what was typed stays; `ask` gives what was stored."""

    def __init__(self, collections: CollectionService) -> None:
        self._collections = collections
        self._edited: CollectionView | None = None
        with d.dialog("New collection", size="narrow") as self._dialog:
            with d.field("Name") as self._name_field:
                self._name = d.text_input(placeholder="Best of autumn").props("autofocus maxlength=200")
            with d.field("Description", hint="Optional: what belongs in it.") as self._description_field:
                self._description = d.textarea(rows=2)
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._button = d.button("Make it", self._submit, kind="primary")
        self._name.on("keydown.enter", self._submit, [])

    async def ask(self, edited: CollectionView | None = None) -> CollectionView | None:
        """Make a collection, or change one; None when nothing was to be done after all."""
        if edited is not None or self._edited is not None:
            self._name.set_value(edited.name if edited else "")
            self._description.set_value(edited.description if edited else "")
        self._edited = edited
        self._dialog.set_title("Rename and describe" if edited else "New collection")
        self._button.set_text("Save" if edited else "Make it")
        self._tell("", "")
        made: CollectionView | None = await self._dialog
        if made is not None:
            self._name.set_value("")
            self._description.set_value("")
        return made

    async def _submit(self) -> None:
        name, description = self._name.value or "", self._description.value or ""
        self._button.busy()
        try:
            if self._edited is None:
                made = await call(self._collections.create, name, description)
            else:
                made = await call(self._collections.update, self._edited.id, name, description)
        except ImagenError as refused:
            of_text = isinstance(refused, InvalidInput) and any(p.field == "description" for p in refused.problems)
            self._tell("" if of_text else str(refused), str(refused) if of_text else "")
            return
        finally:
            self._button.busy(False)
        self._dialog.submit(made)

    def _tell(self, name: str, description: str) -> None:
        self._name_field.set_error(name)
        self._description_field.set_error(description)
