"""Ideogram: pictures with lettering, by style and shape."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory


class Ideogram(ReplicateTextToImageFactory):
    """Ideogram 2, 3 and their faster variants."""

    claims = ("ideogram-ai/*",)
    family = "Ideogram"
    arrangement = Arrangement(
        first=("prompt", "aspect_ratio", "style_type", "style_preset", "magic_prompt_option", "seed"),
        basic=("negative_prompt", "style_reference_images"),
        advanced=("resolution", "image", "mask"),
        labels={
            "magic_prompt_option": "Magic prompt",
            "style_type": "Style",
            "style_preset": "Style preset",
            "style_reference_images": "Images whose style to follow",
            "image": "Image to paint in",
        },
        hints={
            "resolution": "Goes before the aspect ratio.",
            "mask": "Black is painted anew, white stays.",
            "magic_prompt_option": "Lets Ideogram enrich the prompt.",
        },
    )
