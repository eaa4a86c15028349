"""Seedream by ByteDance: images up to four thousand pixels, and changes to several images at once."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory

_CLAIMS = ("fal-ai/bytedance/seedream/*", "bytedance/seedream*")
_ARRANGEMENT = Arrangement(
    first=("prompt", "image_urls", "image_size", "aspect_ratio", "num_images", "max_images", "seed"),
    labels={
        "num_images": "Runs",
        "max_images": "Most images a run",
        "image_urls": "Images",
        "enhance_prompt_mode": "Improving the prompt",
    },
    hints={
        "num_images": "Each run is a request of its own to the model.",
        "max_images": "With more than one the model decides how many it makes of one prompt.",
    },
)


class Seedream(FalTextToImageFactory):
    """Seedream 3, 4 and 4.5."""

    claims = _CLAIMS
    family = "Seedream"
    arrangement = _ARRANGEMENT


class SeedreamEditing(FalImageToImageFactory):
    """Seedream changing images."""

    claims = _CLAIMS
    family = "Seedream"
    arrangement = _ARRANGEMENT
