"""Text to audio at civitai."""

from __future__ import annotations

from imagen.providers.civitai.factory import CivitaiProductFactory


class CivitaiTextToAudioFactory(CivitaiProductFactory):
    """Make sounds and music of words."""
