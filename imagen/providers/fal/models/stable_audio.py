"""Stable Audio: music and sounds of a length that is asked for."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.text_to_audio import FalTextToAudioFactory

_CLAIMS = ("fal-ai/stable-audio*",)


class StableAudio(FalTextToAudioFactory):
    """Stable Audio 1, 2.5 and 3."""

    claims = _CLAIMS
    family = "Stable Audio"
    arrangement = Arrangement(
        first=("prompt", "negative_prompt", "seconds_total", "duration", "seed"),
        advanced=("seconds_start", "steps", "num_inference_steps", "guidance_scale"),
        labels={
            "seconds_total": "Seconds",
            "duration": "Seconds",
            "seconds_start": "Start within the piece",
            "steps": "Steps",
            "num_inference_steps": "Steps",
            "guidance_scale": "Guidance",
        },
    )
