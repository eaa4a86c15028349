"""The image upscaler of civitai."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.domain.parameters import Choice
from imagen.providers.arrangement import Arrangement
from imagen.providers.civitai.upscaling import CivitaiUpscalingFactory

_REMACRI = "urn:air:other:upscaler:civitai:147759@164821"


class ImageUpscalerFactory(CivitaiUpscalingFactory):
    """Enlarges by a model that people choose, as often as they like."""

    claims: ClassVar[tuple[str, ...]] = ("image-upscaler",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=("image", "numberOfRepeats", "model"),
        labels={"model": "Upscaler", "numberOfRepeats": "Times"},
        hints={
            "model": "The AIR of an upscaler; it decides by how much one time enlarges.",
            "numberOfRepeats": "1 to 3. Twice by a model of 4× makes 16×.",
        },
        suggested={"model": (Choice(_REMACRI, "4x-Remacri"),)},
    )
    defaults: ClassVar[Mapping[str, Any]] = {"numberOfRepeats": 1}
