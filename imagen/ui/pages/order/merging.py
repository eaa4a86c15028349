"""Bring together what two windows made of one draft: each field takes the side that changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PARAMETERS = "parameters"


@dataclass(frozen=True)
class Merged:
    """The draft that both windows can go on with; `taken` names what came from the other one, `contested` what both changed."""

    state: dict[str, Any]
    taken: tuple[str, ...]
    contested: tuple[str, ...]


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Merge two descendants of a draft; where both changed a field, mine stays and the field is contested.

    Parameters are fields of their own, named as they are; other fields are named `*model_key` and so on.
    """
    flat_base, flat_mine, flat_theirs = _flat(base), _flat(mine), _flat(theirs)
    taken, contested = [], []
    merged = dict(flat_mine)
    for name in {**flat_mine, **flat_theirs}:
        was, here, there = flat_base.get(name), flat_mine.get(name), flat_theirs.get(name)
        if there in (here, was):
            continue
        if here == was:
            merged[name] = there
            taken.append(name)
        else:
            contested.append(name)
    return Merged(_nested(merged), tuple(taken), tuple(contested))


def _flat(state: Mapping[str, Any]) -> dict[str, Any]:
    parameters = state.get(PARAMETERS)
    flat = {f"*{key}": value for key, value in state.items() if key != PARAMETERS}
    return {**flat, **(parameters if isinstance(parameters, Mapping) else {})}


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    state: dict[str, Any] = {name[1:]: value for name, value in flat.items() if name.startswith("*")}
    state[PARAMETERS] = {name: value for name, value in flat.items() if not name.startswith("*")}
    return state
