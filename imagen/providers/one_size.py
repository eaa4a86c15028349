"""One size in the place of width and height: people choose a shape, and the model gets its two numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import gcd
from typing import Any

from imagen.domain.parameters import (
    Choice,
    Interpolation,
    ParameterSetSpec,
    ParameterSpec,
    ParameterType,
    SizeLimits,
    UIHints,
    ValidationRules,
    read_size,
)
from imagen.providers.schema import ConvertedSchema
from imagen.providers.schema.wire import Urls

SIZE = "size"
UNLIMITED = SizeLimits()
_SIDES = ("width", "height")


@dataclass(frozen=True)
class OneSizeForm(ConvertedSchema):
    """A form with `size`, around the form with `width` and `height` that knows the way to the model."""

    inner: ConvertedSchema = field(default_factory=lambda: ConvertedSchema(ParameterSetSpec(())))

    def to_body(
        self, values: Mapping[str, Any], *, urls: Urls | None = None, seed: int | None = None
    ) -> dict[str, Any]:
        given = {name: value for name, value in values.items() if name != SIZE}
        sides = read_size(values.get(SIZE))
        if sides is not None:
            given.update(zip(_SIDES, sides, strict=True))
        return self.inner.to_body(given, urls=urls, seed=seed)

    def from_body(self, body: Mapping[str, Any]) -> dict[str, Any]:
        values = self.inner.from_body(body)
        width, height = (values.pop(name, None) for name in _SIDES)
        return {**values, SIZE: f"{width}x{height}"} if width and height else values


def with_one_size(form: ConvertedSchema, sizes: Sequence[Choice], unsaid: SizeLimits = UNLIMITED) -> ConvertedSchema:
    """Let people choose among the sizes, of which those are offered that the model takes; or leave the form as it is.

    `unsaid` are the limits of sides where a model says none. A choice without a label gets one.
    """
    width, height = (form.spec.get(name) for name in _SIDES)
    if width is None or height is None or form.spec.get(SIZE) is not None or not sizes:
        return form
    limits = _limits(width, height, unsaid)
    offered = [size for size in sizes if _is_right(width, height, limits, size.value)]
    own = f"{width.default}x{height.default}"
    if _is_right(width, height, limits, own):
        known = [size for size in offered if size.value == own] or [Choice(own)]
        offered = [*known, *(size for size in offered if size.value != own)]
    if not offered:
        return form
    size = _parameter(width, height, offered, limits)
    shown = [size if p.name == width.name else p for p in form.spec.parameters if p.name != height.name]
    wire = tuple(replace(each, name=SIZE) if each.name in _SIDES else each for each in form.wire)
    return OneSizeForm(
        ParameterSetSpec(tuple(shown)), wire, form.constants, form.notes, form.seed_limits, form.file_limits, inner=form
    )


def _parameter(
    width: ParameterSpec, height: ParameterSpec, offered: Sequence[Choice], limits: SizeLimits
) -> ParameterSpec:
    is_free = not width.rules.choices and not height.rules.choices
    required = width.required or height.required
    has_own = width.default is not None and height.default is not None
    return ParameterSpec(
        SIZE,
        ParameterType.TEXT,
        required=required,
        default=offered[0].value if required or has_own else None,
        hint="Choose a shape, or write one as 1024x768." if is_free else "Choose a shape.",
        rules=ValidationRules(
            choices=tuple(Choice(size.value, size.label or size_label(size.value)) for size in offered),
            size=limits if is_free else None,
        ),
        interpolation=Interpolation.VALUES,
        ui=UIHints(label="Size", unit="px" if is_free else "", placeholder="1024x768" if is_free else ""),
    )


def _limits(width: ParameterSpec, height: ParameterSpec, unsaid: SizeLimits) -> SizeLimits:
    """Give the limits that hold for both sides."""
    least = [int(side.rules.minimum) for side in (width, height) if side.rules.minimum]
    most = [int(side.rules.maximum) for side in (width, height) if side.rules.maximum is not None]
    steps = [int(side.rules.multiple_of) for side in (width, height) if side.rules.multiple_of]
    return SizeLimits(
        max(least, default=unsaid.minimum),
        min(most, default=unsaid.maximum),
        max(steps, default=unsaid.multiple_of),
    )


def _is_right(width: ParameterSpec, height: ParameterSpec, limits: SizeLimits, size: str) -> bool:
    sides = read_size(size)
    if sides is None or width.problem(sides[0]) is not None or height.problem(sides[1]) is not None:
        return False
    return all(limits.minimum <= side <= (limits.maximum or side) for side in sides)


def size_label(size: str) -> str:
    """Say a size as people do: `Landscape 3:2 · 1152 × 768`."""
    width, height = read_size(size) or (1, 1)
    common = gcd(width, height)
    ratio = (width // common, height // common)
    shape = "Square" if width == height else "Landscape" if width > height else "Portrait"
    told = f" {ratio[0]}:{ratio[1]}" if max(ratio) <= 21 and ratio != (1, 1) else ""
    return f"{shape}{told} · {width} × {height}"
