"""HiDream: images by a large open model."""

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.text_to_image import FalTextToImageFactory


class HiDream(FalTextToImageFactory):
    """HiDream I1, full, dev and fast."""

    claims = ("fal-ai/hidream-i1-*",)
    family = "HiDream"
    arrangement = Arrangement(
        first=("prompt", "negative_prompt", "image_size", "num_images", "seed"),
        advanced=("guidance_scale", "num_inference_steps"),
        labels={"num_inference_steps": "Steps", "guidance_scale": "Guidance"},
    )
