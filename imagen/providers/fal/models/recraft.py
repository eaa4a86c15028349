"""Recraft: images in a named style; its vector styles make SVG drawings, which Imagen does not keep."""

from __future__ import annotations

from dataclasses import replace

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec
from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory

_CLAIMS = ("fal-ai/recraft/v*", "fal-ai/recraft-*")
_VECTOR = "vector_illustration"
_ARRANGEMENT = Arrangement(
    first=("prompt", "image_url", "strength", "style", "image_size", "colors"),
    labels={"style_id": "Style of your own", "colors": "Colours to prefer"},
    hints={
        "strength": "How far from the image it may go.",
        "style_id": "In the place of a style: the id of one made at Recraft.",
    },
)


class Recraft(FalTextToImageFactory):
    """Recraft from words."""

    claims = _CLAIMS
    family = "Recraft"
    arrangement = _ARRANGEMENT

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return super().arrange(_without_vectors(spec))


class RecraftFromImages(FalImageToImageFactory):
    """Recraft from images."""

    claims = _CLAIMS
    family = "Recraft"
    arrangement = _ARRANGEMENT

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return super().arrange(_without_vectors(spec))


def _without_vectors(spec: ParameterSetSpec) -> ParameterSetSpec:
    return ParameterSetSpec(tuple(_raster(parameter) for parameter in spec.parameters))


def _raster(parameter: ParameterSpec) -> ParameterSpec:
    kept = tuple(choice for choice in parameter.rules.choices if not str(choice.value).startswith(_VECTOR))
    if parameter.name != "style" or len(kept) == len(parameter.rules.choices):
        return parameter
    default = None if str(parameter.default).startswith(_VECTOR) else parameter.default
    return replace(parameter, default=default, rules=replace(parameter.rules, choices=kept))
