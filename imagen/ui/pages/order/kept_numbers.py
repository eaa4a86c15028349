"""Say at the form that numbers set for another model still multiply the order, with one press that sets them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import prod
from typing import Any

from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.services.views import PlanView
from imagen.ui import design as d
from imagen.ui.pages.order.controls.control import as_written
from imagen.ui.pages.order.state import FormState

_MOST_WRITTEN = 30


@dataclass(frozen=True)
class Kept:
    """What stands from before and multiplies, in words, and the form without it."""

    said: tuple[str, ...]
    without: FormState


class KeptNumbers:
    """A notice after a change of model; `on_reset(state)` is called with the form in which nothing of it is left."""

    def __init__(self, on_reset: Callable[[FormState], Any]) -> None:
        self._on_reset = on_reset
        self._before: FormState | None = None
        self._kept: Kept | None = None
        with d.node("div", "notice info kept-numbers", role="status") as self._notice:
            d.icon("info")
            self._words = d.text("", "grow", tag="div")
            d.button("Set back", self._reset, small=True)
        self._notice.set_visibility(False)

    def model_changed(self, state: FormState) -> None:
        """Watch over what a form has brought along to another model."""
        self._before = state

    def forget(self) -> None:
        """Say no more of it: what stands in the form is meant."""
        self._before = None
        self._tell(None)

    def planned(self, state: FormState, spec: ParameterSetSpec, view: PlanView) -> None:
        """Say what of a plan's generations is there only because of numbers from before."""
        self._tell(kept_numbers(self._before, state, spec, view) if self._before is not None else None)

    def _tell(self, kept: Kept | None) -> None:
        self._kept = kept
        self._words.set_text(f"Kept from before: {', '.join(kept.said)}" if kept else "")
        self._notice.set_visibility(kept is not None)

    def _reset(self) -> None:
        kept = self._kept
        self.forget()
        if kept is not None:
            self._on_reset(kept.without)


def kept_numbers(before: FormState, state: FormState, spec: ParameterSetSpec, view: PlanView) -> Kept | None:
    """Find the seeds and repeats that still stand and multiply; a sample goes with them where it left nothing out.

    Any other sample makes an order smaller, so that setting it back would buy more.
    """
    if view.errors or view.count < 2:
        return None
    seed = spec.with_role(Role.SEED)
    value = state.parameters.get(seed.name) if seed else None
    own = [f.size for f in view.factors if seed and f.parameter == seed.name and f.parent is None]
    is_seed = seed is not None and value == before.parameters.get(seed.name) and prod(own) > 1
    is_repeats = state.repeats == before.repeats > 1
    if not (is_seed or is_repeats):
        return None
    said, without = [], state
    if seed is not None and is_seed:
        said.append(f"{seed.label} {_short(as_written(value))}")
        without = without.with_parameter(seed.name, None)
    if is_repeats:
        said.append(f"Repeats {state.repeats:,}")
        without = replace(without, repeats=1)
    left = view.total // (prod(own) if is_seed else 1) // (state.repeats if is_repeats else 1)
    if state.sample is not None and state.sample == before.sample and left <= state.sample:
        said.append(f"Sample {state.sample:,}")
        without = replace(without, sample=None)
    return Kept(tuple(said), replace(without, excluded=()))


def _short(written: str) -> str:
    return written if len(written) <= _MOST_WRITTEN else f"{written[: _MOST_WRITTEN - 1]}…"
