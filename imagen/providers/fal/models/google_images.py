"""Imagen and Gemini (Nano Banana) by Google: shapes by aspect ratio."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory

_CLAIMS = ("fal-ai/imagen3*", "fal-ai/imagen4*")
_ARRANGEMENT = Arrangement(
    first=("prompt", "image_urls", "aspect_ratio", "resolution", "num_images", "seed"),
    basic=("negative_prompt",),
    advanced=("limit_generations", "enable_web_search", "system_prompt", "safety_tolerance"),
    labels={
        "image_urls": "Images",
        "enable_web_search": "Look things up on the web",
        "limit_generations": "One image for each request",
    },
)
_GEMINI = ("fal-ai/nano-banana*", "fal-ai/gemini-*image*")


class GoogleImagen(FalTextToImageFactory):
    """Imagen 3 and 4."""

    claims = _CLAIMS
    family = "Google Imagen"
    arrangement = _ARRANGEMENT


class NanoBanana(FalTextToImageFactory):
    """Nano Banana from words."""

    claims = _GEMINI
    family = "Nano Banana"
    arrangement = _ARRANGEMENT


class NanoBananaEditing(FalImageToImageFactory):
    """Nano Banana changing images."""

    claims = _GEMINI
    family = "Nano Banana"
    arrangement = _ARRANGEMENT
