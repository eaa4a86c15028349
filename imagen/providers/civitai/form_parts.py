"""What civitai's forms have beside a recipe's own inputs: one size in place of two sides, and settings of the workflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
)
from imagen.providers.schema import ConvertedSchema
from imagen.providers.schema.wire import WireField, WireKind

SIZE = "size"
MATURE = "allowMatureContent"
PRIORITY = "priority"
_SIDES = ("width", "height")
_SIZE_PATH = "$size"
_WORKFLOW_PATH = "$workflow"
_USUAL = SizeLimits(64, 2048, None)

Sizes = tuple[tuple[str, int, int], ...]


def both_ways(*landscape: tuple[str, int, int]) -> Sizes:
    """Give sizes by their ratios: those that lie, and each turned up, squares once."""
    turned = ((":".join(reversed(ratio.split(":"))), high, wide) for ratio, wide, high in landscape if wide != high)
    return (*landscape, *turned)


@dataclass(frozen=True)
class Sent:
    """What a form's body comes to: the recipe's inputs, and the settings of the workflow around them."""

    inputs: Mapping[str, Any]
    mature: bool
    priority: str


def sent(body: Mapping[str, Any]) -> Sent:
    """Take a body apart that was made of a form with these parts."""
    inputs = {name: value for name, value in body.items() if name not in {_SIZE_PATH, _WORKFLOW_PATH}}
    size, settings = body.get(_SIZE_PATH), body.get(_WORKFLOW_PATH) or {}
    if isinstance(size, Mapping):
        inputs |= {side: size[side] for side in _SIDES}
    return Sent(inputs, settings.get(MATURE) is True, str(settings.get(PRIORITY) or "normal"))


def with_size(form: ConvertedSchema, sizes: Sizes) -> ConvertedSchema:
    """Ask for one size in place of width and height, with the ratios that people know; forms without sides stay."""
    width, height = (form.spec.get(side) for side in _SIDES)
    if width is None or height is None or form.spec.get(SIZE) is not None or not sizes:
        return form
    made = _size(width, height, sizes)
    parameters = [made if p is width else p for p in form.spec.parameters if p is not height]
    wire = [field for field in form.wire if field.name not in _SIDES]
    return replace(
        form,
        spec=ParameterSetSpec(tuple(parameters)),
        wire=(*wire, WireField(SIZE, (_SIZE_PATH,), WireKind.SIZE)),
    )


def with_settings(form: ConvertedSchema) -> ConvertedSchema:
    """Ask what a workflow may cost and show beside the recipe's inputs, where these names are free."""
    free = [spec for spec in (_MATURE, _PRIORITY) if form.spec.get(spec.name) is None]
    fields = [WireField(spec.name, (_WORKFLOW_PATH, spec.name)) for spec in free]
    return replace(form, spec=ParameterSetSpec((*form.spec.parameters, *free)), wire=(*form.wire, *fields))


_MATURE = ParameterSpec(
    MATURE,
    ParameterType.BOOLEAN,
    default=False,
    hint="civitai takes only yellow Buzz for this. Without it, mature results are withheld.",
    ui=UIHints(label="Allow mature content", advanced=True),
)
_PRIORITY = ParameterSpec(
    PRIORITY,
    ParameterType.TEXT,
    default="normal",
    hint="How soon civitai begins; its price may depend on it.",
    rules=ValidationRules(choices=(Choice("low", "Low"), Choice("normal", "Normal"), Choice("high", "High"))),
    ui=UIHints(label="Priority", advanced=True),
)


def _size(width: ParameterSpec, height: ParameterSpec, sizes: Sizes) -> ParameterSpec:
    limits = _limits(width)
    fitting = [
        (ratio, wide, high)
        for ratio, wide, high in sizes
        if all(limits.minimum <= side <= (limits.maximum or side) for side in (wide, high))
    ]
    choices = tuple(Choice(f"{wide}x{high}", f"{ratio} · {wide} × {high}") for ratio, wide, high in fitting)
    sides = width.default, height.default
    return ParameterSpec(
        SIZE,
        ParameterType.TEXT,
        required=width.required or height.required,
        default=f"{sides[0]}x{sides[1]}" if all(isinstance(side, int) for side in sides) else None,
        hint="A ratio, or width and height such as 1024x768.",
        rules=ValidationRules(choices=choices, size=limits),
        interpolation=Interpolation.VALUES,
        ui=UIHints(label="Size", unit="px", placeholder="1024x768"),
    )


def _limits(side: ParameterSpec) -> SizeLimits:
    low, high, step = side.rules.minimum, side.rules.maximum, side.rules.multiple_of
    return SizeLimits(
        int(low) if low else _USUAL.minimum,
        int(high) if high else _USUAL.maximum,
        int(step) if step else None,
    )
