"""Writes the bundled catalogue: `python -m imagen.providers.civitai.bundle <folder of recipes with their schemas>`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from imagen.providers.bundling import bundle, files_in
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.civitai.checkpoints import recipe_of
from imagen.providers.civitai.provider import CATALOGUE
from imagen.providers.civitai.recipes import Recipe, checkpoint_entry, recipe_entries
from imagen.providers.civitai.references import Air

RECIPES: tuple[tuple[str, str, str], ...] = (
    ("flux2-pro", "FLUX.2 Pro", "FLUX.2"),
    ("flux1-kontext-pro", "FLUX.1 Kontext Pro", "FLUX.1"),
    ("google-nano-banana-pro", "Nano Banana Pro", "Nano Banana"),
    ("google-imagen4", "Imagen 4", "Imagen"),
    ("seedream", "Seedream", "Seedream"),
    ("qwen-20b-createImage", "Qwen-Image 20B", "Qwen-Image"),
    ("zimage-turbo-createImage", "Z-Image Turbo", "Z-Image"),
    ("sdcpp-sdxl-createImage", "SDXL, any checkpoint", "SDXL"),
    ("sdcpp-sdxl-createVariant", "SDXL, any checkpoint · from a picture", "SDXL"),
    ("sdcpp-sd1-createImage", "Stable Diffusion 1.5, any checkpoint", "Stable Diffusion 1.5"),
    ("sdcpp-sd1-createVariant", "Stable Diffusion 1.5, any checkpoint · from a picture", "Stable Diffusion 1.5"),
    ("sdcpp-flux1", "FLUX.1, any diffuser", "FLUX.1"),
    ("comfy-sdxl-createImage", "SDXL by Comfy, any checkpoint", "SDXL"),
    ("comfy-flux1-createImage", "FLUX.1 by Comfy, any checkpoint", "FLUX.1"),
    ("textToImage-legacy", "Older form, any checkpoint", "Older form"),
    ("image-background-removal", "Background removal", "Background removal"),
    ("image-upscaler", "Image upscaler", "Upscaler"),
    ("video-wan26-fal", "Wan 2.6", "Wan"),
    ("video-wan22-comfy", "Wan 2.2", "Wan"),
    ("video-kling-v3", "Kling 3", "Kling"),
    ("video-kling", "Kling", "Kling"),
    ("video-veo3", "Veo 3", "Veo"),
    ("video-seedance", "Seedance", "Seedance"),
    ("video-minimax", "Hailuo", "Hailuo"),
    ("audio-ace-step", "ACE-Step 1.5", "ACE-Step"),
)
CHECKPOINTS: tuple[tuple[str, str, str], ...] = (
    ("urn:air:sdxl:checkpoint:civitai:101055@128078", "SDXL 1.0", "SDXL"),
    ("urn:air:sdxl:checkpoint:civitai:795765@889818", "Illustrious XL", "Illustrious"),
    ("urn:air:sdxl:checkpoint:civitai:257749@290640", "Pony Diffusion V6 XL", "Pony"),
    ("urn:air:sd1:checkpoint:civitai:4384@128713", "DreamShaper 8", "Stable Diffusion 1.5"),
    ("urn:air:flux1:checkpoint:civitai:618692@691639", "FLUX.1 dev", "FLUX.1"),
)


def entries_in(folder: Path) -> list[CatalogueEntry]:
    """Make the entries of all recipes in a folder (or its part `civitai`), and of checkpoints that many know."""
    recipes = {recipe.name: recipe for recipe in _recipes(folder)}
    unnamed = sorted(set(recipes) - {name for name, _, _ in RECIPES})
    if unnamed:
        raise ValueError(f"These recipes have no name for people yet: {', '.join(unnamed)}.")
    made = [
        entry for recipe, name, family in RECIPES for entry in recipe_entries(recipes[recipe], name=name, family=family)
    ]
    for written, name, family in CHECKPOINTS:
        air = Air.read(written)
        for changes in (False, True):
            recipe = recipe_of(air, changes=changes) if air else None
            if air and recipe:
                made.append(checkpoint_entry(recipes[recipe], air, name=name, family=family))
    return made


def _recipes(folder: Path) -> list[Recipe]:
    """Read the recipes; the envelope of workflows and the API of version 1 are none."""
    read: list[dict[str, Any]] = [
        json.loads(path.read_text("utf-8"))
        for path in files_in(folder, "civitai")
        if not path.name.startswith(("_", "v1-"))
    ]
    return [Recipe.read(_plain(document)) for document in read]


def _plain(written: Any) -> Any:
    """Leave out descriptions: those that are collected only repeat names and limits."""
    if isinstance(written, dict):
        kept = (
            written.items()
            if not isinstance(written.get("description"), str)
            else ((name, value) for name, value in written.items() if name != "description")
        )
        return {name: _plain(value) for name, value in kept}
    return [_plain(value) for value in written] if isinstance(written, list) else written


if __name__ == "__main__":
    raise SystemExit(bundle(sys.argv[1:], entries_in, CATALOGUE))
