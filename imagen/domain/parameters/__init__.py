"""What a factory accepts: the specification of each parameter and of the set, and validation that reports every problem."""

from __future__ import annotations

from imagen.domain.parameters.reading import read_size
from imagen.domain.parameters.rules import MEDIA_TYPES, Choice, ParameterType, SizeLimits, ValidationRules
from imagen.domain.parameters.spec import Interpolation, ParameterSetSpec, ParameterSpec, Role, UIHints

__all__ = [
    "MEDIA_TYPES",
    "Choice",
    "Interpolation",
    "ParameterSetSpec",
    "ParameterSpec",
    "ParameterType",
    "Role",
    "SizeLimits",
    "UIHints",
    "ValidationRules",
    "read_size",
]
