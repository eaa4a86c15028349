"""Examples of several values in one field, within the limits of the parameter: they teach the language where it is used."""

from __future__ import annotations

from math import gcd

from imagen.domain.parameters import Interpolation, ParameterSpec, ParameterType

_NUMBERS = {ParameterType.INTEGER, ParameterType.NUMBER}


def short_on_several(spec: ParameterSpec) -> str:
    """Say in a few words how a number is given several values, nothing where that cannot be."""
    pair = _pair(spec)
    return f"{_written(pair[0])}, {_written(pair[1])} makes both" if pair else ""


def on_several(spec: ParameterSpec) -> str:
    """Say how a number is given several values, as a list and as a range."""
    pair = _pair(spec)
    if not pair:
        return ""
    low, high = map(_written, pair)
    step = _step(spec, pair)
    by = "" if step == 1 else f"..{_written(step)}"
    return f"Several values make one of each: {low}, {high}, or a range: {low}..{high}{by}."


def _pair(spec: ParameterSpec) -> tuple[float, float] | None:
    """Find two values that are allowed: the default with its half or its double."""
    if spec.interpolation is not Interpolation.VALUES or spec.type not in _NUMBERS or spec.rules.choices:
        return None
    least, most = spec.rules.minimum, spec.rules.maximum
    default = spec.default if isinstance(spec.default, int | float) else 0
    first = default or max(least or 0, 1)
    candidates = ((_half(spec, first), first), (first, 2 * first))
    fitting = (
        (low, high)
        for low, high in candidates
        if 0 < low < high and (least is None or low >= least) and (most is None or high <= most)
    )
    return next(fitting, None)


def _half(spec: ParameterSpec, first: float) -> float:
    grain = spec.rules.multiple_of or (1 if spec.type is ParameterType.INTEGER else None)
    return grain * (first / 2 // grain) if grain else first / 2


def _step(spec: ParameterSpec, pair: tuple[float, float]) -> float:
    """Choose a step that makes three values of a range, or two where the numbers between are not allowed."""
    whole = spec.rules.multiple_of or (1 if spec.type is ParameterType.INTEGER else None)
    apart = pair[1] - pair[0]
    if whole is None:
        return apart / 2
    if not float(whole).is_integer():
        return apart
    return apart / 2 if gcd(int(apart / 2), int(whole)) == whole and (apart / 2).is_integer() else apart


def _written(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else f"{number:.10g}"
