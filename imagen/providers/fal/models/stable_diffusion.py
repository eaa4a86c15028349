"""Stable Diffusion: XL with its fast descendants, and 3 and 3.5."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory

_CLAIMS = (
    "fal-ai/stable-diffusion-*",
    "fal-ai/*sdxl*",
    "fal-ai/lightning-models",
    "fal-ai/lora",
    "fal-ai/lora/*",
    "fal-ai/stable-cascade*",
)
_ARRANGEMENT = Arrangement(
    first=(
        "prompt",
        "negative_prompt",
        "image_url",
        "mask_url",
        "strength",
        "image_size",
        "num_images",
        "seed",
        "guidance_scale",
        "num_inference_steps",
    ),
    basic=("loras", "model_name"),
    advanced=("embeddings", "expand_prompt", "request_id", "safety_checker_version", "controlnet", "ip_adapter"),
    labels={
        "num_inference_steps": "Steps",
        "guidance_scale": "Guidance",
        "expand_prompt": "Improve the prompt",
    },
    hints={"guidance_scale": "How closely to follow the words.", "strength": "How far from the image it may go."},
)


class StableDiffusion(FalTextToImageFactory):
    """Stable Diffusion from words."""

    claims = _CLAIMS
    family = "Stable Diffusion"
    arrangement = _ARRANGEMENT


class StableDiffusionFromImages(FalImageToImageFactory):
    """Stable Diffusion from images."""

    claims = _CLAIMS
    family = "Stable Diffusion"
    arrangement = _ARRANGEMENT
