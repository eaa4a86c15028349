"""How limits and values are written in sentences for people."""

from __future__ import annotations

from typing import Any

from imagen.domain.parameters.rules import MEDIA_TYPES, Choice, ParameterType, ValidationRules


def describe_limits(kind: ParameterType, rules: ValidationRules) -> str:
    """Describe the allowed values in a few words, or nothing."""
    if rules.choices:
        return ""
    above, low, high = rules.exclusive_minimum, rules.minimum, rules.maximum
    if above is not None:
        return f"above {plain(above)}" + ("" if high is None else f", up to {plain(high)}")
    if low is not None:
        return f"from {plain(low)}" if high is None else f"{plain(low)}–{plain(high)}"
    if high is not None:
        return f"up to {plain(high)}"
    several = kind in MEDIA_TYPES | {ParameterType.GROUP} and rules.max_items > 1
    return f"up to {rules.max_items}" if several else ""


def plain(number: float) -> str:
    """Write a number without a point where it is whole."""
    return f"{int(number)}" if float(number).is_integer() else f"{number:g}"


def short(value: Any) -> str:
    """Write a value, cut off where it is long."""
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def listed(choices: tuple[Choice, ...]) -> str:
    """Write the first of the choices."""
    words = [str(c.value) for c in choices]
    shown = ", ".join(words[:12])
    return f"{shown} …" if len(words) > 12 else shown
