"""One template in the list: what it sets, where it is offered, what it was made of, and what can be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from imagen.services.keeping_views import TemplateValue, TemplateView
from imagen.services.naming import counted
from imagen.ui import design as d
from imagen.ui.components.wording import ago
from imagen.ui.pages.templates.listing import said
from imagen.ui.paths import production_path

_MOST_VALUES = 8
Act = Callable[[TemplateView], Any]


@dataclass(frozen=True)
class TemplateActs:
    """What a row can ask for."""

    use: Act
    edit: Callable[[TemplateView], Awaitable[None]]
    delete: Callable[[TemplateView], Awaitable[None]]


class TemplateRow(ui.element):
    """Pressing its name, or Enter on it, uses the template."""

    def __init__(self, template: TemplateView, place: str, acts: TemplateActs) -> None:
        super().__init__("article")
        self.classes("template-row")
        self.template = template
        with self:
            with d.node("div", "template-words"):
                made = d.Text(template.name, "button", "template-open")
                made.props.update({"type": "button", "title": "Put it into the order form"})
                made.on("click", lambda: acts.use(template), [])
                if template.prompt and template.prompt != template.name:
                    d.text(template.prompt, "clamp-2 template-prompt", tag="p").props["title"] = template.prompt
                self._values()
                self._facts(place)
            with d.node("div", "bar template-acts"):
                d.button("Use", lambda: acts.use(template), icon="order", small=True)
                more = d.icon_button("more", f"More for {template.name}", tooltip=False)
                with d.menu(more):
                    d.menu_item("Change…", lambda: acts.edit(template), icon="edit")
                    d.menu_line()
                    d.menu_item("Delete", lambda: acts.delete(template), icon="bin", danger=True)

    def _values(self) -> None:
        """Show what it sets besides the prompt."""
        template = self.template
        rest = [one for one in template.values if one.value != template.prompt]
        with d.node("div", "cluster gap-1 template-values"):
            for one in rest[:_MOST_VALUES]:
                _chip(one)
            if len(rest) > _MOST_VALUES:
                d.text(f"+{len(rest) - _MOST_VALUES}", "faint small num")
            for words in _making(template):
                d.pill(words)
            if template.has_seed:
                d.pill("keeps its seed", icon="lock")

    def _facts(self, place: str) -> None:
        template = self.template
        with d.node("p", "faint small template-facts"):
            d.text(f"{place} · made {ago(template.created_at)}")
            if template.order_number is not None:
                link = d.text(f"from order {template.order_number}", tag="a")
                link.props["href"] = production_path(template.order_number)


def _chip(one: TemplateValue) -> None:
    made = d.pill(one.label, strong=said(one.value) or "(nothing)", classes="chip")
    made.props["title"] = f"{one.label}: {one.value}"


def _making(template: TemplateView) -> list[str]:
    """Say how it is made, where that is not the usual way."""
    return [
        words
        for words in (
            f"each {counted(template.repeats, 'time')}" if template.repeats > 1 else "",
            f"a sample of {template.sample:,}" if template.sample is not None else "",
            "one of each first" if template.one_of_each_first else "",
        )
        if words
    ]
