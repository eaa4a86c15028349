"""Photon and Ray by Luma, whose images are published as addresses."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory


class Photon(ReplicateTextToImageFactory):
    """Photon and Photon Flash."""

    claims = ("luma/photon*",)
    family = "Luma"
    files = ("image_reference_url", "style_reference_url", "character_reference_url")
    arrangement = Arrangement(
        first=(
            "prompt",
            "aspect_ratio",
            "seed",
            "image_reference_url",
            "style_reference_url",
            "character_reference_url",
        ),
        advanced=("image_reference_weight", "style_reference_weight"),
        labels={
            "image_reference_url": "Image to follow",
            "style_reference_url": "Image whose style to follow",
            "character_reference_url": "Image of a character",
        },
    )


class Ray(ReplicateTextToVideoFactory):
    """Ray and Ray Flash."""

    claims = ("luma/ray*",)
    family = "Luma"
    files = ("start_image_url", "end_image_url")
    arrangement = Arrangement(
        first=(
            "prompt",
            "start_image_url",
            "end_image_url",
            "start_image",
            "end_image",
            "duration",
            "aspect_ratio",
            "loop",
        ),
        advanced=("start_video_id", "end_video_id"),
        labels={"start_image_url": "First image", "end_image_url": "Last image", "loop": "Play in a loop"},
    )
