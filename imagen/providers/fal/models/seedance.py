"""Seedance by ByteDance: clips of words and images."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_video import FalImageToVideoFactory
from imagen.providers.fal.text_to_video import FalTextToVideoFactory

_CLAIMS = ("fal-ai/bytedance/seedance/*", "bytedance/seedance*")
_ARRANGEMENT = Arrangement(
    first=(
        "prompt",
        "image_url",
        "end_image_url",
        "image_urls",
        "duration",
        "resolution",
        "aspect_ratio",
        "generate_audio",
        "seed",
    ),
    basic=("camera_fixed",),
    advanced=("num_frames",),
    labels={
        "image_url": "First image",
        "end_image_url": "Last image",
        "duration": "Seconds",
        "camera_fixed": "Still camera",
        "generate_audio": "With sound",
        "num_frames": "Frames",
    },
    hints={"num_frames": "In the place of seconds."},
)


class Seedance(FalTextToVideoFactory):
    """Seedance from words."""

    claims = _CLAIMS
    family = "Seedance"
    arrangement = _ARRANGEMENT


class SeedanceFromImages(FalImageToVideoFactory):
    """Seedance from images."""

    claims = _CLAIMS
    family = "Seedance"
    arrangement = _ARRANGEMENT
