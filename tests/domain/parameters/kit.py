"""Specs that tests of parameters share."""

from __future__ import annotations

from typing import Any

from imagen.domain.parameters import ParameterSpec, ParameterType, ValidationRules

T = ParameterType


def spec(kind: T, **rules: Any) -> ParameterSpec:
    return ParameterSpec("value", kind, rules=ValidationRules(**rules))


GROUP = ParameterSpec(
    "loras",
    T.GROUP,
    rules=ValidationRules(max_items=2, min_items=1),
    fields=(
        ParameterSpec("path", T.TEXT, required=True),
        ParameterSpec("scale", T.NUMBER, rules=ValidationRules(maximum=4)),
        ParameterSpec("image", T.IMAGE, rules=ValidationRules(max_items=2)),
    ),
)
