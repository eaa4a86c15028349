"""Stable Diffusion: the sizes each generation was trained on, and the knobs its users know in sight."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory

_ARRANGEMENT = Arrangement(
    first=("prompt", "negative_prompt", "size", "aspect_ratio", "num_outputs", "seed"),
    basic=("num_inference_steps", "steps", "guidance_scale", "cfg", "scheduler", "image", "mask", "prompt_strength"),
    advanced=("refine", "high_noise_frac", "refine_steps", "apply_watermark", "lora_scale", "replicate_weights"),
    labels={
        "num_inference_steps": "Steps",
        "guidance_scale": "Guidance (CFG)",
        "cfg": "Guidance (CFG)",
        "scheduler": "Sampler",
        "image": "Image to start from",
        "prompt_strength": "How far to change the image",
        "replicate_weights": "LoRA weights",
    },
    hints={"mask": "White is painted anew, black stays."},
)


class StableDiffusion(ReplicateTextToImageFactory):
    """Stable Diffusion 1 and 2, and 3 with its aspect ratios."""

    claims = ("stability-ai/stable-diffusion*",)
    family = "Stable Diffusion"
    arrangement = _ARRANGEMENT
    sizes = ("512x512", "768x768", "768x512", "512x768", "896x512", "512x896", "1024x576", "576x1024")


class StableDiffusionXL(ReplicateTextToImageFactory):
    """SDXL and its fast variants."""

    claims = ("stability-ai/sdxl", "*/sdxl-*", "*/sdxl")
    family = "Stable Diffusion"
    arrangement = _ARRANGEMENT
    sizes = (
        "1024x1024", "1152x896", "896x1152", "1216x832", "832x1216", "1344x768", "768x1344", "1536x640", "640x1536",
    )  # fmt: skip
