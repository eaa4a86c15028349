"""Hailuo by MiniMax: clips of six or ten seconds."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.image_to_video import FalImageToVideoFactory
from imagen.providers.fal.text_to_video import FalTextToVideoFactory

_CLAIMS = ("fal-ai/minimax/hailuo-*", "fal-ai/minimax/video-01*")
_ARRANGEMENT = Arrangement(
    first=("prompt", "image_url", "end_image_url", "subject_reference_image_url", "duration", "resolution"),
    basic=("prompt_optimizer",),
    advanced=(),
    labels={
        "image_url": "First image",
        "end_image_url": "Last image",
        "duration": "Seconds",
        "prompt_optimizer": "Improve the prompt",
    },
    hints={"prompt_optimizer": "Switch it off where the words should count as they are."},
)


class Hailuo(FalTextToVideoFactory):
    """Hailuo from words."""

    claims = _CLAIMS
    family = "Hailuo"
    arrangement = _ARRANGEMENT


class HailuoFromImages(FalImageToVideoFactory):
    """Hailuo from images."""

    claims = _CLAIMS
    family = "Hailuo"
    arrangement = _ARRANGEMENT
