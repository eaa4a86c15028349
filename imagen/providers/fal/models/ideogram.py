"""Ideogram: posters, logos and other images with writing in them."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory

_CLAIMS = ("fal-ai/ideogram/*",)
_ARRANGEMENT = Arrangement(
    first=(
        "prompt",
        "image_url",
        "mask_url",
        "strength",
        "image_size",
        "aspect_ratio",
        "style",
        "rendering_speed",
        "num_images",
        "seed",
    ),
    basic=("negative_prompt", "expand_prompt", "style_preset"),
    advanced=("image_urls", "style_codes"),
    labels={
        "image_urls": "Images with the style to follow",
        "rendering_speed": "Speed",
        "expand_prompt": "Improve the prompt",
    },
    hints={
        "rendering_speed": "Turbo costs the least, quality the most.",
        "style_codes": "Not together with a style or images with a style.",
    },
)


class Ideogram(FalTextToImageFactory):
    """Ideogram 2 and 3 from words."""

    claims = _CLAIMS
    family = "Ideogram"
    arrangement = _ARRANGEMENT


class IdeogramEditing(FalImageToImageFactory):
    """Ideogram changing images."""

    claims = _CLAIMS
    family = "Ideogram"
    arrangement = _ARRANGEMENT
