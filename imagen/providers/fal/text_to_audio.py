"""Text to audio at fal: how long a piece plays decides what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.example_prompts import asking_for_words
from imagen.providers.fal.factory import FalProductFactory
from imagen.providers.lengths import length_of


class FalTextToAudioFactory(FalProductFactory):
    """Make music, speech and sounds of words."""

    def seconds(self, values: Mapping[str, Any]) -> float | None:
        return length_of(values)

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return super().arrange(asking_for_words(spec))
