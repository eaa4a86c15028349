"""The plan as a table: a column for each choice in which the generations differ, a row for each generation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from imagen.domain.expansion import Factor
from imagen.domain.expansion.outcome import REPEAT_KEY
from imagen.services.choice_labels import distinct, factor_label
from imagen.services.views import PlannedGeneration

MOST_EXACT = 2**53
_KINDS = {"lookup": "lookup", "list": "inline", "range": "inline", "split": "back", "random": "random"}


def columns(factors: Sequence[Factor]) -> list[dict[str, str]]:
    """Give a column for each factor that has more than one option."""
    told = _told(factors)
    labels = distinct([factor_label(f.name, f.labels, f.parameter) for f in told])
    return [{"label": label, "kind": _KINDS.get(f.kind, "value")} for label, f in zip(labels, told, strict=True)]


def rows(
    factors: Sequence[Factor], items: Sequence[PlannedGeneration], excluded: Collection[int]
) -> list[dict[str, Any]]:
    """Give a row for each generation, unticked where it was left out."""
    told = _told(factors)
    return [
        {
            "index": item.index if item.index <= MOST_EXACT else str(item.index),
            "cells": [_cell(factor, item) for factor in told],
            "checked": item.index not in excluded,
        }
        for item in items
    ]


def _told(factors: Sequence[Factor]) -> list[Factor]:
    return [factor for factor in factors if factor.options > 1 or factor.kind == "split"]


def _cell(factor: Factor, item: PlannedGeneration) -> str:
    if factor.key == REPEAT_KEY:
        return str(item.repeat + 1)
    if factor.kind == "split":
        return str(item.parameters.get(factor.parameter, ""))
    taken = next((choice for choice in item.choices if choice.key == factor.key), None)
    return taken.text if taken else "–"
