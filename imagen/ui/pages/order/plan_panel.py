"""What this order will make: the factors, the first generations with only what differs, shuffle and sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import background_tasks, ui

from imagen.domain.expansion import Problem
from imagen.services.views import PlannedGeneration
from imagen.ui import design as d
from imagen.ui.components.plan_table import PlanTable
from imagen.ui.pages.order.plan_rows import columns, rows
from imagen.ui.pages.order.planner import Planner, ShownPlan
from imagen.ui.pages.order.wording import factor_sentence, random_note


@dataclass(frozen=True)
class PlanActs:
    """What a person can do in the plan."""

    shuffle: Callable[[], Any]
    untick: Callable[[int, bool], Any]
    tick_all: Callable[[], Any]


class PlanPanel:
    """Shows a plan; while there are problems it shows what they are instead."""

    def __init__(self, acts: PlanActs) -> None:
        self._acts = acts
        self._planner: Planner | None = None
        self._signature: object = None
        with d.panel("What this order will make", actions=self._head, padded=False, classes="plan-panel"):
            self._factors = d.text("", "plan-factors small muted", tag="p")
            self._notes = d.node("div", "plan-notes stack gap-2")
            self._table = PlanTable(on_untick=self._untick, on_more=self._more)
            self._blank = d.text("", "plan-blank muted small", tag="p")

    def connect(self, planner: Planner) -> None:
        """Say where further rows come from."""
        self._planner = planner

    def _head(self) -> None:
        self._all = d.button("Tick all", self._acts.tick_all, kind="link", small=True)
        self._all.set_visibility(False)
        self._shuffle = d.button("Shuffle", self._acts.shuffle, kind="ghost", small=True, icon="shuffle")
        self._shuffle.props["title"] = "Draw the random picks and the sample anew"

    def show(self, shown: ShownPlan, general: list[Problem], notes: list[str]) -> None:
        """Show a plan, with problems that belong to no field and what else is to be said."""
        view = shown.view
        self._factors.set_text(" · ".join(filter(None, (factor_sentence(view.factors), random_note(view.factors)))))
        self._factors.set_visibility(bool(self._factors.text))
        drawn = any(f.kind == "random" for f in view.factors)
        self._shuffle.set_visibility(drawn or shown.request.sample is not None)
        self._all.set_visibility(bool(shown.request.excluded))
        self._say(general, [*view.notes, *notes])
        self._fill(shown)

    def _say(self, general: list[Problem], notes: list[str]) -> None:
        self._notes.clear()
        with self._notes:
            for problem in general:
                d.notice(problem.message, kind="danger")
            for note in notes:
                d.notice(note)
        self._notes.set_visibility(bool(general or notes))

    def _fill(self, shown: ShownPlan) -> None:
        view = shown.view
        signature = (view.factors, shown.rows, shown.possible)
        differs = columns(view.factors)
        several = view.ok and shown.possible > 1
        self._table.set_visibility(several and bool(differs))
        self._blank.set_visibility(not several or not differs)
        if view.errors:
            self._blank.set_text("The plan shows here once the form can be ordered.")
        elif not several:
            self._blank.set_text("One generation, with exactly these values.")
        else:
            self._blank.set_text("All with the same values; only their seeds differ.")
        # Rows that were opened by “show more” stay while only a tick has changed.
        if signature != self._signature and several:
            self._signature = signature
            filled = rows(view.factors, shown.rows, shown.request.excluded)
            self._table.set_rows(differs, filled, total=str(shown.possible))

    def _untick(self, index: int | str, checked: bool) -> None:
        self._acts.untick(int(index), checked)

    def _more(self, shown_rows: int) -> None:
        background_tasks.create(self._load(shown_rows), name="more of the plan", context=ui.context.client)

    async def _load(self, offset: int) -> None:
        planner = self._planner
        if planner is None or planner.shown is None:
            return
        before = planner.shown
        items: tuple[PlannedGeneration, ...] = await planner.more(offset)
        if planner.shown is before and not self._table.is_deleted:
            self._table.add_rows(rows(before.view.factors, items, before.request.excluded))
