"""Image to video at Replicate."""

from __future__ import annotations

from imagen.providers.replicate.factory import ReplicateProductFactory


class ReplicateImageToVideoFactory(ReplicateProductFactory):
    """Make videos of images."""
