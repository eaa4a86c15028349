"""Examples that models publish as the default of their prompt: they are shown, and nobody buys them by mistake."""

from __future__ import annotations

from dataclasses import replace

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, Role


def asking_for_words(spec: ParameterSetSpec) -> ParameterSetSpec:
    """Ask for a prompt where an example stands as its default, and show the example as one."""
    return ParameterSetSpec(tuple(_asked(parameter) for parameter in spec.parameters))


def _asked(parameter: ParameterSpec) -> ParameterSpec:
    example = parameter.default
    if parameter.role is not Role.PROMPT or not isinstance(example, str) or not example.strip():
        return parameter
    ui = replace(parameter.ui, placeholder=parameter.ui.placeholder or example[:200])
    return replace(parameter, default=None, required=True, ui=ui)
