"""Veo by Google: clips with sound."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_video import FalImageToVideoFactory
from imagen.providers.fal.text_to_video import FalTextToVideoFactory

_CLAIMS = ("fal-ai/veo2*", "fal-ai/veo3*")
_ARRANGEMENT = Arrangement(
    first=(
        "prompt",
        "image_url",
        "image_urls",
        "first_frame_url",
        "last_frame_url",
        "duration",
        "resolution",
        "aspect_ratio",
        "generate_audio",
        "seed",
    ),
    basic=("negative_prompt",),
    advanced=("auto_fix", "safety_tolerance"),
    labels={
        "image_url": "First image",
        "first_frame_url": "First image",
        "last_frame_url": "Last image",
        "image_urls": "Images of what should appear",
        "duration": "Seconds",
        "generate_audio": "With sound",
        "auto_fix": "Mend a refused prompt",
    },
    hints={
        "generate_audio": "Without sound it costs less.",
        "auto_fix": "Rewords a prompt that breaks the rules for content.",
    },
)


class Veo(FalTextToVideoFactory):
    """Veo from words."""

    claims = _CLAIMS
    family = "Veo"
    arrangement = _ARRANGEMENT


class VeoFromImages(FalImageToVideoFactory):
    """Veo from images."""

    claims = _CLAIMS
    family = "Veo"
    arrangement = _ARRANGEMENT
