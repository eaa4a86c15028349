"""Text to image at Replicate."""

from __future__ import annotations

from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.replicate.factory import ReplicateProductFactory
from imagen.providers.replicate.wording import asking_for_words


class ReplicateTextToImageFactory(ReplicateProductFactory):
    """Make images of words."""

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return super().arrange(asking_for_words(spec))
