"""Find the LoRA tags in a prompt, such as `<lora:detail:0.8>`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from imagen.domain.file_parameters import FileLora
from imagen.media.metadata.values import number

_TAG = re.compile(r"<(?:lora|lyco|hypernet):([^<>:]{1,200}+)(?::([+-]?[0-9.]{1,12}))?(?::[^<>]{0,100}+)?>")
_MOST = 100


def loras_in(prompt: str, hashes: Mapping[str, str]) -> tuple[FileLora, ...]:
    """Give the LoRAs that a prompt names, each once, with their hashes where known."""
    found: dict[str, FileLora] = {}
    for tag in _TAG.finditer(prompt):
        name = tag[1].strip()
        if name and name not in found and len(found) < _MOST:
            weight = number(tag[2]) if tag[2] else 1.0
            found[name] = FileLora(name, weight, hashes.get(name, ""))
    return tuple(found.values())
