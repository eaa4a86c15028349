"""Save an order, a product or what stands in a form as a template: the same question wherever that can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.services.all import Services
from imagen.services.keeping_views import TemplateView
from imagen.services.order_request import OrderRequest
from imagen.services.reuse import ReuseWhat
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.paths import TEMPLATES

LONGEST = 60
_KEEPS_SEED = "Keep the seed"
_WHAT = {ReuseWhat.TEMPLATE.value: "The order as typed", ReuseWhat.VALUES.value: "The values of this one"}
_OWN, _ALL = "project", "all"


@dataclass(frozen=True)
class TemplateAnswers:
    """What a person said about a template to be made; `project_id` None makes it that of all projects."""

    name: str
    keep_seed: bool
    project_id: UUID | None
    what: ReuseWhat


@dataclass(frozen=True)
class _Asked:
    name: str
    project_id: UUID | None
    project: str
    make: Callable[[TemplateAnswers], TemplateView]
    own_prompt: str = ""


async def save_order_as_template(services: Services, order_id: UUID) -> None:
    """Ask how an order is kept as a template, and keep it."""
    order = await call(services.orders.get, order_id)

    def make(said: TemplateAnswers) -> TemplateView:
        return services.templates.of_order(order_id, said.name, keep_seed=said.keep_seed, project_id=said.project_id)

    await _save(services, _Asked(order.name, order.project_id, "", make))


async def save_product_as_template(services: Services, product_id: UUID) -> None:
    """Ask how what made a product is kept as a template, and keep it; say so where nobody knows what made it."""
    try:
        request = await call(lambda: services.reuse.product(product_id, ReuseWhat.TEMPLATE, keep_seed=True))
    except ImagenError as unknown:
        d.toast(str(unknown), kind="danger")
        return

    def make(said: TemplateAnswers) -> TemplateView:
        return services.templates.of_product(
            product_id, said.name, what=said.what, keep_seed=said.keep_seed, project_id=said.project_id
        )

    prompt = str(request.parameters.get("prompt") or "")
    own = await call(lambda: services.reuse.product(product_id, ReuseWhat.VALUES, keep_seed=True))
    own_prompt = str(own.parameters.get("prompt") or "")
    await _save(services, _Asked(prompt, request.project_id, "", make, own_prompt or prompt))


async def save_request_as_template(services: Services, request: OrderRequest, title: str) -> None:
    """Ask how what stands in a form is kept as a template, and keep it."""

    def make(said: TemplateAnswers) -> TemplateView:
        asked = replace(request, project_id=said.project_id)
        return services.templates.of_request(asked, said.name, keep_seed=said.keep_seed)

    await _save(services, _Asked(title, request.project_id, "", make))


async def _save(services: Services, asked: _Asked) -> None:
    if asked.project_id is not None:
        asked = replace(asked, project=(await call(services.projects.get, asked.project_id)).name)
    with ui.context.client.layout:
        made = await _TemplateDialog(asked).ask()
        if made is not None:
            d.toast(f"Saved the template {made.name}.", kind="done", action=("Show", lambda: ui.navigate.to(TEMPLATES)))


class _TemplateDialog:
    """What is wrong is said at the name, and what was typed stays."""

    def __init__(self, asked: _Asked) -> None:
        self._asked = asked
        with d.dialog("Save as a template", size="narrow") as self._dialog:
            with d.field("Name") as self._field:
                self._name = d.name_input(_shortened(asked.name))
            self._what = (
                self._choice("What it keeps", _WHAT, ReuseWhat.TEMPLATE.value, self._name_it)
                if asked.own_prompt
                else None
            )
            with d.node("div", "stack gap-1"):
                self._seed = d.switch(_KEEPS_SEED)
                d.text("With its seed it makes the same again; without, each order draws anew.", "faint small", tag="p")
            places = {_OWN: f"Only {_shortened(asked.project, 24)}", _ALL: "All projects"}
            self._place = self._choice("Where it is offered", places, _OWN) if asked.project_id else None
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._button = d.button("Save template", self._submit, kind="primary", key="Ctrl+Enter")
        self._name.on("keydown.enter", self._submit, [])

    def _choice(
        self, label: str, options: dict[str, str], value: str, on_change: Callable[[str], None] | None = None
    ) -> d.Segmented:
        with d.node("div", "stack gap-1"):
            d.text(label, "small muted", tag="div")
            return d.segmented(options, value, label=label, on_change=on_change)

    def _name_it(self, what: str) -> None:
        """Offer the name that fits what is kept, unless another one was given."""
        names = {
            ReuseWhat.TEMPLATE.value: _shortened(self._asked.name),
            ReuseWhat.VALUES.value: _shortened(self._asked.own_prompt),
        }
        if self._name.value in names.values():
            self._name.set_value(names[what])

    async def ask(self) -> TemplateView | None:
        """Give the template that was made, None when it was not to be after all."""
        made = await self._dialog.ask()
        return made if isinstance(made, TemplateView) else None

    async def _submit(self) -> None:
        is_own = self._place is not None and self._place.value == _OWN
        said = TemplateAnswers(
            name=self._name.value or "",
            keep_seed=bool(self._seed.value),
            project_id=self._asked.project_id if is_own else None,
            what=ReuseWhat(self._what.value) if self._what is not None else ReuseWhat.TEMPLATE,
        )
        if not said.name.strip():
            self._field.set_error("Give it a name.")
            return
        self._button.busy()
        try:
            made = await call(self._asked.make, said)
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        finally:
            self._button.busy(False)
        self._dialog.submit(made)


def _shortened(text: str, longest: int = LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
