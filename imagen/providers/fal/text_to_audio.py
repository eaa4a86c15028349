"""Text to audio at fal."""

from __future__ import annotations

from imagen.providers.fal.factory import FalProductFactory


class FalTextToAudioFactory(FalProductFactory):
    """Make music, speech and sounds of words."""
