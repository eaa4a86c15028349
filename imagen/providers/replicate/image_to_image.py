"""Image to image at Replicate."""

from __future__ import annotations

from imagen.providers.replicate.factory import ReplicateProductFactory


class ReplicateImageToImageFactory(ReplicateProductFactory):
    """Make images of images."""
