"""Changes to published forms that hold for whole model types and families: examples are no prompts, addresses are files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, Role
from imagen.providers.schema import Published


def asking_for_words(spec: ParameterSetSpec) -> ParameterSetSpec:
    """Ask for a prompt: many models publish an example as its default, and nobody wants to pay for an example."""
    return ParameterSetSpec(tuple(_asked(parameter) for parameter in spec.parameters))


def _asked(parameter: ParameterSpec) -> ParameterSpec:
    example = parameter.default
    if parameter.role is not Role.PROMPT or not isinstance(example, str) or not example.strip():
        return parameter
    ui = replace(parameter.ui, placeholder=parameter.ui.placeholder or example[:200])
    return replace(parameter, default=None, required=True, ui=ui)


def with_files(published: Published, names: tuple[str, ...]) -> Published:
    """Say of inputs that they are files, where a model publishes them as plain texts."""
    inputs = published.inputs or {}
    properties = inputs.get("properties")
    if not names or not isinstance(properties, Mapping):
        return published
    changed = {
        name: {**written, "format": "uri"}
        for name, written in properties.items()
        if name in names and isinstance(written, Mapping) and written.get("type") == "string"
    }
    return replace(published, inputs={**inputs, "properties": {**properties, **changed}}) if changed else published
