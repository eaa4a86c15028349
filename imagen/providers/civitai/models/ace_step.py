"""ACE-Step at civitai: songs of a description and lyrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.providers.arrangement import Arrangement
from imagen.providers.civitai.text_to_audio import CivitaiTextToAudioFactory


class AceStepFactory(CivitaiTextToAudioFactory):
    """Songs with lyrics, or music without."""

    claims: ClassVar[tuple[str, ...]] = ("audio-ace-step*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=("musicDescription", "lyrics", "duration", "seed"),
        basic=("bpm", "instrumentalWeight", "vocalWeight"),
        advanced=("loras",),
        labels={"musicDescription": "Description", "instrumentalWeight": "Instruments", "vocalWeight": "Voice"},
        hints={
            "lyrics": "With marks such as [Verse] and [Chorus]. Blank for music alone: set Voice to 0 then.",
            "musicDescription": "Style, instruments, mood, voice.",
            "vocalWeight": "0 for music without a voice.",
        },
    )
    defaults: ClassVar[Mapping[str, Any]] = {"lyrics": "", "duration": 30}
