"""Text to image at civitai."""

from __future__ import annotations

from typing import ClassVar

from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.form_parts import Sizes, both_ways

USUAL: Sizes = both_ways(
    ("1:1", 1024, 1024), ("4:3", 1152, 896), ("3:2", 1216, 832), ("16:9", 1344, 768), ("21:9", 1536, 640)
)


class CivitaiTextToImageFactory(CivitaiProductFactory):
    """Make images of words."""

    sizes: ClassVar[Sizes] = USUAL
    timeout: ClassVar[str] = "00:10:00"
