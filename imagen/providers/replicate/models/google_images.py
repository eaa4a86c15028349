"""Imagen and Nano Banana by Google."""

from __future__ import annotations

from imagen.providers.arrangement import Arrangement
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory


class GoogleImagen(ReplicateTextToImageFactory):
    """Imagen 3 and 4."""

    claims = ("google/imagen-*",)
    family = "Imagen"
    arrangement = Arrangement(
        first=("prompt", "aspect_ratio", "image_size"),
        advanced=("safety_filter_level", "output_format"),
        labels={"image_size": "Resolution", "safety_filter_level": "Safety filter"},
    )


class NanoBanana(ReplicateTextToImageFactory):
    """Nano Banana: from words alone, or from words about images."""

    claims = ("google/nano-banana*",)
    family = "Nano Banana"
    arrangement = Arrangement(
        first=("prompt", "image_input", "aspect_ratio", "resolution"),
        advanced=("output_format", "safety_filter_level", "allow_fallback_model"),
        labels={"image_input": "Images", "safety_filter_level": "Safety filter"},
        hints={"image_input": "Images to change or to combine; none is needed."},
    )
