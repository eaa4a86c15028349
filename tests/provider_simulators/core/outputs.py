"""Outputs in the shape that a schema declares, with a real file wherever it says a file is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.provider_simulators.core.asked import Asked
from tests.provider_simulators.core.schema import resolved
from tests.provider_simulators.media import Wish

MakeFile = Callable[[Wish, str], Any]
OTHER = {"npz": ("document", "npz"), "mesh": ("document", "glb"), "glb": ("document", "glb"), "svg": ("image", "svg")}
OTHER |= {"spectrogram": ("image", "png"), "thumbnail": ("image", "jpeg"), "spritesheet": ("image", "jpeg")}
OTHER |= {"zip": ("document", "zip")}


def wish_of(asked: Asked, name: str, number: int, *, black: bool = False) -> Wish:
    """Return the file that belongs to a field of an output; a field's name may say another kind."""
    kind, file_format = asked.kind, asked.format
    for sign, other in OTHER.items():
        if sign in name:
            kind, file_format = other
    words = set(re.findall(r"[a-z]+", name.lower()))
    if words & {"image", "images", "mask"} and kind not in {"image"}:
        kind, file_format = "image", "png"
    elif words & {"audio"} and kind != "audio":
        kind, file_format = "audio", "wav"
    elif words & {"video"} and kind != "video":
        kind, file_format = "video", "mp4"
    if kind in {"text", "mesh"}:
        kind, file_format = "document", "glb" if kind == "mesh" else "txt"
    look = f"{asked.look}|{asked.seed}|{name}|{number}"
    return Wish(kind, file_format, look, asked.width, asked.height, asked.seconds, black=black)


class Shaper:
    """Fill a declared output; `file` turns a wish into what stands for a file there (a URL or an object)."""

    def __init__(self, asked: Asked, schemas: dict[str, Any], file: MakeFile, values: dict[str, Any]) -> None:
        self._asked = asked
        self._schemas = schemas
        self._file = file
        self._values = values
        self.black: set[int] = set()

    def fill(self, schema: dict[str, Any], name: str = "", number: int = 0) -> Any:
        """Return a value for a schema; known values (seed, prompt, timings …) go in by name."""
        schema = resolved(schema, self._schemas)
        if name in self._values:
            return self._values[name]
        if choices := schema.get("anyOf") or schema.get("oneOf"):
            real = [choice for choice in choices if choice.get("type") != "null"]
            return self.fill(real[0], name, number) if real else None
        if _is_file(schema):
            return self._file(wish_of(self._asked, name, number, black=number in self.black), name)
        match schema.get("type"):
            case "array":
                return self._fill_list(schema, name)
            case "object":
                return {key: self.fill(field, key) for key, field in schema.get("properties", {}).items()}
            case "string":
                enum = schema.get("enum")
                return enum[0] if enum else f"{self._asked.look or 'a picture'}, in words"
            case "integer":
                return self._asked.seed if name == "seed" else 1
            case "number":
                return 1.0
            case "boolean":
                return False
        return f"{self._asked.look or 'a picture'}, in words"

    def _fill_list(self, schema: dict[str, Any], name: str) -> list[Any]:
        item = resolved(schema.get("items") or {}, self._schemas)
        if not _is_file(item) and item.get("type") == "string":
            return [f"{word} " for word in f"{self._asked.look or 'words'} as words come".split()]
        return [self.fill(item, name, number) for number in range(self._asked.count)]


def _is_file(schema: dict[str, Any]) -> bool:
    if schema.get("format") == "uri":
        return True
    properties = schema.get("properties", {})
    return "url" in properties and bool({"content_type", "file_name", "file_size"} & set(properties))
