"""Recognise which inputs are files, and of what sort: by format, by hints, by names."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from imagen.domain.parameters import ParameterType
from imagen.providers.schema.wording import words_of


class Dialect(StrEnum):
    """Whose way of writing schemas it is."""

    COG = "cog"
    FAL = "fal"
    CIVITAI = "civitai"


_VIDEO = frozenset({"video", "videos", "movie", "mp4", "clip", "footage"})
_AUDIO = frozenset(
    {
        "audio",
        "audios",
        "voice",
        "song",
        "music",
        "sound",
        "speech",
        "wav",
        "mp3",
        "melody",
        "vocals",
        "speaker",
        "instrumental",
    }
)
_IMAGE = frozenset(
    {
        "image", "images", "img", "img1", "img2", "img3", "img4", "photo", "photos", "picture", "pictures", "frame",
        "frames", "mask", "masks", "portrait", "face", "background", "sketch", "pose", "style", "content", "subject",
        "image1", "image2", "image3", "garm", "avatar", "thumbnail", "logo", "reference",
    }
)  # fmt: skip
_NO_MEDIUM = frozenset({"zip", "archive", "document", "dataset", "embedding", "srt", "data", "transcript", "files"})
_WEIGHTS = frozenset(
    {"weights", "lora", "loras", "checkpoint", "checkpoints", "model", "models", "config", "safetensors", "webhook"}
    | {"callback"}
)
_ADDRESS = frozenset({"url", "urls", "uri"})
_HINTED = {"image": ParameterType.IMAGE, "video": ParameterType.VIDEO, "audio": ParameterType.AUDIO}
_FILE_HINTS = ("max_file_size", "x-fal", "x-file", "limit_description")
_SOURCES = frozenset({"image", "images", "video", "videos", "audio", "mask", "frame", "photo"})


def media_type(name: str, schema: Mapping[str, Any], dialect: Dialect) -> ParameterType | None:
    """Say what sort of file a text input takes, or None when it takes a text."""
    words = words_of(name)
    hinted = _hinted(schema)
    if hinted is not None:
        return hinted
    if "enum" in schema or _means_weights(words):
        return None
    is_file = schema.get("format") in {"uri", "binary", "data-url"} or any(schema.get(key) for key in _FILE_HINTS)
    by_name = _by_name(words)
    if is_file:
        return by_name or _by_name(words_of(str(schema.get("description", ""))[:200])) or ParameterType.FILE
    if dialect is Dialect.FAL:
        return by_name if by_name and words[-1] in _ADDRESS | {"uris"} else None
    return by_name if dialect is Dialect.CIVITAI and _names_a_source(words) else None


def _hinted(schema: Mapping[str, Any]) -> ParameterType | None:
    ui = schema.get("ui")
    hint = schema.get("_fal_ui_field") or (ui.get("field") if isinstance(ui, Mapping) else None)
    return _HINTED.get(hint) if isinstance(hint, str) else None


def _by_name(words: tuple[str, ...]) -> ParameterType | None:
    found = frozenset(words)
    if found & _NO_MEDIUM and not found & {"image", "images"}:
        return ParameterType.FILE
    for names, kind in (
        (_VIDEO, ParameterType.VIDEO),
        (frozenset({"image", "images", "img", "frame", "photo", "mask", "face"}), ParameterType.IMAGE),
        (_AUDIO, ParameterType.AUDIO),
        (_IMAGE, ParameterType.IMAGE),
    ):
        if found & names:
            return kind
    return ParameterType.FILE if "file" in found else None


def _means_weights(words: tuple[str, ...]) -> bool:
    named = [word for word in words if word not in _ADDRESS]
    return bool(frozenset(named) & _WEIGHTS) and named[-1] not in _SOURCES and named[-2:-1] != ["image"]


def _names_a_source(words: tuple[str, ...]) -> bool:
    ends = [word for word in words if word not in _ADDRESS]
    return bool(ends) and ends[-1] in _SOURCES
