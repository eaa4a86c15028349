"""The dialog that renames a template, says where it is offered, and changes what it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.services.keeping_views import TemplateView
from imagen.services.templates import TemplateService
from imagen.services.views import ProjectView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.pages.templates.listing import said

_EVERYWHERE = "all"


class TemplateDialog:
    """Made for one template each time it is asked for."""

    def __init__(self, templates: TemplateService, template: TemplateView, projects: Sequence[ProjectView]) -> None:
        self._templates = templates
        self._template = template
        places = {_EVERYWHERE: "All projects", **{str(project.id): project.name for project in projects}}
        own = str(template.project_id) if template.project_id else _EVERYWHERE
        places.setdefault(own, "A deleted project")
        with d.dialog("Change the template", size="narrow") as self._dialog:
            with d.field("Name") as self._field:
                self._name = d.text_input(template.name).props("autofocus maxlength=200")
            with d.field("Offered in"):
                self._place = d.select(places, own, searchable=len(places) > 8)
            with d.node("div", "stack gap-1"):
                self._seed = d.switch("Keep the seed", template.has_seed)
                d.text(self._about_seed(), "faint small", tag="p")
            self._kept = self._values()
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._button = d.button("Save", self._submit, kind="primary")
        self._name.on("keydown.enter", self._submit, [])

    async def ask(self) -> TemplateView | None:
        """Give the template as it is then; None when nothing was to be changed after all."""
        made = await self._dialog.ask()
        return made if isinstance(made, TemplateView) else None

    def _about_seed(self) -> str:
        if self._template.has_seed:
            return "It makes the same again. Without its seed, each order draws anew."
        if self._template.order_number is not None:
            return f"Each order draws anew. With a seed, it draws as order {self._template.order_number} did."
        return "Each order draws anew. With a seed, all draw the same."

    def _values(self) -> dict[str, ui.checkbox]:
        """Offer what it sets to be left to the form's defaults."""
        if not self._template.values:
            return {}
        with d.node("fieldset", "stack gap-1 template-sets"):
            d.text("What it sets", "small muted", tag="legend")
            return {one.name: d.checkbox(f"{one.label}: {said(one.value)}", True) for one in self._template.values}

    async def _submit(self) -> None:
        place = str(self._place.value or _EVERYWHERE)
        project_id = None if place == _EVERYWHERE else UUID(place)
        without = [name for name, box in self._kept.items() if not box.value]
        self._button.busy()
        try:
            made = await call(
                self._templates.update,
                self._template.id,
                self._name.value or "",
                project_id,
                keep_seed=bool(self._seed.value),
                without=without,
            )
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        finally:
            self._button.busy(False)
        self._dialog.submit(made)
