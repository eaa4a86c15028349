"""Upscaling at fal."""

from __future__ import annotations

from imagen.providers.fal.factory import FalProductFactory


class FalUpscalingFactory(FalProductFactory):
    """Make images larger."""
