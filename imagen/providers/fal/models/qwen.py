"""Qwen Image by Alibaba: images with writing in them, and changes by words."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory

_CLAIMS = ("fal-ai/qwen-image*", "alibaba/qwen-image*")
_ARRANGEMENT = Arrangement(
    first=("prompt", "image_url", "image_urls", "mask_url", "strength", "image_size", "num_images", "seed", "loras"),
    basic=("negative_prompt", "guidance_scale"),
    advanced=("acceleration", "use_turbo", "num_inference_steps"),
    labels={"num_inference_steps": "Steps", "use_turbo": "Turbo", "acceleration": "Speed-up"},
    hints={"use_turbo": "Sets steps, guidance and speed-up by itself."},
)


class QwenImage(FalTextToImageFactory):
    """Qwen Image from words."""

    claims = _CLAIMS
    family = "Qwen Image"
    arrangement = _ARRANGEMENT


class QwenImageEditing(FalImageToImageFactory):
    """Qwen Image changing images."""

    claims = _CLAIMS
    family = "Qwen Image"
    arrangement = _ARRANGEMENT
