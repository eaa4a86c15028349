"""MusicGen by Meta: music of words, also from a melody."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.text_to_audio import ReplicateTextToAudioFactory


class MusicGen(ReplicateTextToAudioFactory):
    """MusicGen in all its sizes."""

    claims = ("meta/musicgen", "*/musicgen*")
    family = "MusicGen"
    arrangement = Arrangement(
        first=("prompt", "duration", "input_audio", "model_version", "output_format", "seed"),
        advanced=("continuation", "continuation_start", "continuation_end", "normalization_strategy"),
        labels={
            "duration": "Seconds",
            "input_audio": "Melody",
            "model_version": "Model",
            "classifier_free_guidance": "Guidance",
            "continuation": "Go on from the melody",
        },
        hints={"input_audio": "Its melody is followed, or gone on from; none is needed."},
    )
