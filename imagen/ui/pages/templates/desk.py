"""All templates by model, found and sorted, kept in step with what happens."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from nicegui import ui

from imagen.domain.events import (
    BinChanged,
    ModelsChanged,
    OrderDeleted,
    OrderRestored,
    ProjectChanged,
    TemplateChanged,
)
from imagen.services.keeping_views import TemplateView
from imagen.services.views import ModelView, ProjectView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.kept_desk import KeptDesk, KeptKind
from imagen.ui.components.undoing import UndoOf
from imagen.ui.context import PageContext
from imagen.ui.last_place import last_place
from imagen.ui.pages.templates.dialog import TemplateDialog
from imagen.ui.pages.templates.listing import SORTS, TemplateGroup, grouped
from imagen.ui.pages.templates.row import TemplateActs, TemplateRow
from imagen.ui.paths import ORDER, PRODUCTION, template_path

_KIND = KeptKind(
    noun="template",
    sorts=SORTS,
    sort="newest",
    shown=80,
    entry=".template-row",
    opener=".template-open",
    changing=(TemplateChanged, ProjectChanged, ModelsChanged, OrderDeleted, OrderRestored, BinChanged),
)
_TEACHES = (
    "A template is what stands in an order form, kept to start from: the prompt with its choices, the values, the model. "
    "Save one from the Templates menu at the form, or from an order or a picture you liked."
)


class TemplateDesk(KeptDesk[TemplateView]):
    """The body of the Templates page."""

    def __init__(self, context: PageContext) -> None:
        self._models: dict[str, ModelView] = {}
        self._projects: Sequence[ProjectView] = ()
        self._model = ""
        self._shown: object = None
        self._last = last_place()
        self._acts = TemplateActs(self._use, self._edit, self._delete)
        super().__init__(context, _KIND)

    def _add_tools(self) -> None:
        with self.toolbar.filters:
            self._model_filter()
        with self.toolbar.acts:
            d.link_button("New in the order form", ORDER, icon="plus")

    def _make_list(self) -> ui.element:
        return d.node("div", "template-groups")

    def _read(self) -> Sequence[TemplateView]:
        self._models = {view.model.key: view for view in self._services.models.list() if view.gone_at is None}
        self._projects = self._services.projects.list()
        return self._services.templates.list()

    def _found(self, everything: Sequence[TemplateView]) -> Sequence[TemplateView]:
        self._fill_models(everything)
        groups = grouped(everything, self._models, self.toolbar.sought, self.toolbar.sort, self._model)
        return [template for group in groups for template in group.templates]

    def _draw(self, found: Sequence[TemplateView]) -> None:
        self.toolbar.acts.set_visibility(bool(self._all))  # where there is none, the way to the first is shown larger
        shown = (found, self._models, [(project.id, project.name) for project in self._projects])
        if shown != self._shown:  # else an open menu would be taken away from under somebody's hand
            self._shown = shown
            self._fill(grouped(found, self._models, "", self.toolbar.sort))

    def _teach(self) -> None:
        with d.empty_state("Start from what worked", _TEACHES, icon="templates"):
            d.link_button("Open the order form", ORDER, kind="primary", icon="order")
            d.link_button("Look at your orders", PRODUCTION, icon="production")

    # ---- acts ----

    def _use(self, template: TemplateView) -> None:
        own = template.project_id or (self._last.project_id if self._last else None)
        there = {project.id for project in self._projects}
        ui.navigate.to(template_path(own if own in there else None, template.id))

    async def _edit(self, template: TemplateView) -> None:
        with self:
            dialog = TemplateDialog(self._services.templates, template, self._projects)
        await dialog.ask()

    async def _delete(self, template: TemplateView) -> None:
        done = await call(self._services.templates.delete, template.id)
        with self:  # the row that asked may be gone by now
            if done.undo_id is not None:
                d.toast(done.sentence, undo=UndoOf(self._services.undo, done.undo_id, within=self))

    # ---- showing ----

    def _model_filter(self) -> None:
        with d.node("button", "pill kept-sort", type="button") as pill:
            self._model_words = d.text("All models", "ellipsis")
            d.icon("chevron-down")
        self._model_pill = pill
        with d.menu(pill):
            self._model_list = d.node("div", "project-menu-list")

    def _fill_models(self, everything: Sequence[TemplateView]) -> None:
        there = grouped(everything, self._models, "", "newest")
        if self._model and self._model not in {group.key for group in there}:
            self._model = ""
        self._model_pill.set_visibility(len(there) > 1)
        self._model_list.clear()
        with self._model_list:
            d.menu_item("All models", lambda: self._choose_model(""))
            for group in there:
                d.menu_item(f"{group.name} · {len(group.templates):,}", lambda key=group.key: self._choose_model(key))
        name = next((group.name for group in there if group.key == self._model), "All models")
        self._model_words.set_text(name)
        self._model_pill.props["aria-label"] = f"Model: {name}"

    def _choose_model(self, key: str) -> None:
        self._model = key
        self._listed_anew()

    def _fill(self, groups: Sequence[TemplateGroup]) -> None:
        self._list.clear()
        with self._list:
            for group in groups:
                self._group(group)

    def _group(self, group: TemplateGroup) -> None:
        places: dict[UUID | None, str] = {project.id: project.name for project in self._projects}
        with d.node("section", "template-group", aria_label=group.name):
            with d.node("div", "bar template-group-head"):
                d.text(group.name, tag="h2")
                if group.provider != group.name:
                    d.text(group.provider, "muted small")
                if group.model is None:
                    d.pill("not there any more", icon="warning", classes="failed")
                elif group.model.problem:
                    d.pill(group.model.problem, icon="info", classes="template-problem")
            for template in group.templates:
                place = "All projects" if template.project_id is None else places.get(template.project_id)
                TemplateRow(template, place or "A project that is put away", self._acts)

    def _seek_nothing(self) -> None:
        self._model = ""
        super()._seek_nothing()
        self._listed_anew()
