"""Which recipe carries out a checkpoint, by the ecosystem in its AIR."""

from __future__ import annotations

from collections.abc import Mapping

from imagen.providers.civitai.references import Air

_MAKING: Mapping[str, str] = {
    "sd1": "sdcpp-sd1-createImage",
    "sdxl": "sdcpp-sdxl-createImage",
    "pony": "sdcpp-sdxl-createImage",
    "illustrious": "sdcpp-sdxl-createImage",
    "noobai": "sdcpp-sdxl-createImage",
    "flux1": "comfy-flux1-createImage",
    "zimage": "zimage-turbo-createImage",
    "zimageturbo": "zimage-turbo-createImage",
}
_CHANGING: Mapping[str, str] = {
    "sd1": "sdcpp-sd1-createVariant",
    "sdxl": "sdcpp-sdxl-createVariant",
    "pony": "sdcpp-sdxl-createVariant",
    "illustrious": "sdcpp-sdxl-createVariant",
    "noobai": "sdcpp-sdxl-createVariant",
}
FAMILIES: Mapping[str, str] = {
    "sd1": "Stable Diffusion 1.5",
    "sdxl": "SDXL",
    "pony": "Pony",
    "illustrious": "Illustrious",
    "noobai": "NoobAI",
    "flux1": "FLUX.1",
    "zimage": "Z-Image",
    "zimageturbo": "Z-Image",
}
_KINDS: Mapping[str, str] = {
    "lora": "a LoRA: write its AIR into the LoRAs of a model",
    "lycoris": "a LyCORIS: write its AIR into the LoRAs of a model",
    "dora": "a DoRA: write its AIR into the LoRAs of a model",
    "embedding": "an embedding: write its AIR into the embeddings of a model",
    "textualinversion": "an embedding: write its AIR into the embeddings of a model",
    "vae": "a VAE: write its AIR into the VAE of a model",
    "upscaler": "an upscaler: write its AIR into the model of the image upscaler",
}


def recipe_of(air: Air, *, changes: bool) -> str | None:
    """Name the recipe that makes pictures with a checkpoint, or changes them; None where there is none."""
    return (_CHANGING if changes else _MAKING).get(air.ecosystem)


def why_not(air: Air, *, changes: bool) -> str:
    """Say why a resource is no model that can be ordered; nothing when it is one."""
    if air.kind not in {"checkpoint", "diffuser", "model"}:
        return f"It is {_KINDS.get(air.kind, f'a {air.kind}, which is no model by itself')}."
    if recipe_of(air, changes=changes) is not None:
        return ""
    if changes and recipe_of(air, changes=False) is not None:
        return f"civitai does not change pictures with checkpoints of {air.ecosystem}."
    return f"civitai has no recipe for checkpoints of {air.ecosystem}; its own models of that kind are in the list."
