"""What a price depends on, read from a form's values: how many, how large, how long; None where only the model knows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from imagen.domain.parameters import ParameterSetSpec, Role, read_size
from imagen.providers.schema.wording import plain_name

Sides = tuple[int, int]
_UNCOUNTED = frozenset({Role.PROMPT, Role.NEGATIVE_PROMPT, Role.SEED})
_OF_A_SERIES = frozenset({"max_images"})
_OF_EACH_RUN = _OF_A_SERIES | {"batch_size"}
_SIZES = ("image_size", "size", "resolution", "video_size")
_OWN_SIZE = frozenset({"custom"})
_UNSET = frozenset({"", "none", "not set"})
_MEGAPIXELS = re.compile(r"(\d+(?:\.\d+)?) ?MP", re.IGNORECASE)
_SECONDS = ("duration", "seconds", "duration_seconds", "seconds_total", "audio_duration")
_MILLISECONDS = ("music_length_ms", "duration_ms")
_FRAMES = ("num_frames", "video_length", "length", "frames")
_RATES = ("fps", "frames_per_second", "frame_rate")


def counted_names(spec: ParameterSetSpec) -> frozenset[str]:
    """Name the parameters that a price may depend on: everything but prompts and seeds."""
    return frozenset(parameter.name for parameter in spec.parameters if parameter.role not in _UNCOUNTED)


def outputs_of(spec: ParameterSetSpec, values: Mapping[str, Any]) -> int:
    """Say how many things a generation makes at most: so many runs, where a model takes those, of so many each."""
    parameter = spec.with_role(Role.OUTPUTS)
    own = parameter.name if parameter else ""
    names = _OF_EACH_RUN if parameter else _OF_A_SERIES  # alone, a batch is often what fits the memory
    each = (value for name, value in values.items() if name != own and plain_name(name) in names)
    return math.prod(_whole(value) for value in (values.get(own), *each))


def megapixels_of(values: Mapping[str, Any], named: Mapping[str, Sides] | None = None) -> float | None:
    """Give the megapixels of each picture; `named` are the sizes that a service has words for.

    Megapixels that are chosen outright count before a size, and a size before width and height, which count only where
    no ratio or size says otherwise.
    """
    given = _plain(values)
    if not _is_unset(given.get("megapixels")):
        return _number(given["megapixels"])
    for name in _SIZES:
        written = given.get(name)
        if _is_unset(written) or str(written).casefold() in _OWN_SIZE:
            continue
        outright = _MEGAPIXELS.fullmatch(str(written))
        if outright:
            return float(outright[1])
        sides = (named or {}).get(str(written)) or read_size(written)
        return _of_sides(sides) if sides else None
    ratio = given.get("aspect_ratio")
    if not _is_unset(ratio) and str(ratio).casefold() not in _OWN_SIZE:
        return None
    width, height = _number(given.get("width")), _number(given.get("height"))
    return width * height / 1_000_000 if width and height else None


def length_of(values: Mapping[str, Any]) -> float | None:
    """Give the seconds that something plays: told directly, or as frames at a rate.

    Frames go before seconds, where a model takes both; without their rate nothing is known.
    """
    given = _plain(values)
    frames, rate = _first(given, _FRAMES), _first(given, _RATES)
    if frames is not None:
        return frames / rate if rate else None
    told = _first(given, _SECONDS)
    if told is not None:
        return told
    milliseconds = _first(given, _MILLISECONDS)
    return None if milliseconds is None else milliseconds / 1000


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Name values in one way, whatever the provider's style."""
    return {plain_name(name): value for name, value in values.items() if "." not in name}


def _is_unset(value: Any) -> bool:
    return value is None or str(value).strip().casefold() in _UNSET


def _of_sides(sides: Sides) -> float:
    return sides[0] * sides[1] / 1_000_000


def _first(values: Mapping[str, Any], names: tuple[str, ...]) -> float | None:
    return next((number for name in names if (number := _number(values.get(name))) is not None), None)


def _whole(value: Any) -> int:
    """Read a number of things; one where none is told."""
    return max(1, math.ceil(_number(value) or 1))


def _number(value: Any) -> float | None:
    """Read a number above nothing, also from texts such as `5` and `5s`."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(str(value).strip().removesuffix("s"))
    except ValueError:
        return None
    return number if 0 < number < 1e9 else None
