"""Kling by Kuaishou: clips of words, or between a first and a last image."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.image_to_video import ReplicateImageToVideoFactory
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory

_ARRANGEMENT = Arrangement(
    first=("prompt", "start_image", "end_image", "duration", "aspect_ratio", "mode", "negative_prompt"),
    advanced=("guidance_scale", "cfg_scale", "image", "reference_images"),
    labels={"start_image": "First image", "end_image": "Last image", "mode": "Quality", "duration": "Seconds"},
    hints={"aspect_ratio": "A first image brings its own shape, which goes before this."},
)


class Kling(ReplicateTextToVideoFactory):
    """Kling models that need no image."""

    claims = ("kwaivgi/kling-*",)
    family = "Kling"
    arrangement = _ARRANGEMENT


class KlingFromImages(ReplicateImageToVideoFactory):
    """Kling models that begin with an image."""

    claims = ("kwaivgi/kling-v2.1",)
    family = "Kling"
    arrangement = _ARRANGEMENT
