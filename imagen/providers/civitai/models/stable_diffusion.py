"""Stable Diffusion at civitai: SDXL and 1.5 with any checkpoint and LoRAs, by stable-diffusion.cpp or ComfyUI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.providers.arrangement import Arrangement
from imagen.providers.civitai.form_parts import Sizes, both_ways
from imagen.providers.civitai.text_to_image import CivitaiTextToImageFactory

ORDER = (
    "prompt", "negativePrompt", "image", "images", "sourceImage", "model", "diffuserModel", "loras", "size",
    "strength", "quantity", "seed", "steps", "cfgScale",
)  # fmt: skip
LABELS = {"model": "Checkpoint", "schedule": "Schedule", "strength": "Change"}
HINTS = {
    "model": "The AIR of a checkpoint, as its page at civitai shows it.",
    "loras": "The AIR of each LoRA with its weight; 0.6 to 1 is usual.",
    "strength": "How much of the image is made anew: 0 changes nothing, 1 everything.",
    "cfgScale": "How closely the prompt is followed.",
}
STABLE_DIFFUSION = Arrangement(first=ORDER, labels=LABELS, hints=HINTS)


class SdxlFactory(CivitaiTextToImageFactory):
    """SDXL and what was made of it: Pony, Illustrious and others."""

    claims: ClassVar[tuple[str, ...]] = ("sdcpp-sdxl-*", "comfy-sdxl-*")
    arrangement: ClassVar[Arrangement] = STABLE_DIFFUSION
    defaults: ClassVar[Mapping[str, Any]] = {
        "model": "urn:air:sdxl:checkpoint:civitai:101055@128078", "strength": 0.7, "quantity": 1
    }  # fmt: skip


class StableDiffusion1Factory(CivitaiTextToImageFactory):
    """Stable Diffusion 1.5."""

    claims: ClassVar[tuple[str, ...]] = ("sdcpp-sd1-*", "comfy-sd1-*")
    arrangement: ClassVar[Arrangement] = STABLE_DIFFUSION
    defaults: ClassVar[Mapping[str, Any]] = {
        "model": "urn:air:sd1:checkpoint:civitai:4384@128713", "strength": 0.7, "quantity": 1
    }  # fmt: skip
    sizes: ClassVar[Sizes] = both_ways(
        ("1:1", 512, 512), ("4:3", 640, 480), ("3:2", 768, 512), ("16:9", 768, 432), ("1:1 large", 768, 768)
    )


class OlderFormFactory(CivitaiTextToImageFactory):
    """The older form for any checkpoint."""

    claims: ClassVar[tuple[str, ...]] = ("textToImage-legacy",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=(*ORDER, "sourceImageDenoiseStrenght"),
        advanced=("batchSize", "engine"),
        labels={**LABELS, "additionalNetworks": "LoRAs", "sourceImageDenoiseStrenght": "Change"},
        hints={**HINTS, "sourceImageDenoiseStrenght": HINTS["strength"]},
    )
    defaults: ClassVar[Mapping[str, Any]] = {
        "model": "urn:air:sdxl:checkpoint:civitai:101055@128078", "cfgScale": 7, "steps": 25, "quantity": 1
    }  # fmt: skip
