"""Text to image at Replicate."""

from __future__ import annotations

from imagen.providers.replicate.factory import ReplicateProductFactory


class ReplicateTextToImageFactory(ReplicateProductFactory):
    """Make images of words."""
