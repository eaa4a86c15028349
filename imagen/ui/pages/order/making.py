"""How the order is to be made: how often, with which seeds, how many of them, in which order, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from imagen.domain.expansion import Problem
from imagen.domain.ordering import Priority, SeedPolicy
from imagen.ui import design as d
from imagen.ui.pages.order.state import FormState

SEEDS = {
    str(SeedPolicy.AS_GIVEN): "As given in the seed field",
    str(SeedPolicy.SAME): "The same for all",
    str(SeedPolicy.PER_REPEAT): "A new one for each repeat",
    str(SeedPolicy.PER_GENERATION): "A new one for each generation",
}
WHEN = {str(Priority.INTERACTIVE): "Now", str(Priority.BACKGROUND): "In the background"}


class Making:
    """The options of the order itself; `on_change(name=value)` is called when a person changes one."""

    def __init__(self, state: FormState, on_change: Callable[..., Any]) -> None:
        self._on_change = on_change
        self._showing = False
        with d.field_grid(2):
            with d.field("Repeats", limits="of each combination") as self._repeats_field:
                self._repeats = d.number_input(
                    state.repeats, minimum=1, step=1, on_change=lambda e: self._changed(repeats=_count(e.value, 1))
                )
            with d.field("Sample", limits="of all") as self._sample_field:
                self._sample = d.number_input(
                    state.sample,
                    minimum=1,
                    step=1,
                    placeholder="all",
                    on_change=lambda e: self._changed(sample=_count(e.value, None)),
                )
            with d.field("Seeds", classes="full"):
                self._seeds = d.select(
                    SEEDS, str(state.seed_policy), on_change=lambda e: self._changed(seed_policy=SeedPolicy(e.value))
                )
        with d.node("div", "spread making-line"):
            self._each = d.checkbox(
                "Make one of each first",
                state.one_of_each_first,
                on_change=lambda e: self._changed(one_of_each_first=bool(e.value)),
            )
            self._when = d.segmented(
                WHEN, str(state.priority), label="When", on_change=lambda key: self._changed(priority=Priority(key))
            )

    def show(self, state: FormState) -> None:
        """Show other options, without an event."""
        self._showing = True
        self._repeats.set_value(state.repeats)
        self._sample.set_value(state.sample)
        self._seeds.set_value(str(state.seed_policy))
        self._each.set_value(state.one_of_each_first)
        self._when.set_value(str(state.priority))
        self._showing = False

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Put problems to their options."""
        for field, name in ((self._repeats_field, "repeats"), (self._sample_field, "sample")):
            field.set_error(next((p.message for p in problems if p.parameter == name), ""))

    def _changed(self, **change: Any) -> None:
        if not self._showing:
            self._on_change(**change)


def _count(value: float | None, blank: int | None) -> int | None:
    return blank if value is None else int(value)
