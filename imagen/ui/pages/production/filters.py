"""The line above the list: what is shown, words to look for, and what else narrows it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from nicegui import background_tasks, ui

from imagen.domain.production import Show
from imagen.ui import design as d
from imagen.ui.pages.production.view_state import WITHOUT, ViewState
from imagen.ui.pages.production.wording import SHOW_WORDS

_TYPING_PAUSE = 0.25
# A press elsewhere and Escape close the fields; the lists of the selects lie elsewhere in the page and belong to them.
_CLOSES_OUTSIDE = """(node) => {
    const box = node.el;
    document.addEventListener("pointerdown", (event) => {
        if (!box.contains(event.target) && !event.target.closest(".q-menu")) box.open = false;
    });
    box.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && box.open) { box.open = false; event.stopPropagation(); }
    });
}"""


class Filters:
    """Tells `on_change(state)` what a person wants to see; shows what the address says."""

    def __init__(self, state: ViewState, on_change: Callable[[ViewState], Any]) -> None:
        self._state = state
        self._on_change = on_change
        self._client = ui.context.client
        self._is_filling = False
        self._turn = 0
        self._pills: dict[Show, d.Labelled] = {}
        self._counts: dict[Show, d.Text] = {}
        with d.node("div", "pf"):
            with d.node("div", "pf-pills fades", role="group", aria_label="Which orders"):
                for show, word in SHOW_WORDS.items():
                    self._pill(show, word)
            with d.node("div", "pf-search"):
                d.icon("search")
                self._words = d.text_input(
                    state.q, on_change=self._typed, placeholder="Names and prompts", label="Search orders"
                )
                self._words.props("type=search")
                d.kbd("/")
            with d.node("details", "pf-more") as more:
                more.on("vnodeMounted", js_handler=_CLOSES_OUTSIDE)
                with d.node("summary", "btn", aria_label="Filters", title="Filters"):
                    d.icon("filter")
                    d.text("Filters")
                    self._active = d.badge("", "accent num")
                with d.node("div", "pf-fields"):
                    self._fields()
        self.show(state)

    def _pill(self, show: Show, word: str) -> None:
        made = d.pill(word, on_click=lambda: self._choose(show), on=False)
        with made:
            self._counts[show] = d.text("", "num pf-count")
        self._pills[show] = made

    def _fields(self) -> None:
        with d.field("Model"):
            self._model = d.select({"": "All models"}, "", on_change=self._narrowed, searchable=True)
        with d.field("Project"):
            self._project = d.select(
                {"": "All projects", WITHOUT: "Without a project"}, "", on_change=self._narrowed, searchable=True
            )
        with d.field("From"):
            self._since = d.text_input("", on_change=self._narrowed).props("type=date")
        with d.field("To"):
            self._until = d.text_input("", on_change=self._narrowed).props("type=date")
        d.button("Clear", self.clear, kind="ghost", small=True)

    def search(self) -> None:
        """Put the caret into the search."""
        self._words.run_method("focus")
        self._words.run_method("select")

    # ---- what the page tells ----

    def offer(self, models: Mapping[str, str], projects: Mapping[str, str]) -> None:
        """Offer the models with which anything was ordered, and the projects, by key and name."""
        self._is_filling = True
        gone_model = {self._state.model: self._state.model} if self._state.model else {}
        gone_project = {self._state.project: "A project that is gone"} if self._state.project else {}
        self._model.set_options({"": "All models", **gone_model, **models}, value=self._state.model)
        fixed = {"": "All projects", WITHOUT: "Without a project"}
        self._project.set_options(
            {**fixed, **gone_project, **projects, WITHOUT: fixed[WITHOUT]}, value=self._state.project
        )
        self._is_filling = False

    def show(self, state: ViewState) -> None:
        """Show other filters."""
        self._state = state
        self._is_filling = True
        for show, pill in self._pills.items():
            pill.props["aria-pressed"] = "true" if show is state.show else "false"
        self._words.set_value(state.q)
        for field, value in ((self._model, state.model), (self._project, state.project)):
            if value in field.options:  # what is chosen by an address is offered a moment later
                field.set_value(value)
        self._since.set_value(state.since.isoformat() if state.since else "")
        self._until.set_value(state.until.isoformat() if state.until else "")
        self._tell_active()
        self._is_filling = False

    def count(self, counts: Mapping[Show, int]) -> None:
        """Show how many orders each choice would list."""
        for show, text in self._counts.items():
            text.set_text(f"{counts[show]:,}")
        self._pills[Show.ATTENTION].classes(
            add="failed" if counts[Show.ATTENTION] else "", remove="" if counts[Show.ATTENTION] else "failed"
        )

    # ---- what a person does ----

    def _choose(self, show: Show) -> Any:
        return self._tell(replace(self._state, show=show))

    def _typed(self, event: Any) -> None:
        if self._is_filling:
            return
        self._turn += 1
        background_tasks.create(
            self._after_pause(self._turn, str(event.value or "")), name="search", context=self._client
        )

    async def _after_pause(self, turn: int, words: str) -> None:
        await asyncio.sleep(_TYPING_PAUSE)
        if turn == self._turn and words != self._state.q:
            await self._tell(replace(self._state, q=words))

    async def _narrowed(self) -> None:
        if self._is_filling:
            return
        await self._tell(
            replace(
                self._state,
                model=str(self._model.value or ""),
                project=str(self._project.value or ""),
                since=_day(self._since.value),
                until=_day(self._until.value),
            )
        )

    async def clear(self) -> None:
        """Narrow the list by nothing but the choice of what to show."""
        state = replace(self._state, q="", model="", project="", since=None, until=None)
        self.show(state)
        await self._tell(state)

    def _tell(self, state: ViewState) -> Any:
        self._state = state
        for show, pill in self._pills.items():
            pill.props["aria-pressed"] = "true" if show is state.show else "false"
        self._tell_active()
        return self._on_change(state)

    def _tell_active(self) -> None:
        state = self._state
        count = sum(bool(value) for value in (state.model, state.project, state.since, state.until))
        self._active.set_text(str(count))
        self._active.set_visibility(count > 0)


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None
