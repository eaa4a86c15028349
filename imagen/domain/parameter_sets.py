"""The four parameter sets of a generation: base (typed), generation (expanded), actual (sent), return (answered)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from imagen.domain.parameters import ParameterSetSpec

ParameterSet = Mapping[str, Any]

PRODUCT_REFERENCE = "product:"


def generation_set(spec: ParameterSetSpec, expanded: ParameterSet) -> dict[str, Any]:
    """Complete an expanded base set with the spec's defaults; blanks are left out."""
    given = {name: value for name, value in expanded.items() if value is not None}
    return {**spec.defaults(), **given}


def product_ids(spec: ParameterSetSpec, values: ParameterSet) -> list[tuple[str, str]]:
    """List the products that a parameter set refers to, as pairs of parameter name and product id."""
    found = []
    for parameter in spec.parameters:
        if parameter.is_media:
            found += [(parameter.name, reference) for reference in references(values.get(parameter.name))]
    return found


def references(value: Any) -> list[str]:
    """Read the product ids out of a media parameter's value."""
    items: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
    return [i.removeprefix(PRODUCT_REFERENCE) for i in items if isinstance(i, str) and i.startswith(PRODUCT_REFERENCE)]


def differing(sets: Iterable[ParameterSet]) -> list[str]:
    """Name the parameters in which parameter sets differ, in the order in which they first appear."""
    listed = list(sets)
    names = dict.fromkeys(name for values in listed for name in values)
    return [name for name in names if any(values.get(name) != listed[0].get(name) for values in listed[1:])]
