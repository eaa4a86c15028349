"""Text to image at fal."""

from __future__ import annotations

from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.example_prompts import asking_for_words
from imagen.providers.fal.factory import FalProductFactory


class FalTextToImageFactory(FalProductFactory):
    """Make images of words."""

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return super().arrange(asking_for_words(spec))
