"""Image to video at Replicate: how long a clip plays decides what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imagen.providers.lengths import length_of
from imagen.providers.replicate.factory import ReplicateProductFactory


class ReplicateImageToVideoFactory(ReplicateProductFactory):
    """Make videos of images."""

    def seconds(self, values: Mapping[str, Any]) -> float | None:
        return length_of(values)
