"""Luma Ray: clips of words, or between a first and a last image."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_video import FalImageToVideoFactory
from imagen.providers.fal.text_to_video import FalTextToVideoFactory

_CLAIMS = ("fal-ai/luma-dream-machine*",)
_ARRANGEMENT = Arrangement(
    first=("prompt", "image_url", "end_image_url", "duration", "resolution", "aspect_ratio", "loop"),
    basic=(),
    advanced=(),
    labels={"image_url": "First image", "end_image_url": "Last image", "duration": "Seconds"},
    hints={"loop": "The end leads back to the beginning."},
)


class Luma(FalTextToVideoFactory):
    """Luma Ray from words."""

    claims = _CLAIMS
    family = "Luma Ray"
    arrangement = _ARRANGEMENT


class LumaFromImages(FalImageToVideoFactory):
    """Luma Ray from images."""

    claims = _CLAIMS
    family = "Luma Ray"
    arrangement = _ARRANGEMENT
