"""Read from an output schema what kinds of things a model makes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from imagen.providers.schema.references import Definitions
from imagen.providers.schema.shapes import Shape, read_shape
from imagen.providers.schema.wording import words_of

_MOST = 200
_DEEPEST = 5


class OutputKind(StrEnum):
    """A kind of thing that models make; FILE is a file of unknown kind."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"
    OTHER = "other"
    FILE = "file"


_BY_WORD = {
    **dict.fromkeys(("image", "images", "img", "picture", "pictures", "photo", "gif", "svg"), OutputKind.IMAGE),
    **dict.fromkeys(("video", "videos", "movie", "mp4"), OutputKind.VIDEO),
    **dict.fromkeys(("audio", "audios", "speech", "music", "song", "sound", "mp3", "wav"), OutputKind.AUDIO),
    **dict.fromkeys(("mesh", "glb", "model", "zip", "lora", "splat", "ply"), OutputKind.OTHER),
}


def output_kinds(written: Mapping[str, Any] | None, definitions: Definitions) -> frozenset[OutputKind]:
    """Give the kinds of all things in an output; looks at a bounded number of parts."""
    found: set[OutputKind] = set()
    waiting: list[tuple[str, Any, int]] = [("", written, 0)]
    seen = 0
    while waiting and seen < _MOST:
        name, part, depth = waiting.pop()
        seen += 1
        shape = read_shape(part, definitions)
        kind = _kind(name, shape)
        if kind is not None:
            found.add(kind)
        elif depth < _DEEPEST:
            waiting += [(inner or name, each, depth + 1) for inner, each in _parts(shape)]
    return frozenset(found)


def _kind(name: str, shape: Shape) -> OutputKind | None:
    """Say what a part is, or None when its own parts say it."""
    if shape.variants or shape.kind == "array":
        return OutputKind.TEXT if shape.schema.get("x-cog-array-display") == "concatenate" else None
    is_file = shape.schema.get("format") == "uri" or (shape.kind == "object" and "url" in shape.properties)
    if is_file:
        return _of_blob(shape) or _by_word(name) or OutputKind.FILE
    if shape.kind == "object":
        return None
    if shape.kind == "string":
        return _by_word(name) if words_of(name)[-1:] in {("url",), ("urls",)} else OutputKind.TEXT
    return None


def _of_blob(shape: Shape) -> OutputKind | None:
    told = shape.properties.get("type")
    value = told.get("const") if isinstance(told, Mapping) else None
    return _BY_WORD.get(value) if isinstance(value, str) else None


def _by_word(name: str) -> OutputKind | None:
    return next((_BY_WORD[word] for word in reversed(words_of(name)) if word in _BY_WORD), None)


def _parts(shape: Shape) -> list[tuple[str, Any]]:
    parts: list[tuple[str, Any]] = [("", variant.schema) for variant in shape.variants]
    if shape.kind == "array":
        parts.append(("", shape.schema.get("items")))
    return [*parts, *list(shape.properties.items())[:_MOST]]
