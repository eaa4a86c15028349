"""Start from a template: the menu at the form, and what putting one into the form says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.errors import NotFound
from imagen.services.all import Services
from imagen.services.keeping_views import TemplateView
from imagen.services.order_request import OrderRequest
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.template_saving import save_request_as_template
from imagen.ui.pages.order.state import FormState
from imagen.ui.paths import TEMPLATES

MOST_SHOWN = 30


class TemplatedForm(Protocol):
    """What a template needs of the form."""

    state: FormState

    @property
    def request(self) -> OrderRequest: ...
    def fill(self, state: FormState, *, unsent: bool, what: str = ...) -> bool: ...
    def draw_as(self, state: FormState) -> None: ...
    def undo(self) -> Any: ...
    async def was_sent(self) -> bool: ...
    def model_name(self, key: str) -> str: ...


class TemplateMenu:
    """The button and its menu; it reads the templates each time it opens."""

    def __init__(self, services: Services, project_id: UUID | None, form: TemplatedForm) -> None:
        self._services = services
        self._project_id = project_id
        self._form = form
        self._client = ui.context.client
        self._button = d.button("Templates", kind="ghost", small=True, icon="templates")
        with d.menu(self._button) as self._menu:
            self._list = d.node("div", "history-menu")
        self._menu.on_value_change(lambda event: self._opened() if event.value else None)

    async def save(self) -> None:
        """Keep what stands in the form as a template."""
        state = self._form.state
        if state.is_empty:
            d.toast("Nothing stands in the form yet. Fill in what the template is to keep.")
            return
        title = self._form.model_name(state.model_key) if state.title == state.model_key else state.title
        await save_request_as_template(self._services, self._form.request, title)

    def _opened(self) -> None:
        background_tasks.create(self._fill(), name="templates", context=self._client)

    async def _fill(self) -> None:
        templates = await call(self._services.templates.list, self._project_id)
        if self._list.is_deleted:
            return
        own = self._form.state.model_key
        templates.sort(key=lambda one: one.model_key != own)  # those that change nothing but the words come first
        self._list.clear()
        with self._list:
            d.menu_item("Save the form as a template…", self.save, icon="plus")
            d.menu_line()
            for template in templates[:MOST_SHOWN]:
                self._entry(template)
            if not templates:
                d.text(
                    "What you save as a template is offered here, in this project or in all.",
                    "history-none muted small",
                    tag="p",
                )
            else:
                d.menu_line()
                all_of_them = "All templates" if len(templates) <= MOST_SHOWN else f"All {len(templates):,} templates"
                d.menu_item(all_of_them, lambda: ui.navigate.to(TEMPLATES), icon="templates")

    def _entry(self, template: TemplateView) -> None:
        made = ui.menu_item(on_click=lambda: self._apply(template.id), auto_close=True)
        made.classes("history-entry")
        with made:
            d.icon("templates")
            with d.node("div", "grow"):
                d.text(template.name, "clamp-2", tag="div")
                d.text(self._told(template), "faint small clamp-2", tag="div")

    async def _apply(self, template_id: UUID) -> None:
        with self._client:  # the entry may be gone by the time there is something to say
            await apply_template(self._services, self._form, self._project_id, template_id)

    def _told(self, template: TemplateView) -> str:
        prompt = template.prompt if template.prompt != template.name else ""
        parts = (self._form.model_name(template.model_key), "with its seed" if template.has_seed else "", prompt)
        return " · ".join(part for part in parts if part)


async def apply_template(services: Services, form: TemplatedForm, project_id: UUID | None, template_id: UUID) -> None:
    """Put a template into the form, with a way back; what was typed and not ordered goes to the history first."""
    try:
        template = await call(services.templates.get, template_id)
        request = await call(services.templates.apply, template_id, project_id)
    except NotFound:
        d.toast("This template is not there any more. It may lie in the Bin.", kind="danger")
        return
    state, model_before = FormState.of_request(request), form.state.model_key
    if state.meaning == form.state.meaning:
        if template.has_seed:
            form.draw_as(state)
        d.toast(f"The form shows the template {template.name}.")
        return
    unsent = not await form.was_sent()
    if form.fill(state, unsent=unsent, what=f"the template {template.name}"):
        d.toast(" ".join(_said(template, form, model_before, unsent=unsent)), undo=form.undo)


def _said(template: TemplateView, form: TemplatedForm, model_before: str, *, unsent: bool) -> Sequence[str]:
    said = [f"The form shows the template {template.name}."]
    if template.model_key != model_before:
        said.append(f"It is for {form.model_name(template.model_key)}, so the model was changed.")
    if unsent:
        said.append("What you had typed is in the history.")
    return said
