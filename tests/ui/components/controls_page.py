"""The order form's controls on a page of their own, for the published schema of any model in the collection."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.expansion import Lookups, Problem, plan
from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.schema import convert
from imagen.services.views import ProductView
from imagen.ui import design as d
from imagen.ui.pages.order.controls.media import MediaControl
from imagen.ui.pages.order.parameter_form import ParameterForm
from tests.providers.schema.corpus import entry

STYLE = d.STATIC / "order.css"


class FormOnItsOwn:
    """The form as the Order page has it: each edit is planned, and problems go to their fields."""

    def __init__(self, spec: ParameterSetSpec, values: dict[str, Any]) -> None:
        self.spec = spec
        self.values = values
        self.form = ParameterForm(
            on_edit=self.edit, on_reset=self.reset, find=self._find, pick=self._pick, project_id=None
        )
        self.form.build(spec, values)
        self.label = d.text("", tag="pre").style("white-space: pre-wrap")
        self.label.props["id"] = "heard"
        self.insist = False
        self.plan()

    def edit(self, name: str, value: Any) -> None:
        self.values = {**self.values, name: value}
        self.plan()

    def reset(self, name: str) -> None:
        self.values.pop(name, None)
        self.form.show(self.values, [name], force=True)
        self.plan()

    def order(self) -> None:
        self.insist = True
        self.plan()

    def plan(self) -> None:
        said = {name: value for name, value in self.values.items() if value not in (None, "", [])}
        found = plan(self.spec, said, Lookups({}), seed=1)
        problems: list[Problem] = [*found.problems, *found.warnings]
        self.form.mark(self.values)
        self.form.show_plan(self.values, problems, found.factors, insist=self.insist)
        self.label.set_text(json.dumps(self.values, ensure_ascii=False))

    async def _find(self, ids: Sequence[UUID]) -> Sequence[ProductView]:
        return []

    def _pick(self, control: MediaControl) -> None:
        control._images.add_product({"id": str(UUID(int=7)), "thumb": "/picture/7", "title": "Picked"})


def controls_page(name: str, source: str = "neutral", values: str = "{}") -> None:
    """Show the form of one model beside what stands in it."""
    ui.add_css(STYLE.read_text("utf-8"))
    with d.node("div", "split order-page"):
        with d.node("div", "split-side"), d.node("div", "form-scroll stack gap-3 pad"):
            made = FormOnItsOwn(convert(entry(name, source).published).spec, json.loads(values))
            d.button("Order", made.order, kind="primary")
        with d.node("div", "split-main pad"):
            made.label.move(ui.context.slot.parent)
