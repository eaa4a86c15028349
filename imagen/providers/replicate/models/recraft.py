"""Recraft: images in a named style."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory


class Recraft(ReplicateTextToImageFactory):
    """Recraft 3 and 4 (their vector drawings are no files that Imagen keeps)."""

    claims = ("recraft-ai/recraft-v*", "recraft-ai/recraft-20b*")
    family = "Recraft"
    arrangement = Arrangement(
        first=("prompt", "style", "aspect_ratio", "size"),
        hints={"aspect_ratio": "Goes before the size, unless it is not set."},
    )
