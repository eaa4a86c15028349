"""Videos at civitai: Wan, Kling, Veo, Seedance, Hailuo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from imagen.providers.arrangement import Arrangement
from imagen.providers.civitai.text_to_video import CivitaiTextToVideoFactory

_FIRST = ("prompt", "negativePrompt", "sourceImage", "images", "endImage")
_FORMAT = ("aspectRatio", "resolution", "size", "duration", "generateAudio", "seed")


class WanFactory(CivitaiTextToVideoFactory):
    """Wan."""

    claims: ClassVar[tuple[str, ...]] = ("video-wan*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=(*_FIRST[:3], *_FORMAT, "loras"),
        advanced=("model", "cfgScale", "images", "audioUrl", "shift", "steps", "frameRate"),
        hints={"cfgScale": "How closely the prompt is followed."},
    )
    defaults: ClassVar[Mapping[str, Any]] = {"cfgScale": 4, "duration": 5, "resolution": "720p"}


class KlingFactory(CivitaiTextToVideoFactory):
    """Kling: the operation follows from what goes in."""

    claims: ClassVar[tuple[str, ...]] = ("video-kling*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=(*_FIRST[:3], "endImage", "model", "mode", *_FORMAT),
        advanced=("cfgScale", "images", "elements", "videoUrl", "keepAudio", "multiPrompt", "voiceIds"),
    )


class VeoFactory(CivitaiTextToVideoFactory):
    """Veo."""

    claims: ClassVar[tuple[str, ...]] = ("video-veo*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=(*_FIRST, "version", "mode", *_FORMAT), advanced=("enablePromptEnhancer", "fastMode")
    )
    defaults: ClassVar[Mapping[str, Any]] = {"version": "3.1"}


class SeedanceFactory(CivitaiTextToVideoFactory):
    """Seedance."""

    claims: ClassVar[tuple[str, ...]] = ("video-seedance*",)
    arrangement: ClassVar[Arrangement] = Arrangement(
        first=(*_FIRST, "model", *_FORMAT), advanced=("referenceVideos", "referenceAudios")
    )


class HailuoFactory(CivitaiTextToVideoFactory):
    """Hailuo of MiniMax."""

    claims: ClassVar[tuple[str, ...]] = ("video-minimax*",)
    arrangement: ClassVar[Arrangement] = Arrangement(first=_FIRST, advanced=("model", "enablePromptEnhancer"))
