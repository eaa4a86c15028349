"""Find a model that takes a product as an input, and what of the form it can do without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, Role
from imagen.ui.pages.order.state import FormState, is_blank


@dataclass(frozen=True)
class Moved:
    """What happened to the form: the title of its model now, and whether the prompt was emptied."""

    model: str
    emptied: bool


def model_taking(specs: Mapping[str, ParameterSetSpec], kind: str, current: str) -> str | None:
    """Find a model that takes a kind of product, one of the current model's provider first."""
    takers = [key for key, spec in specs.items() if any(p.type == kind for p in spec.parameters)]
    own = current.partition(":")[0]
    return next((key for key in takers if key.startswith(f"{own}:")), takers[0] if takers else None)


def without_prompts(spec: ParameterSetSpec, state: FormState) -> list[ParameterSpec]:
    """Give the filled prompts that a model can do without."""
    return [
        p
        for p in spec.parameters
        if p.role is Role.PROMPT and not p.required and not is_blank(state.parameters.get(p.name))
    ]
