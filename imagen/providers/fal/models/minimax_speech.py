"""MiniMax Speech: words spoken by a voice; what is made always comes as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.text_to_audio import FalTextToAudioFactory


class MiniMaxSpeech(FalTextToAudioFactory):
    """MiniMax Speech from a text."""

    claims = ("fal-ai/minimax/speech-*", "fal-ai/minimax/preview/speech-*")
    family = "MiniMax Speech"
    presets: ClassVar[Mapping[str, Any]] = {"output_format": "url"}
    arrangement = Arrangement(
        first=("text", "prompt", "voice_setting.voice_id", "voice_setting.speed", "voice_setting.emotion"),
        labels={
            "voice_setting.voice_id": "Voice",
            "voice_setting.speed": "Speed",
            "voice_setting.emotion": "Emotion",
            "voice_setting.vol": "Loudness",
            "voice_setting.pitch": "Pitch",
            "language_boost": "Language",
        },
    )
