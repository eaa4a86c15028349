"""How the order is to be made: how often, with which seeds, how many of them, in which order, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from imagen.domain.expansion import Problem
from imagen.domain.ordering import Priority, SeedPolicy
from imagen.ui import design as d
from imagen.ui.pages.order.controls.section import Section
from imagen.ui.pages.order.state import FormState

SEEDS = {
    str(SeedPolicy.AS_GIVEN): "As given in the seed field",
    str(SeedPolicy.SAME): "The same for all",
    str(SeedPolicy.PER_REPEAT): "A new one for each repeat",
    str(SeedPolicy.PER_GENERATION): "A new one for each generation",
}
WHEN = {str(Priority.INTERACTIVE): "Now", str(Priority.BACKGROUND): "In the background"}


_SEEDS_SAID = {
    SeedPolicy.SAME: "one seed for all",
    SeedPolicy.PER_REPEAT: "a seed for each repeat",
    SeedPolicy.PER_GENERATION: "a seed for each generation",
}
_REPEATS = "How many of each combination to make."
_SAMPLE = "How many to make of all the combinations, drawn at random. Blank: all of them."


class Making:
    """The options of the order itself; `on_change(name=value)` is called when a person changes one."""

    def __init__(self, state: FormState, on_change: Callable[..., Any]) -> None:
        self._on_change = on_change
        self._showing = False
        with d.node("div", "contain"), d.node("div", "how-many"):
            self._build_numbers(state)
        self._section = Section("How to make it", opened=bool(_said(state)))
        with self._section.element, d.stack(3):
            self._build_rest(state)
        self._section.say(*_said(state))

    def _build_numbers(self, state: FormState) -> None:
        with d.field("Repeats", more=_REPEATS, classes="beside") as self._repeats_field:
            self._repeats = d.number_input(
                state.repeats, minimum=1, step=1, on_change=lambda e: self._changed(repeats=_count(e.value, 1))
            )
        with d.field("Sample", more=_SAMPLE, classes="beside") as self._sample_field:
            self._sample = d.number_input(
                state.sample,
                minimum=1,
                step=1,
                placeholder="all",
                on_change=lambda e: self._changed(sample=_count(e.value, None)),
            )

    def _build_rest(self, state: FormState) -> None:
        with d.field("Seeds"):
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
        self.mark(state)

    def mark(self, state: FormState) -> None:
        """Say what is set where it is folded away."""
        self._section.say(*_said(state))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Put problems to their options."""
        for field, name in ((self._repeats_field, "repeats"), (self._sample_field, "sample")):
            field.set_error(next((p.message for p in problems if p.parameter == name), ""))

    def _changed(self, **change: Any) -> None:
        if not self._showing:
            self._on_change(**change)


def _said(state: FormState) -> list[str]:
    """Say what is not as it comes."""
    said = [
        _SEEDS_SAID.get(state.seed_policy, ""),
        "one of each first" if state.one_of_each_first else "",
        "in the background" if state.priority is Priority.BACKGROUND else "",
    ]
    return [part for part in said if part]


def _count(value: float | None, blank: int | None) -> int | None:
    return blank if value is None else int(value)
