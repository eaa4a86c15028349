"""Image to image at fal."""

from __future__ import annotations

from imagen.providers.fal.factory import FalProductFactory


class FalImageToImageFactory(FalProductFactory):
    """Make images of images."""
