"""How many products an order makes, where each of its generations may make several."""

from __future__ import annotations

from typing import Any

from imagen.domain.parameters import ParameterSpec, Role
from imagen.providers.base import ModelType
from imagen.services.alike import alike
from imagen.services.selection import Selection

_MOST_LOOKED_AT = 400
_KINDS = {
    ModelType.TEXT_TO_VIDEO: "video",
    ModelType.IMAGE_TO_VIDEO: "video",
    ModelType.TEXT_TO_AUDIO: "audio",
}


def output_kind(model_type: ModelType) -> str:
    """Name what a type of model makes: "image", "video" or "audio"."""
    return _KINDS.get(model_type, "image")


def count_outputs(selection: Selection) -> int:
    """Count the products of an order; of a large one whose generations differ in that, many are looked at."""
    count, parameter = len(selection), selection.spec.with_role(Role.OUTPUTS)
    if parameter is None:
        return count
    kinds = alike(selection, {parameter.name}, _MOST_LOOKED_AT)
    looked_at = sum(kind.count for kind in kinds)
    made = sum(kind.count * _whole(parameter, kind.parameters.get(parameter.name)) for kind in kinds)
    return made if looked_at == count else round(made * count / looked_at)


def _whole(parameter: ParameterSpec, value: Any) -> int:
    """Read how many one generation makes; what is left out is the default, and one where nobody says."""
    told = parameter.default if value is None else value
    try:
        return max(1, int(told))
    except (TypeError, ValueError, OverflowError):
        return 1
