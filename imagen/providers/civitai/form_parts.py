"""What civitai's forms have beside a recipe's own inputs: settings of the workflow, and the sizes that people know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from imagen.domain.parameters import (
    Choice,
    ParameterSetSpec,
    ParameterSpec,
    ParameterType,
    SizeLimits,
    UIHints,
    ValidationRules,
)
from imagen.providers.schema import ConvertedSchema
from imagen.providers.schema.wire import WireField

MATURE = "allowMatureContent"
PRIORITY = "priority"
_WORKFLOW_PATH = "$workflow"
UNSAID = SizeLimits(64, 2048, None)

Sizes = tuple[Choice, ...]


def both_ways(*landscape: tuple[str, int, int]) -> Sizes:
    """Give sizes by their ratios: those that lie, and each turned up, squares once."""
    turned = ((_turned(ratio), high, wide) for ratio, wide, high in landscape if wide != high)
    return tuple(Choice(f"{wide}x{high}", f"{ratio} · {wide} × {high}") for ratio, wide, high in (*landscape, *turned))


def _turned(ratio: str) -> str:
    """Turn a ratio up; what is said behind it, as in `16:9 HD`, stays behind."""
    sides, blank, said = ratio.partition(" ")
    return f"{':'.join(reversed(sides.split(':')))}{blank}{said}"


@dataclass(frozen=True)
class Sent:
    """What a form's body comes to: the recipe's inputs, and the settings of the workflow around them."""

    inputs: Mapping[str, Any]
    mature: bool
    priority: str


def sent(body: Mapping[str, Any]) -> Sent:
    """Take a body apart that was made of a form with these parts."""
    inputs = {name: value for name, value in body.items() if name != _WORKFLOW_PATH}
    settings = body.get(_WORKFLOW_PATH) or {}
    return Sent(inputs, settings.get(MATURE) is True, str(settings.get(PRIORITY) or "normal"))


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
