"""Hunyuan Video by Tencent: clips counted in frames."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.text_to_video import FalTextToVideoFactory


class Hunyuan(FalTextToVideoFactory):
    """Hunyuan Video from words."""

    claims = ("fal-ai/hunyuan-video*",)
    family = "Hunyuan Video"
    arrangement = Arrangement(
        first=("prompt", "num_frames", "resolution", "aspect_ratio", "seed"),
        advanced=("pro_mode",),
        labels={"num_frames": "Frames", "pro_mode": "Better and slower"},
    )
