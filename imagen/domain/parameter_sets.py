"""The four parameter sets of a generation: base (typed), generation (expanded), actual (sent), return (answered)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType

ParameterSet = Mapping[str, Any]

PRODUCT_REFERENCE = "product:"


@dataclass(frozen=True)
class MediaValue:
    """The value of a media parameter; `owner` is the group it stands in, or itself, and `place` names where it stands."""

    owner: ParameterSpec
    spec: ParameterSpec
    place: str
    value: Any


def generation_set(spec: ParameterSetSpec, expanded: ParameterSet) -> dict[str, Any]:
    """Complete an expanded base set with the spec's defaults; blanks are left out."""
    given = {name: value for name, value in expanded.items() if value is not None}
    return {**spec.defaults(), **given}


def product_ids(spec: ParameterSetSpec, values: ParameterSet) -> list[tuple[str, str]]:
    """List the products that a parameter set refers to, as pairs of parameter name and product id."""
    return [(media.place, found) for media in media_values(spec, values) for found in references(media.value)]


def media_values(spec: ParameterSetSpec, values: ParameterSet) -> Iterator[MediaValue]:
    """Give every media parameter with its value, those in the rows of groups too."""
    for parameter in spec.parameters:
        value = values.get(parameter.name)
        if parameter.is_media:
            yield MediaValue(parameter, parameter, parameter.name, value)
        elif parameter.type is ParameterType.GROUP and isinstance(value, list | tuple):
            yield from _media_in_rows(parameter, value)


def _media_in_rows(group: ParameterSpec, rows: Iterable[Any]) -> Iterator[MediaValue]:
    for number, row in enumerate(rows):
        for part in group.fields if isinstance(row, Mapping) else ():
            if part.is_media:
                yield MediaValue(group, part, f"{group.name}.{number}.{part.name}", row.get(part.name))


def references(value: Any) -> list[str]:
    """Read the product ids out of a media parameter's value."""
    items: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
    return [i.removeprefix(PRODUCT_REFERENCE) for i in items if isinstance(i, str) and i.startswith(PRODUCT_REFERENCE)]


def differing(sets: Iterable[ParameterSet]) -> list[str]:
    """Name the parameters in which parameter sets differ, in the order in which they first appear."""
    listed = list(sets)
    names = dict.fromkeys(name for values in listed for name in values)
    return [name for name in names if any(values.get(name) != listed[0].get(name) for values in listed[1:])]
