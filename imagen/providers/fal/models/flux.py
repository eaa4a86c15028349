"""FLUX by Black Forest Labs: images of words, and changes to images."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory

_CLAIMS = ("fal-ai/flux/*", "fal-ai/flux-*", "rundiffusion-fal/*flux*")
_LABELS = {
    "num_inference_steps": "Steps",
    "enhance_prompt": "Improve the prompt",
    "image_prompt_strength": "How closely to follow the image",
    "acceleration": "Speed-up",
}
_TECHNICAL = ("num_inference_steps", "acceleration", "enhance_prompt", "safety_tolerance")


class Flux(FalTextToImageFactory):
    """FLUX schnell, dev, pro and their successors."""

    claims = _CLAIMS
    family = "FLUX"
    arrangement = Arrangement(
        first=("prompt", "image_size", "aspect_ratio", "num_images", "seed", "loras"),
        basic=("guidance_scale", "raw"),
        advanced=("image_url", "image_prompt_strength", *_TECHNICAL),
        labels={**_LABELS, "image_url": "Image to follow", "raw": "Less processed"},
        hints={"raw": "Looks more like a photograph and less like an illustration."},
    )


class FluxEditing(FalImageToImageFactory):
    """FLUX Kontext, image to image, Fill, Canny and Depth: they change images."""

    claims = _CLAIMS
    family = "FLUX"
    arrangement = Arrangement(
        first=(
            "prompt",
            "image_url",
            "image_urls",
            "mask_url",
            "strength",
            "image_size",
            "aspect_ratio",
            "num_images",
            "seed",
            "loras",
        ),
        basic=("guidance_scale",),
        advanced=_TECHNICAL,
        labels={**_LABELS, "image_url": "Image", "strength": "Strength"},
        hints={
            "strength": "How far from the image it may go: low keeps it, 1 draws it anew.",
            "mask_url": "White is painted anew, black stays.",
            "aspect_ratio": "Where none is set, it is that of the image.",
        },
    )
