"""Sora and GPT Image by OpenAI."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory

_KEY = {"openai_api_key": "Your own OpenAI key"}
_KEY_HINT = {"openai_api_key": "None is needed: without one, Replicate uses its own."}


class Sora(ReplicateTextToVideoFactory):
    """Sora 2."""

    claims = ("openai/sora-*",)
    family = "Sora"
    arrangement = Arrangement(
        first=("prompt", "input_reference", "seconds", "aspect_ratio", "resolution"),
        advanced=("openai_api_key",),
        labels={"input_reference": "First image", **_KEY},
        hints=_KEY_HINT,
    )


class GptImage(ReplicateTextToImageFactory):
    """GPT Image."""

    claims = ("openai/gpt-image-*",)
    family = "GPT Image"
    arrangement = Arrangement(
        first=("prompt", "input_images", "aspect_ratio", "quality", "number_of_images"),
        basic=("background",),
        advanced=("input_fidelity", "output_compression", "moderation", "user_id", "openai_api_key"),
        hints=_KEY_HINT,
        labels={**_KEY, "input_images": "Images", "input_fidelity": "Keep to the images"},
    )
