"""Pictures by closed models and by open ones without checkpoints: Google's, Seedream, Qwen-Image, Z-Image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.providers.arrangement import Arrangement
from imagen.providers.civitai.form_parts import Sizes, both_ways
from imagen.providers.civitai.models.stable_diffusion import HINTS, LABELS, ORDER
from imagen.providers.civitai.text_to_image import CivitaiTextToImageFactory


class GoogleFactory(CivitaiTextToImageFactory):
    """Imagen and Nano Banana: a ratio, no size."""

    claims: ClassVar[tuple[str, ...]] = ("google-*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=("prompt", "negativePrompt", "images", "aspectRatio", "resolution", "numImages", "seed"),
    )


class SeedreamFactory(CivitaiTextToImageFactory):
    """Seedream, up to 4096 pixels a side."""

    claims: ClassVar[tuple[str, ...]] = ("seedream*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=("prompt", "images", "version", "size", "quantity", "seed"),
        labels=LABELS,
        advanced=("guidanceScale", "enableSafetyChecker"),
    )
    sizes: ClassVar[Sizes] = both_ways(
        ("1:1", 1024, 1024), ("1:1 2K", 2048, 2048), ("4:3", 2304, 1728), ("3:2", 2496, 1664), ("16:9", 2560, 1440),
        ("21:9", 3024, 1296), ("1:1 4K", 4096, 4096),
    )  # fmt: skip


class QwenFactory(CivitaiTextToImageFactory):
    """Qwen-Image."""

    claims: ClassVar[tuple[str, ...]] = ("qwen-*",)
    arrangement: ClassVar[Arrangement] = Arrangement(first=ORDER, advanced=("version",), labels=LABELS, hints=HINTS)
    sizes: ClassVar[Sizes] = both_ways(
        ("1:1", 1024, 1024), ("1:1 large", 1328, 1328), ("4:3", 1472, 1104), ("3:2", 1584, 1056), ("16:9", 1664, 928)
    )


class ZImageFactory(CivitaiTextToImageFactory):
    """Z-Image: few steps, hardly any guidance."""

    claims: ClassVar[tuple[str, ...]] = ("zimage-*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=tuple(name for name in ORDER if name != "diffuserModel"),
        advanced=("diffuserModel", "controlNets"),
        labels={**LABELS, "diffuserModel": "Diffuser"},
        hints={**HINTS, "diffuserModel": "Blank: civitai's own."},
    )
    defaults: ClassVar[Mapping[str, Any]] = {"steps": 9, "cfgScale": 1, "quantity": 1, "width": 1024, "height": 1024}
