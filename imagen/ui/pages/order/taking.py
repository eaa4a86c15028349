"""Use a product with another model: what of the form that one can do without."""

from __future__ import annotations

from dataclasses import dataclass

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, Role
from imagen.ui.pages.order.state import FormState, is_blank


@dataclass(frozen=True)
class Moved:
    """What happened to the form: the title of its model now, and whether the prompt was emptied."""

    model: str
    emptied: bool


def without_prompts(spec: ParameterSetSpec, state: FormState) -> list[ParameterSpec]:
    """Give the filled prompts that a model can do without."""
    return [
        p
        for p in spec.parameters
        if p.role is Role.PROMPT and not p.required and not is_blank(state.parameters.get(p.name))
    ]
