"""Money, time and sizes in the words that every page uses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from math import ceil
from typing import Any

from imagen.domain.money import dollars

_MINUTE = 60
_HOUR = 3600
_DAY = 86400


def money(micros: int | None) -> str:
    """Write an amount of micro-dollars."""
    if micros is None:
        return "cost unknown"
    return dollars(micros) if micros else "free"


def duration(seconds: float | None) -> str:
    """Write a time that something takes, roundly; nothing where nobody knows."""
    if seconds is None:
        return ""
    if seconds < 0.1:
        return "0.1 s"
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 100:
        return f"{ceil(seconds)} s"
    if seconds < 100 * _MINUTE:
        return f"{ceil(seconds / _MINUTE)} min"
    return f"{seconds / _HOUR:.1f} h"


def ago(moment: datetime) -> str:
    """Say how long ago something was."""
    seconds = (datetime.now(UTC) - moment).total_seconds()
    for length, word in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= length:
            return f"{int(seconds // length)} {word} ago"
    return "just now"


def format_name(mime_type: str) -> str:
    """Name a file's format by its mime type, as people do."""
    return {"audio/mpeg": "MP3", "video/quicktime": "MOV"}.get(mime_type, mime_type.partition("/")[2].upper())


def file_size(size: int) -> str:
    """Write a number of bytes."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1000))} KB"


def seed_of(*sets: Mapping[str, Any] | None) -> str:
    """Find the seed that made a product, from the set that knows best."""
    for values in sets:
        if values and values.get("seed") is not None:
            return str(values["seed"])
    return ""
