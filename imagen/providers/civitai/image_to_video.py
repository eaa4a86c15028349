"""Image to video at civitai."""

from __future__ import annotations

from typing import ClassVar

from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.form_parts import Sizes
from imagen.providers.civitai.text_to_video import USUAL


class CivitaiImageToVideoFactory(CivitaiProductFactory):
    """Let images move."""

    sizes: ClassVar[Sizes] = USUAL
