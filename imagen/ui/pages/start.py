"""The start page: teaches once, with an example that is ready to go; afterwards it leads back to the work."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from nicegui import ui
from starlette.responses import RedirectResponse, Response

from imagen.domain.errors import Conflict, ImagenError
from imagen.domain.ids import new_id
from imagen.domain.project import ProjectStatus
from imagen.services.all import Services
from imagen.services.keys import KeyState
from imagen.services.order_request import OrderRequest, new_expansion_seed
from imagen.services.views import PlannedGeneration, PlanView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.components.expansion_problems import as_editor_problems
from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.last_place import LastPlace, last_place
from imagen.ui.paths import ORDER, PROJECTS, order_path, settings_path
from imagen.ui.whole_page import whole_page

MODEL = "sketch:sketch"
EXAMPLE = "A [red,blue] [dog,fox,owl,whale] at [dawn|dusk]"
SHOWN = 8
_MAKE = "Make the pictures"

_LANGUAGE = (
    ("[red,blue]", "x-inline", "Commas: one picture for each."),
    ("[dawn|dusk]", "x-random", "Bars: one of them at random, no extra picture."),
    ("[color]", "x-lookup", "A name: one picture for each value of a list of yours."),
)


def register(context: PageContext) -> None:
    """Declare the start page."""

    @whole_page("/")
    async def start() -> Response | None:
        place = last_place()
        target = await call(place_to_go, context.services, place)
        if target:
            return RedirectResponse(target, status_code=302)
        await _teach(context)
        return None


def place_to_go(services: Services, place: LastPlace | None) -> str | None:
    """Say where the work goes on: where this browser was last, else the newest order; None for a first start."""
    if place is not None and _is_open(services, place):
        return order_path(place.project_id)
    newest = services.orders.list(limit=1).items
    if newest:
        last = LastPlace(newest[0].project_id)
        return order_path(last.project_id) if _is_open(services, last) else PROJECTS
    if services.projects.list(None):
        return PROJECTS
    return ORDER if services.drafts.get(None).revision else None


def _is_open(services: Services, place: LastPlace) -> bool:
    if place.project_id is None:
        return True
    try:
        return services.projects.get(place.project_id).status is ProjectStatus.ACTIVE
    except ImagenError:
        return False


async def _teach(context: PageContext) -> None:
    with frame("Welcome", "start", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
        with page.status:
            queue_pill(context)
        with d.node("div", "page start-page"):
            _introduce()
            trial = _Trial(context)
            _offer_providers(await call(context.services.keys.states))
            _explain_language()
    await trial.check(EXAMPLE)


def _introduce() -> None:
    with d.node("header", "start-head"):
        d.text("Write one prompt, get every picture you meant", "start-title", tag="h2")
        d.text(
            "Put choices in brackets and Imagen makes a picture for each. Here is one to begin with: change it, "
            "or take it as it is.",
            "start-lead",
            tag="p",
        )


def _offer_providers(states: Sequence[KeyState]) -> None:
    """Lead to where a key is set, or say that there is one; with no provider that takes one there is nothing to say."""
    if not states:
        return
    with d.node("section", "start-providers", aria_label="Providers"):
        d.text("Or make pictures, video and sound with the models of a service. Add your key of", "muted")
        with d.node("div", "cluster gap-2"):
            for state in states:
                path = settings_path(state.provider)
                d.pill(state.label, href=path, icon="check" if state.is_set else "key").props["aria-label"] = (
                    f"{state.label}: its key is set" if state.is_set else f"Add a key of {state.label}"
                )


def _explain_language() -> None:
    with d.node("ul", "start-language"):
        for written, kind, meaning in _LANGUAGE:
            with d.node("li"):
                d.text(written, f"mono x-token x-first x-last {kind}")
                d.text(meaning, "muted")


class _Trial:
    """The example in an editor, what it would make, and the one thing to do next."""

    def __init__(self, context: PageContext) -> None:
        self._services = context.services
        self._wanted = EXAMPLE
        self._press = str(new_id())  # pressed twice, it is one order all the same
        self._seed = new_expansion_seed()  # goes along, so that the picks shown here are those that are ordered
        with d.panel("", classes="start-trial"):
            with d.field("Prompt") as self._field:
                self.editor = ExpansionEditor(EXAMPLE, label="Prompt", on_change=self.check)
            self._plan = d.node("div", "start-plan", role="list", aria_label="What this would make")
            with d.node("div", "spread start-foot"):
                with d.node("div", "bar start-renderer"):
                    d.icon("wand")
                    with d.node("p", "muted"):
                        d.text("Drawn by Sketch", "strong")
                        d.text(", built in: it draws by rules and is no AI. No key, no network, no cost.")
                self._go = d.button(_MAKE, self._make, kind="primary", big=True, key="Ctrl+Enter")

    async def check(self, prompt: str) -> None:
        """Show what the prompt as it stands would make."""
        self._wanted = prompt
        planned = await call(
            self._services.plans.plan, OrderRequest(MODEL, {"prompt": prompt}, seed=self._seed), offset=0, limit=SHOWN
        )
        if self.editor.is_deleted or prompt != self._wanted:
            return
        self.editor.set_problems(
            as_editor_problems([*planned.errors, *planned.warnings], "prompt", prompt),
            for_text=prompt,
        )
        self._show(planned)

    def _show(self, planned: PlanView) -> None:
        pictures = "1 picture" if planned.count == 1 else f"{planned.count:,} pictures"
        self._field.set_count(pictures if planned.ok else "")
        self._go.set_text(f"Make {pictures}" if planned.ok else _MAKE)
        self._plan.clear()
        with self._plan:
            for item in planned.items:
                _tile(item)
            if planned.count > len(planned.items):
                with d.node("div", "start-tile more", role="listitem"):
                    d.text(f"and {planned.count - len(planned.items):,} more", "faint")

    async def _make(self) -> None:
        """Order at once, and go to where the pictures come; the form there holds what was typed here."""
        self._go.busy()
        prompt = self.editor.value
        parameters = {"prompt": prompt}
        try:
            await call(self._services.orders.place, OrderRequest(MODEL, parameters, seed=self._seed), self._press)
            # the next order draws its random picks anew
            state = {"model_key": MODEL, "parameters": parameters, "seed": new_expansion_seed()}
            # a form begun elsewhere is kept as it is: the order is placed all the same
            with suppress(Conflict):
                await call(self._services.drafts.save, None, state, "start", 0)
        finally:
            self._go.busy(False)
        ui.navigate.to(ORDER)


def _tile(item: PlannedGeneration) -> None:
    with d.node("div", "start-tile", role="listitem"):
        d.icon("planned")
        words = [choice.text for choice in item.choices if choice.text]
        d.text(" · ".join(words) or str(item.parameters.get("prompt", "")), "clamp-2")
