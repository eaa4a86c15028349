"""What the choices of an order are called: by their own names, or by their options."""

from __future__ import annotations

from collections.abc import Sequence

_SHORT = 22
_FEW = 4


def factor_label(name: str, labels: Sequence[str], parameter: str = "") -> str:
    """Name a choice: by its own name, or by its first options."""
    if name == "repeat":
        return "Repeat"
    if name:
        return name.replace("_", " ")
    told = [label or "(nothing)" for label in labels]
    said = ("/".join(told) if len(told) <= _FEW else f"{told[0]} … {told[-1]}") or parameter
    return said if len(said) <= _SHORT else said[: _SHORT - 1] + "…"


def distinct(labels: Sequence[str]) -> list[str]:
    """Number labels that are the same as one before them."""
    return [
        f"{label} ({labels[:place].count(label) + 1})" if label in labels[:place] else label
        for place, label in enumerate(labels)
    ]
