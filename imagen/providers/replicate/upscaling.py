"""Upscaling at Replicate."""

from __future__ import annotations

from imagen.providers.replicate.factory import ReplicateProductFactory


class ReplicateUpscalingFactory(ReplicateProductFactory):
    """Make images larger."""
