"""What a model demands of a file it is given, where its schema says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imagen.media.scaling import PictureBounds
from imagen.providers.schema.limits import whole_number


@dataclass(frozen=True)
class FileLimits:
    """Limits of an input file: bytes, pixels of each side, seconds, width by height; None where nothing is said."""

    max_bytes: int | None = None
    min_width: int | None = None
    min_height: int | None = None
    max_width: int | None = None
    max_height: int | None = None
    min_seconds: float | None = None
    max_seconds: float | None = None
    min_ratio: float | None = None
    max_ratio: float | None = None

    @property
    def bounds(self) -> PictureBounds:
        """Give what the limits say of pictures."""
        return PictureBounds(
            self.max_bytes,
            self.min_width,
            self.min_height,
            self.max_width,
            self.max_height,
            self.min_ratio,
            self.max_ratio,
        )

    def describe(self) -> str:
        """Say the limits that people need to know, or nothing."""
        told = []
        if self.max_bytes:
            told.append(f"at most {_megabytes(self.max_bytes)} MB")
        if self.min_width and self.min_height:
            told.append(f"{self.min_width} × {self.min_height} pixels or more")
        if self.max_seconds:
            told.append(f"up to {self.max_seconds:g} seconds")
        text = ", ".join(told)
        return f"{text[:1].upper()}{text[1:]}." if text else ""


def read_file_limits(*schemas: Mapping[str, Any]) -> FileLimits | None:
    """Read the limits out of the schemas of an input and of its items."""
    told: dict[str, Any] = {}
    for schema in schemas:
        inner = schema.get("x-fal")
        for part in (schema, inner if isinstance(inner, Mapping) else {}):
            told.update({name: part[name] for name in _NAMES if name in part})
    read = FileLimits(
        max_bytes=whole_number(told.get("max_file_size"), 1, 10**12),
        min_width=whole_number(told.get("min_width"), 1),
        min_height=whole_number(told.get("min_height"), 1),
        max_width=whole_number(told.get("max_width"), 1),
        max_height=whole_number(told.get("max_height"), 1),
        min_seconds=_above_nothing(told.get("min_duration")),
        max_seconds=_above_nothing(told.get("max_duration")),
        min_ratio=_above_nothing(told.get("min_aspect_ratio")),
        max_ratio=_above_nothing(told.get("max_aspect_ratio")),
    )
    return None if read == FileLimits() else read


_NAMES = ("max_file_size", "min_width", "min_height", "max_width", "max_height", "min_duration", "max_duration",
          "min_aspect_ratio", "max_aspect_ratio")  # fmt: skip


def _above_nothing(value: Any) -> float | None:
    right = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e6
    return float(value) if right else None


def _megabytes(size: int) -> str:
    return f"{max(size / 1024 / 1024, 0.01):.3g}"
