"""Seedream by ByteDance: one image, or a series that belongs together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory

_OWN_SIZE = "Counts only with the size “custom”."


class Seedream(ReplicateTextToImageFactory):
    """Seedream 3, 4 and 4.5."""

    claims = ("bytedance/seedream-*",)
    family = "Seedream"
    arrangement = Arrangement(
        first=("prompt", "image_input", "aspect_ratio", "size"),
        basic=("seed",),
        advanced=("width", "height", "sequential_image_generation", "max_images", "enhance_prompt"),
        labels={
            "image_input": "Images",
            "size": "Resolution",
            "sequential_image_generation": "Series of images",
            "max_images": "Most images in a series",
            "enhance_prompt": "Improve the prompt",
        },
        hints={
            "width": _OWN_SIZE,
            "height": _OWN_SIZE,
            "image_input": "Images to change or to combine; none is needed.",
        },
    )

    def outputs(self, values: Mapping[str, Any]) -> int:
        """A series has as many images as the model finds right, so its most is counted."""
        most = values.get("max_images")
        is_series = values.get("sequential_image_generation") == "auto"
        return most if is_series and isinstance(most, int) and most > 0 else 1
