"""Image to video at fal."""

from __future__ import annotations

from imagen.providers.fal.factory import FalProductFactory


class FalImageToVideoFactory(FalProductFactory):
    """Make videos of images."""
