"""Text to video at Replicate."""

from __future__ import annotations

from imagen.providers.replicate.factory import ReplicateProductFactory


class ReplicateTextToVideoFactory(ReplicateProductFactory):
    """Make videos of words."""
