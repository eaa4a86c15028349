"""ACE-Step: songs of tags that describe the music, and of lyrics; the tags are what is asked for."""

from __future__ import annotations

from dataclasses import replace

from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, Role
from imagen.providers.arrangement import Arrangement
from imagen.providers.fal.text_to_audio import FalTextToAudioFactory

_MUSIC, _WORDS = "tags", "lyrics"


class AceStep(FalTextToAudioFactory):
    """ACE-Step from tags and lyrics."""

    claims = ("fal-ai/ace-step",)
    family = "ACE-Step"
    arrangement = Arrangement(
        first=(_MUSIC, _WORDS, "duration", "seed"),
        labels={_MUSIC: "Music", "duration": "Seconds", "number_of_steps": "Steps"},
        hints={_MUSIC: "What it should sound like, such as “lofi, piano, calm”.",
               _WORDS: "With marks such as [verse] and [chorus]; “[inst]” for no singing."},
    )  # fmt: skip

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return super().arrange(ParameterSetSpec(tuple(_asked(parameter) for parameter in spec.parameters)))


def _asked(parameter: ParameterSpec) -> ParameterSpec:
    if parameter.name == _MUSIC:
        ui = replace(parameter.ui, multiline=True)
        return replace(parameter, role=Role.PROMPT, interpolation=Interpolation.TEXT, ui=ui)
    return replace(parameter, role=None) if parameter.name == _WORDS else parameter
