"""Lay an order's tiles out as a grid: which choices can be axes, and the row and column of each tile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imagen.domain.expansion.outcome import REPEAT_KEY
from imagen.services.views import StripItem
from imagen.ui.pages.order.wording import distinct, factor_label

MOST_CHOICES = 60
NOTHING = "–"


def axes(factors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give an axis for each of an order's choices that has several options."""
    told = [factor for factor in factors if len(factor["labels"]) > 1]
    labels = distinct([factor_label(str(f["name"]), f["labels"], str(f["parameter"])) for f in told])
    return [
        {
            "key": str(factor["key"]),
            "label": label,
            "choices": [str(label) or "(nothing)" for label in factor["labels"][:MOST_CHOICES]],
        }
        for factor, label in zip(told, labels, strict=True)
    ]


def default_axes(found: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Choose the two axes with the most choices: the longer one across."""
    longest = sorted(found, key=lambda axis: -len(axis["choices"]))
    across = str(longest[0]["key"]) if longest else ""
    down = str(longest[1]["key"]) if len(longest) > 1 else ""
    return down, across


def cells(items: Iterable[tuple[StripItem, Mapping[str, Any]]], rows: str, columns: str) -> list[dict[str, Any]]:
    """Put tiles into their cells; those beyond the choices that are shown have none."""
    laid: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for item, tile in items:
        row, column = _option(item, rows), _option(item, columns)
        if row is not None and column is not None:
            laid.setdefault((row, column), []).append(tile)
    return [{"row": row, "column": column, "items": tiles} for (row, column), tiles in laid.items()]


def _option(item: StripItem, key: str) -> int | None:
    if not key:
        return 0
    generation = item.generation
    if generation is None:
        return None
    if key == REPEAT_KEY:
        return generation.repeat
    for choice in generation.choices:
        if choice["key"] == key:
            option = int(choice["option"])
            return option if option < MOST_CHOICES else None
    return _branch(generation.choices, key)


def _branch(choices: Sequence[Mapping[str, Any]], parameter: str) -> int | None:
    """Tell which sub-prompt was taken: the keys of its choices name it."""
    for choice in choices:
        head, _, rest = str(choice["key"]).partition("/")
        if head == parameter and rest.partition("/")[0].isdigit():
            return int(rest.partition("/")[0])
    return None
