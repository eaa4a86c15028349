"""Sora and GPT Image by OpenAI."""

from __future__ import annotations

from imagen.providers.replicate.arrangement import Arrangement
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory


class Sora(ReplicateTextToVideoFactory):
    """Sora 2."""

    claims = ("openai/sora-*",)
    family = "Sora"
    arrangement = Arrangement(
        first=("prompt", "input_reference", "seconds", "aspect_ratio", "resolution"),
        labels={"input_reference": "First image"},
    )


class GptImage(ReplicateTextToImageFactory):
    """GPT Image."""

    claims = ("openai/gpt-image-*",)
    family = "GPT Image"
    arrangement = Arrangement(
        first=("prompt", "input_images", "aspect_ratio", "quality", "number_of_images"),
        basic=("background",),
        advanced=("input_fidelity", "output_compression", "moderation", "user_id"),
        labels={"input_images": "Images", "input_fidelity": "Keep to the images"},
    )
