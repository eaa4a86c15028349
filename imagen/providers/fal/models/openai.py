"""GPT Image and Sora by OpenAI."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.image_to_video import FalImageToVideoFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory
from imagen.providers.fal.text_to_video import FalTextToVideoFactory

_CLAIMS = ("fal-ai/gpt-image-*", "openai/gpt-image-*")
_SORA = ("fal-ai/sora-*",)
_IMAGES = Arrangement(
    first=("prompt", "image_urls", "mask_image_url", "image_size", "quality", "num_images"),
    basic=("background", "input_fidelity"),
    labels={"image_urls": "Images", "input_fidelity": "How closely to follow the images"},
    hints={"quality": "Decides what it costs."},
)
_VIDEOS = Arrangement(
    first=("prompt", "image_url", "duration", "resolution", "aspect_ratio", "model"),
    advanced=("delete_video", "character_ids", "detect_and_block_ip"),
    labels={"image_url": "First image", "duration": "Seconds", "model": "Version"},
)


class GptImage(FalTextToImageFactory):
    """GPT Image from words."""

    claims = _CLAIMS
    family = "GPT Image"
    arrangement = _IMAGES


class GptImageEditing(FalImageToImageFactory):
    """GPT Image changing images."""

    claims = _CLAIMS
    family = "GPT Image"
    arrangement = _IMAGES


class Sora(FalTextToVideoFactory):
    """Sora from words."""

    claims = _SORA
    family = "Sora"
    arrangement = _VIDEOS


class SoraFromImages(FalImageToVideoFactory):
    """Sora from images."""

    claims = _SORA
    family = "Sora"
    arrangement = _VIDEOS
