"""Which choices of an order can be the axes of a grid, and which option of each a generation took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from imagen.domain.expansion.outcome import REPEAT_KEY
from imagen.services.choice_labels import distinct, factor_label

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


def option_of(choices: Sequence[Mapping[str, Any]], repeat: int, key: str) -> int | None:
    """Tell which option of an axis a generation took, 0 without an axis; None for none, and for those beyond what is shown."""
    if not key:
        return 0
    if key == REPEAT_KEY:
        option: int | None = repeat
    else:
        taken = next((choice for choice in choices if choice["key"] == key), None)
        option = int(taken["option"]) if taken is not None else _branch(choices, key)
    return option if option is not None and option < MOST_CHOICES else None


def _branch(choices: Sequence[Mapping[str, Any]], parameter: str) -> int | None:
    """Tell which sub-prompt was taken: the keys of its choices name it."""
    for choice in choices:
        head, _, rest = str(choice["key"]).partition("/")
        if head == parameter and rest.partition("/")[0].isdigit():
            return int(rest.partition("/")[0])
    return None
