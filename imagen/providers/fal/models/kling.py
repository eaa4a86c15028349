"""Kling by Kuaishou: clips of words, or between a first and a last image."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_video import FalImageToVideoFactory
from imagen.providers.fal.text_to_video import FalTextToVideoFactory

_CLAIMS = ("fal-ai/kling-video/*",)
_ARRANGEMENT = Arrangement(
    first=(
        "prompt",
        "image_url",
        "start_image_url",
        "tail_image_url",
        "end_image_url",
        "duration",
        "aspect_ratio",
        "generate_audio",
        "negative_prompt",
    ),
    basic=("voice_ids",),
    advanced=("cfg_scale", "multi_prompt", "elements", "shot_type"),
    labels={
        "image_url": "First image",
        "start_image_url": "First image",
        "tail_image_url": "Last image",
        "end_image_url": "Last image",
        "duration": "Seconds",
        "generate_audio": "With sound",
        "cfg_scale": "Guidance",
        "multi_prompt": "Shots",
    },
    hints={"multi_prompt": "In the place of one prompt: a prompt and seconds for each shot."},
)


class Kling(FalTextToVideoFactory):
    """Kling from words."""

    claims = _CLAIMS
    family = "Kling"
    arrangement = _ARRANGEMENT


class KlingFromImages(FalImageToVideoFactory):
    """Kling from images."""

    claims = _CLAIMS
    family = "Kling"
    arrangement = _ARRANGEMENT
