"""Declare the Order page: `/order` for work without a project, `/order/{project}` for a project's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from imagen.domain.errors import NotFound
from imagen.domain.parameters import ParameterSetSpec
from imagen.services.all import Services
from imagen.services.views import OrderView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.project_menu import project_menu
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.last_place import forget_project, remember_project
from imagen.ui.pages.order.brought import Brought
from imagen.ui.pages.order.known import Known
from imagen.ui.pages.order.session import OrderPage
from imagen.ui.pages.order.state import EXAMPLE, FormState
from imagen.ui.paths import PROJECTS
from imagen.ui.whole_page import whole_page


def register(context: PageContext) -> None:
    """Declare both addresses of the page."""

    @whole_page("/order")
    async def without_project(
        reuse: str = "",
        use: str = "",
        what: str = "",
        seed: str = "",
        model: str = "",
        again: str = "",
        missing: str = "",
    ) -> None:
        await _show(context, None, Brought.read(reuse, use, what, seed, model, missing), again)

    @whole_page("/order/{project}")
    async def of_project(
        project: str,
        reuse: str = "",
        use: str = "",
        what: str = "",
        seed: str = "",
        model: str = "",
        again: str = "",
        missing: str = "",
    ) -> None:
        try:
            project_id = UUID(project)
            await call(context.services.projects.get, project_id)
        except (ValueError, NotFound):
            forget_project(project)
            _nothing_there(context)
            return
        await _show(context, project_id, Brought.read(reuse, use, what, seed, model, missing), again)


async def _show(context: PageContext, project_id: UUID | None, brought: Brought, again: str) -> None:
    known, first = await call(_read, context.services, project_id)
    d.wear("order.css")
    remember_project(project_id)
    with frame("Order", "order", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
        with page.project:
            project_menu(context, project_id)
        with page.status:
            queue_pill(context)
        OrderPage(context, project_id, known, page.keys, brought, first=first, again=again)


def _read(services: Services, project_id: UUID | None) -> tuple[Known, bool]:
    """Read all that the form is built from, and whether nothing was ever ordered."""
    models = services.models.list()
    specs = services.models.specs()
    draft = services.drafts.get(project_id)
    latest = services.orders.list(limit=1)
    first = latest.total == 0
    state = FormState.read(draft.state)
    lost = state.model_key if state.model_key and state.model_key not in specs else ""
    state = replace(state, model_key=_model(state.model_key, latest.items, specs))
    if first and draft.revision == 0:
        state = state.with_parameter("prompt", EXAMPLE)
    specs.get(state.model_key)  # its form is made here, off the event loop
    return Known(models, specs, draft, state, lost), first


def _model(kept: str, latest: Sequence[OrderView], specs: Mapping[str, ParameterSetSpec]) -> str:
    """Choose the model of a form: the one kept, else the one used last where words are enough for it, else the first."""
    if kept in specs:
        return kept
    used = latest[0].model_key if latest else ""
    if used in specs and not any(p.is_media and p.required for p in specs[used].parameters):
        return used
    return next(iter(specs))


def _nothing_there(context: PageContext) -> None:
    with (
        frame("Order", "order", navigation=context.navigation, jump=lambda: jump_entries(context)),
        d.node("div", "page narrow"),
        d.empty_state(
            "There is no such project",
            "It may have been removed for good, or the address is not whole.",
            icon="projects",
        ),
    ):
        d.link_button("All projects", PROJECTS, kind="primary")
        d.link_button("Order without a project", "/order")
