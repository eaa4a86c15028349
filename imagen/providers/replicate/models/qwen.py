"""Qwen Image by Alibaba."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.image_to_image import ReplicateImageToImageFactory
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory

_LABELS = {
    "image_size": "Optimise for",
    "num_inference_steps": "Steps",
    "enhance_prompt": "Improve the prompt",
    "go_fast": "Fast mode",
    "image": "Image to start from",
    "strength": "How far to change the image",
}
_TECHNICAL = ("go_fast", "num_inference_steps", "lora_weights", "lora_scale", "replicate_weights", "output_quality")


class QwenImage(ReplicateTextToImageFactory):
    """Qwen Image: good at lettering, Chinese too."""

    claims = ("qwen/qwen-image*",)
    family = "Qwen Image"
    arrangement = Arrangement(
        first=("prompt", "negative_prompt", "aspect_ratio", "image_size", "seed"),
        basic=("image", "strength", "guidance"),
        advanced=_TECHNICAL,
        labels=_LABELS,
    )


class QwenImageEdit(ReplicateImageToImageFactory):
    """Qwen Image Edit: changes images by words."""

    claims = ("qwen/qwen-image-edit*",)
    family = "Qwen Image"
    arrangement = Arrangement(
        first=("prompt", "image", "aspect_ratio", "seed"), advanced=_TECHNICAL, labels={**_LABELS, "image": "Image"}
    )
