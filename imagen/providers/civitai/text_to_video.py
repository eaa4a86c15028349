"""Text to video at civitai."""

from __future__ import annotations

from typing import ClassVar

from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.form_parts import Sizes, both_ways

USUAL: Sizes = both_ways(("16:9", 832, 480), ("16:9 HD", 1280, 720), ("1:1", 640, 640), ("4:3", 768, 576))


class CivitaiTextToVideoFactory(CivitaiProductFactory):
    """Make videos of words."""

    sizes: ClassVar[Sizes] = USUAL
