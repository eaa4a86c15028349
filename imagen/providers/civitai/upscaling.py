"""Upscaling at civitai."""

from __future__ import annotations

from typing import ClassVar

from imagen.providers.civitai.factory import CivitaiProductFactory


class CivitaiUpscalingFactory(CivitaiProductFactory):
    """Enlarge images."""

    timeout: ClassVar[str] = "00:10:00"
