"""Text to video at fal."""

from __future__ import annotations

from imagen.providers.fal.factory import FalProductFactory


class FalTextToVideoFactory(FalProductFactory):
    """Make videos of words."""
