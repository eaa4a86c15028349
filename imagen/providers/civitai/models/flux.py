"""FLUX at civitai: FLUX.1 with diffusers, checkpoints and LoRAs, Kontext, FLUX.2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.providers.arrangement import Arrangement
from imagen.providers.civitai.form_parts import Sizes, both_ways
from imagen.providers.civitai.models.stable_diffusion import HINTS, LABELS, ORDER
from imagen.providers.civitai.text_to_image import CivitaiTextToImageFactory

_DEV = "civitai:618692@691639"
_PARTS = ("vaeModel", "clipLModel", "t5XXLModel")


class Flux1Factory(CivitaiTextToImageFactory):
    """FLUX.1 by stable-diffusion.cpp, its parts by their AIRs: civitai's own schema requires every one of them."""

    claims: ClassVar[tuple[str, ...]] = ("sdcpp-flux1*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=(*ORDER, *_PARTS),
        labels={
            **LABELS,
            "diffuserModel": "Diffuser",
            "vaeModel": "VAE",
            "clipLModel": "CLIP-L",
            "t5XXLModel": "T5-XXL",
        },
        hints={**HINTS, "diffuserModel": "The AIR of a diffuser.", **dict.fromkeys(_PARTS, "The AIR of this part.")},
    )
    defaults: ClassVar[Mapping[str, Any]] = {"diffuserModel": f"urn:air:flux1:diffuser:{_DEV}"}
    sizes: ClassVar[Sizes] = both_ways(("1:1", 1024, 1024), ("4:3", 1152, 896), ("3:2", 1216, 832))


class Flux1ComfyFactory(CivitaiTextToImageFactory):
    """FLUX.1 by ComfyUI, with any checkpoint."""

    claims: ClassVar[tuple[str, ...]] = ("comfy-flux1-*",)
    arrangement: ClassVar[Arrangement] = Arrangement(first=ORDER, labels=LABELS, hints=HINTS)
    defaults: ClassVar[Mapping[str, Any]] = {"model": f"urn:air:flux1:checkpoint:{_DEV}", "quantity": 1}


class KontextFactory(CivitaiTextToImageFactory):
    """FLUX.1 Kontext, by words or from pictures."""

    claims: ClassVar[tuple[str, ...]] = ("flux1-kontext-*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=("prompt", "images", "aspectRatio", "quantity", "seed"), labels=LABELS, advanced=("guidanceScale",)
    )


class Flux2Factory(CivitaiTextToImageFactory):
    """FLUX.2."""

    claims: ClassVar[tuple[str, ...]] = ("flux2-*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=("prompt", "images", "size", "quantity", "seed"), labels=LABELS, advanced=("enablePromptExpansion",)
    )
    defaults: ClassVar[Mapping[str, Any]] = {"width": 1024, "height": 1024, "quantity": 1}
