"""One size in the place of width and height: people choose a shape, and the model gets its two numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
_SIDES = ("width", "height")
_SHAPES = {(1, 1): "Square"}


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


def with_one_size(form: ConvertedSchema, sizes: Iterable[str]) -> ConvertedSchema:
    """Let people choose among the sizes, of which those are offered that the model takes; or leave the form as it is."""
    width, height = (form.spec.get(name) for name in _SIDES)
    if width is None or height is None or form.spec.get(SIZE) is not None:
        return form
    offered = [size for size in sizes if _is_right(width, height, size)]
    default = f"{width.default}x{height.default}"
    if _is_right(width, height, default):
        offered = [default, *(size for size in offered if size != default)]
    if not offered:
        return form
    size = _parameter(width, height, offered)
    shown = [size if p.name == width.name else p for p in form.spec.parameters if p.name != height.name]
    wire = tuple(replace(each, name=SIZE) if each.name in _SIDES else each for each in form.wire)
    return OneSizeForm(
        ParameterSetSpec(tuple(shown)), wire, form.constants, form.notes, form.seed_limits, form.file_limits, inner=form
    )


def _parameter(width: ParameterSpec, height: ParameterSpec, offered: Sequence[str]) -> ParameterSpec:
    is_free = not width.rules.choices and not height.rules.choices
    return ParameterSpec(
        SIZE,
        ParameterType.TEXT,
        default=offered[0],
        hint="Choose a shape, or write one as 1024x768." if is_free else "Choose a shape.",
        rules=ValidationRules(
            choices=tuple(Choice(size, _label(size)) for size in offered),
            size=_limits(width, height) if is_free else None,
        ),
        interpolation=Interpolation.VALUES,
        ui=UIHints(label="Size"),
    )


def _limits(width: ParameterSpec, height: ParameterSpec) -> SizeLimits:
    """Give the limits that hold for both sides."""
    low = max(int(side.rules.minimum or 1) for side in (width, height))
    most = [int(side.rules.maximum) for side in (width, height) if side.rules.maximum is not None]
    steps = [int(side.rules.multiple_of) for side in (width, height) if side.rules.multiple_of]
    return SizeLimits(max(low, 1), min(most) if most else None, max(steps) if steps else None)


def _is_right(width: ParameterSpec, height: ParameterSpec, size: str) -> bool:
    sides = read_size(size)
    return sides is not None and width.problem(sides[0]) is None and height.problem(sides[1]) is None


def _label(size: str) -> str:
    """Say a size as people do: `Landscape 3:2 · 1152 × 768`."""
    width, height = read_size(size) or (1, 1)
    common = gcd(width, height)
    ratio = (width // common, height // common)
    shape = _SHAPES.get(ratio) or ("Landscape" if width > height else "Portrait")
    told = f" {ratio[0]}:{ratio[1]}" if max(ratio) <= 21 and ratio != (1, 1) else ""
    return f"{shape}{told} · {width} × {height}"
