"""Text to image at fal."""

from __future__ import annotations

from imagen.providers.fal.factory import FalProductFactory


class FalTextToImageFactory(FalProductFactory):
    """Make images of words."""
