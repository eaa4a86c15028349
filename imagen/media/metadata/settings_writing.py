"""Write the text that A1111 and its kin read: prompt, negative prompt and one line of settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from imagen.domain.file_parameters import FileParameters, Software
from imagen.media.metadata.settings_text import NEGATIVE

_NO_KEY = re.compile(r"[^\w \-/]+")
_NO_START = re.compile(r"^[^\w]+")
_MUST_BE_QUOTED = re.compile(r"[,:\x00-\x1f\x7f]|^[\"{\[]|\"$")
_BLOCKS = frozenset({"Civitai resources", "Civitai metadata", "Hashes"})
# Other names of what the fields tell already, without separators: they are not written a second time.
_TOLD = {
    "prompt": ("prompt", "positiveprompt", "text"),
    "negative_prompt": ("negativeprompt", "negative", "uc"),
    "seed": ("seed", "noiseseed"),
    "steps": ("steps", "numinferencesteps", "inferencesteps", "numsteps"),
    "sampler": ("sampler", "samplername"),
    "scheduler": ("scheduletype", "scheduler"),
    "cfg": ("cfgscale", "cfg", "guidancescale", "scale"),
    "width": ("width", "size"),
    "height": ("height",),
    "model": ("model", "modelname"),
    "model_hash": ("modelhash",),
    "software_version": ("version",),
    "loras": ("loras",),
}
_FILLERS = (("Software", "Imagen"), ("Form", "A1111"))
_FEWEST_PAIRS = 3


def write_settings_text(parameters: FileParameters) -> str:
    """Write a record so that A1111, Forge and civitai read it; there are always pairs enough to be recognised."""
    pairs = list(_pairs(parameters))
    pairs += _FILLERS[: max(0, _FEWEST_PAIRS - len(pairs))]
    lines = [parameters.prompt.strip()]
    if parameters.negative_prompt.strip():
        lines.append(f"{NEGATIVE} {parameters.negative_prompt.strip()}")
    lines.append(", ".join(f"{key}: {value}" for key, value in pairs))
    return "\n".join(lines).lstrip("\n").replace("\x00", "")


def quoted(value: str) -> str:
    """Quote a value where it would not be read back as it is."""
    if value != value.strip() or _MUST_BE_QUOTED.search(value):
        return json.dumps(value, ensure_ascii=False)
    return value


def _pairs(parameters: FileParameters) -> Iterator[tuple[str, str]]:
    size = f"{parameters.width}x{parameters.height}" if parameters.width and parameters.height else None
    known: list[tuple[str, Any]] = [
        ("Steps", parameters.steps),
        ("Sampler", parameters.sampler),
        ("Schedule type", parameters.scheduler),
        ("CFG scale", parameters.cfg),
        ("Seed", parameters.seed),
        ("Size", size),
        ("Model hash", parameters.model_hash),
        ("Model", parameters.model),
        *_others(parameters),
        ("Version", _version(parameters)),
    ]
    for key, value in known:
        if value is not None and (written := _written(key, value)):
            yield key, written


def _others(parameters: FileParameters) -> Iterator[tuple[str, Any]]:
    """Give what only the writer's own pairs tell, under keys that can be read back."""
    used = {name for field, names in _TOLD.items() if getattr(parameters, field) for name in names}
    hashes = ", ".join(f"{lora.name}: {lora.hash}" for lora in parameters.loras if lora.hash)
    pairs = [*parameters.pairs, ("Lora hashes", hashes)]
    for name, value in pairs:
        key = _NO_START.sub("", _NO_KEY.sub("_", name)).strip()
        plain = re.sub(r"[ _\-/]", "", key).casefold()
        if len(key) > 1 and plain not in used:
            used.add(plain)
            yield key, value


def _version(parameters: FileParameters) -> str:
    if parameters.software is Software.IMAGEN:
        return f"{Software.IMAGEN} {parameters.software_version}".strip()
    return parameters.software_version


def _written(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return quoted(value) if value else ""
    block = json.dumps(value, ensure_ascii=False)
    return block if key in _BLOCKS else quoted(block)
