"""Write names that are ids as people write them."""

from __future__ import annotations

import re

_WRITTEN = {
    **{word.casefold(): word for word in ("SDXL", "FLUX", "LTX", "GPT", "ESRGAN", "HD", "AI", "I2V", "T2V", "LoRA")},
    **{word.casefold(): word for word in ("MusicGen", "MMAudio", "SVD", "TTS", "RemBG", "BiRefNet", "SeedVR")},
}
_VERSION = re.compile(r"v\d")
_BETWEEN = re.compile(r"[-_/ ]+")


def written_name(own: str) -> str:
    """Write a name as people do: `flux-1.1-pro` as `FLUX 1.1 Pro`."""
    return " ".join(_word(word) for word in _BETWEEN.split(own) if word) or own


def is_written(name: str) -> bool:
    """Tell whether a name is one for people already: ids have no spaces and no capitals."""
    return " " in name or name != name.casefold()


def _word(word: str) -> str:
    known = _WRITTEN.get(word.casefold())
    return known or (word if _VERSION.match(word) else word[:1].upper() + word[1:])
