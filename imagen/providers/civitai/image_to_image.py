"""Image to image at civitai."""

from __future__ import annotations

from typing import ClassVar

from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.form_parts import Sizes
from imagen.providers.civitai.text_to_image import USUAL


class CivitaiImageToImageFactory(CivitaiProductFactory):
    """Change images."""

    sizes: ClassVar[Sizes] = USUAL
    timeout: ClassVar[str] = "00:10:00"
