"""Values of secret parameters: parameter sets hold a mark in their place, so that what is stored or shown tells nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType

KEPT = "secret:kept"
"""Stands where a secret was typed that is kept among the keys."""

Change = Callable[[str, ParameterSpec, Any], Any]


def is_typed(value: Any) -> bool:
    """Tell whether a value is a secret itself: neither blank nor the mark of a kept one."""
    return value not in (None, "", KEPT)


def marked(spec: ParameterSetSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give a parameter set with the mark in place of every secret that was typed."""
    return changed(spec, values, lambda _place, _spec, value: KEPT if is_typed(value) else value)


def changed(spec: ParameterSetSpec, values: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Give a parameter set with its secrets changed, those in the rows of groups too.

    `change` is given the place (`name`, or `group.row.name` from 0), the parameter and the value.
    """
    made = dict(values)
    for parameter in spec.parameters:
        if parameter.name not in made:
            continue
        value = made[parameter.name]
        if parameter.secret:
            made[parameter.name] = change(parameter.name, parameter, value)
        elif parameter.type is ParameterType.GROUP and isinstance(value, list | tuple):
            made[parameter.name] = [_row(parameter, number, row, change) for number, row in enumerate(value)]
    return made


def secrets_in(spec: ParameterSetSpec, values: Mapping[str, Any]) -> Iterator[tuple[str, ParameterSpec, Any]]:
    """Give every secret of a parameter set: its place, its parameter and its value."""
    found: list[tuple[str, ParameterSpec, Any]] = []

    def note(place: str, parameter: ParameterSpec, value: Any) -> Any:
        found.append((place, parameter, value))
        return value

    changed(spec, values, note)
    yield from found


def secret_names(spec: ParameterSetSpec) -> frozenset[str]:
    """Name the parameters that are secret, by themselves or within the rows of groups."""
    rows = (field for parameter in spec.parameters for field in parameter.fields)
    return frozenset(parameter.name for parameter in (*spec.parameters, *rows) if parameter.secret)


def _row(group: ParameterSpec, number: int, row: Any, change: Change) -> Any:
    if not isinstance(row, Mapping):
        return row
    made = dict(row)
    for field in group.fields:
        if field.secret and field.name in made:
            made[field.name] = change(f"{group.name}.{number}.{field.name}", field, made[field.name])
    return made
