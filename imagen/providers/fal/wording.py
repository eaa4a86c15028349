"""A change to published forms that holds for whole model types: examples are no prompts."""

from __future__ import annotations

from dataclasses import replace

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, Role


def asking_for_words(spec: ParameterSetSpec) -> ParameterSetSpec:
    """Ask for a prompt: some models publish an example as its default, and nobody wants to pay for an example."""
    return ParameterSetSpec(tuple(_asked(parameter) for parameter in spec.parameters))


def _asked(parameter: ParameterSpec) -> ParameterSpec:
    example = parameter.default
    if parameter.role is not Role.PROMPT or not isinstance(example, str) or not example.strip():
        return parameter
    ui = replace(parameter.ui, placeholder=parameter.ui.placeholder or example[:200])
    return replace(parameter, default=None, required=True, ui=ui)
