"""Text to image at Replicate."""

from __future__ import annotations

from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.example_prompts import asking_for_words
from imagen.providers.replicate.factory import ReplicateProductFactory


class ReplicateTextToImageFactory(ReplicateProductFactory):
    """Make images of words."""

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return super().arrange(asking_for_words(spec))
