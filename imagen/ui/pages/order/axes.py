"""Lay an order's tiles out as a grid: which choices can be axes, and the row and column of each tile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imagen.domain.expansion.outcome import REPEAT_KEY
from imagen.services.views import StripItem
from imagen.ui.pages.order.wording import distinct, factor_label

MOST_CHOICES = 60
_LONGEST_LABEL = 26
_LONGEST_OPTION = 20


def axes(factors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give an axis for each of an order's choices that has several options."""
    told = [factor for factor in factors if len(factor["labels"]) > 1]
    labels = distinct([_label(factor) for factor in told])
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


def cells(
    items: Iterable[tuple[StripItem, Mapping[str, Any]]], rows: str, columns: str, others: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Put tiles into their cells, each with its option of the other axes; those beyond the shown choices have none."""
    laid: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for item, tile in items:
        row, column = _option(item, rows), _option(item, columns)
        if row is not None and column is not None:
            options = {key: _option(item, key) for key in others}
            laid.setdefault((row, column), []).append({**tile, "options": options})
    return [{"row": row, "column": column, "items": tiles} for (row, column), tiles in laid.items()]


def _label(factor: Mapping[str, Any]) -> str:
    """Name an axis: by its name, or by as many of its options as fit beside each other."""
    options = [str(label) or "(nothing)" for label in factor["labels"]]
    if factor["name"]:
        return factor_label(str(factor["name"]), options, str(factor["parameter"]))
    said = ""
    for place, option in enumerate(options):
        left = len(options) - place
        if place and len(said) + len(option) > _LONGEST_LABEL:
            return f"{said} +{left}"
        said += f"/{option}" if place else _shorter(option)
    return said


def _shorter(text: str) -> str:
    """Shorten one option so that others still have room beside it."""
    return text if len(text) <= _LONGEST_OPTION else f"{text[: _LONGEST_OPTION - 1].rstrip()}…"


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
