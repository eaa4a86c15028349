"""How long a video or a piece of audio will play, read from its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SECONDS = ("duration", "seconds", "duration_seconds", "seconds_total", "audio_duration")
_FRAMES = ("num_frames", "video_length", "length", "frames")
_RATES = ("fps", "frames_per_second", "frame_rate")


def length_of(values: Mapping[str, Any]) -> float | None:
    """Give seconds: told directly, or as frames at a rate; None when neither is there."""
    told = _first(values, _SECONDS)
    if told is not None:
        return told
    frames, rate = _first(values, _FRAMES), _first(values, _RATES)
    return frames / rate if frames is not None and rate else None


def _first(values: Mapping[str, Any], names: tuple[str, ...]) -> float | None:
    return next((number for name in names if (number := _number(values.get(name))) is not None), None)


def _number(value: Any) -> float | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(str(value).removesuffix("s"))
    except ValueError:
        return None
    return number if number > 0 else None
