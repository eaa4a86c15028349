"""Text to audio at Replicate."""

from __future__ import annotations

from imagen.providers.replicate.factory import ReplicateProductFactory


class ReplicateTextToAudioFactory(ReplicateProductFactory):
    """Make music, speech and sounds of words."""
