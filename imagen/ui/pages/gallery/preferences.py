"""How a person likes the gallery to look, kept for each browser."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from nicegui import app

_KEY = "gallery"
SMALL, MIDDLE, LARGE = 116, 172, 280
LEAST, MOST = 88, 520


@dataclass(frozen=True)
class Look:
    """The edge of a cell in CSS pixels, and whether pictures are shown whole."""

    size: int = MIDDLE
    fitted: bool = False


def kept_look() -> Look:
    """Give what was kept; call it while the page is being built."""
    kept: Any = app.storage.user.get(_KEY)
    if not isinstance(kept, dict):
        return Look()
    size = kept.get("size")
    edge = size if isinstance(size, int) and LEAST <= size <= MOST else MIDDLE
    return Look(edge, kept.get("fitted") is True)


def keep_look(**changes: Any) -> None:
    """Keep a change."""
    app.storage.user[_KEY] = asdict(replace(kept_look(), **changes))
