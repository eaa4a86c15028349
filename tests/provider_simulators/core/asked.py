"""Reading from an input what shall come out: size, number, format, length."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NAMED_SIZES = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
    "auto_2K": (2048, 2048),
    "auto_4K": (4096, 4096),
}
FORMATS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp", "gif": "gif", "mp4": "mp4", "webm": "webm"}
FORMATS |= {"wav": "wav", "mp3": "mp3", "flac": "flac", "ogg": "ogg", "opus": "ogg"}
OF_KIND = {
    "image": ("png", "jpeg", "webp", "gif"),
    "video": ("mp4", "webm"),
    "audio": ("wav", "mp3", "flac", "ogg"),
}
COUNTS = ("num_outputs", "num_images", "number_of_images", "numImages", "quantity", "batch_size", "max_images")
LENGTHS = ("duration", "seconds_total", "seconds", "music_length_ms", "duration_seconds", "seconds_length")
SIDES = {"480p": 480, "512p": 512, "540p": 540, "580p": 580, "720p": 720, "768p": 768, "1080p": 1080, "4k": 2160}
SIDES |= {"512P": 512, "768P": 768, "1080P": 1080}
LONGEST = 4096

Sizes = Callable[[str], tuple[int, int] | None]


@dataclass(frozen=True)
class Asked:
    """What an input asks for, with what models usually do where it says nothing."""

    kind: str
    width: int
    height: int
    count: int
    format: str
    seconds: float
    seed: int | None
    look: str


def read_input(arguments: dict[str, Any], kind: str, size_of: Sizes, default_format: str = "") -> Asked:
    """Return what an input with its schema's defaults asks for; `size_of` measures a picture that it names."""
    width, height = _size(arguments, kind, size_of)
    seed = arguments.get("seed")
    return Asked(
        kind=kind,
        width=width,
        height=height,
        count=max(1, next((n for name in COUNTS if (n := _whole(arguments.get(name)))), 1)),
        format=_format(arguments, kind, default_format),
        seconds=_seconds(arguments, kind),
        seed=seed if isinstance(seed, int) and seed >= 0 else None,
        look=str(arguments.get("prompt") or arguments.get("text") or arguments.get("musicDescription") or ""),
    )


def _size(arguments: dict[str, Any], kind: str, size_of: Sizes) -> tuple[int, int]:
    if factor := _upscale(arguments):
        base = _given_picture(arguments, size_of) or (512, 512)
        return _fit(base[0] * factor, base[1] * factor)
    width, height = _whole(arguments.get("width")), _whole(arguments.get("height"))
    if width and height:
        return _fit(width, height)
    named = arguments.get("image_size") or arguments.get("video_size") or arguments.get("size")
    if isinstance(named, dict):
        return _fit(_whole(named.get("width")) or 1024, _whole(named.get("height")) or 1024)
    if isinstance(named, str) and named in NAMED_SIZES:
        return NAMED_SIZES[named]
    if isinstance(named, str) and (found := re.fullmatch(r"(\d{2,5})[x×*](\d{2,5})", named)):
        return _fit(int(found[1]), int(found[2]))
    ratio = _ratio(arguments)
    given = _given_picture(arguments, size_of)
    if ratio is None and given:
        return _fit(*given) if kind == "image" else _of_side(given[0] / given[1], _side(arguments))
    if kind == "video":
        return _of_side(ratio or 16 / 9, _side(arguments))
    return _of_area(ratio or 1.0, _pixels(arguments))


def _upscale(arguments: dict[str, Any]) -> float | None:
    for name in ("scale", "upscale_factor", "scale_factor", "upscaling_resize_factor"):
        value = arguments.get(name)
        if isinstance(value, str):
            value = value.lower().removesuffix("x")
        try:
            factor = float(value) if value is not None else 0.0
        except (TypeError, ValueError):
            continue
        if 1 < factor <= 16:
            return factor
    return float(2 ** arguments["numberOfRepeats"]) if _whole(arguments.get("numberOfRepeats")) else None


def _given_picture(arguments: dict[str, Any], size_of: Sizes) -> tuple[int, int] | None:
    for name, value in arguments.items():
        if "mask" in name or not re.search(r"image|img|frame", name, re.IGNORECASE):
            continue
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and (size := size_of(first)):
            return size
    return None


def _ratio(arguments: dict[str, Any]) -> float | None:
    for name in ("aspect_ratio", "aspectRatio", "ratio"):
        text = arguments.get(name)
        if isinstance(text, str) and (found := re.fullmatch(r"(\d+):(\d+)", text)) and int(found[2]):
            return int(found[1]) / int(found[2])
        if isinstance(text, str) and text in NAMED_SIZES:
            wide, high = NAMED_SIZES[text]
            return wide / high
    return None


def _side(arguments: dict[str, Any]) -> int:
    return next((SIDES[v] for v in (arguments.get("resolution"), arguments.get("quality")) if v in SIDES), 720)


def _pixels(arguments: dict[str, Any]) -> float:
    million = 1024 * 1024
    text = str(arguments.get("megapixels") or arguments.get("resolution") or arguments.get("size") or "")
    if found := re.match(r"(\d+(?:\.\d+)?)(?: ?MP)?$", text):
        return float(found[1]) * million if float(found[1]) <= 16 else million
    return {"2K": 4 * million, "4K": 16 * million}.get(text, million)


def _of_area(ratio: float, pixels: float) -> tuple[int, int]:
    height = math.sqrt(pixels / ratio)
    return _fit(round(height * ratio / 16) * 16, round(height / 16) * 16)


def _of_side(ratio: float, side: int) -> tuple[int, int]:
    wide, high = (side * ratio, side) if ratio >= 1 else (side, side / ratio)
    return _fit(round(wide / 2) * 2, round(high / 2) * 2)


def _fit(width: float, height: float) -> tuple[int, int]:
    shrink = max(1.0, max(width, height) / LONGEST)
    return max(16, int(width / shrink)), max(16, int(height / shrink))


def _format(arguments: dict[str, Any], kind: str, default: str) -> str:
    for name in ("output_format", "outputFormat", "format", "audio_format"):
        text = str(arguments.get(name) or "").lower().partition("_")[0]
        if (found := FORMATS.get(text)) and found in OF_KIND.get(kind, ()):
            return found
    return default or OF_KIND.get(kind, ("txt",))[0]


def _seconds(arguments: dict[str, Any], kind: str) -> float:
    for name in LENGTHS:
        found = re.match(r"\d+(?:\.\d+)?", str(arguments.get(name) or ""))
        if found and float(found[0]) > 0:
            return min(float(found[0]) / (1000 if name.endswith("_ms") else 1), 120.0)
    frames, rate = _whole(arguments.get("num_frames")), _whole(arguments.get("fps") or arguments.get("frame_rate"))
    if kind == "video" and frames:
        return min(frames / (rate or 16), 120.0)
    return 5.0 if kind == "video" else 8.0


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value)
    return int(value) if isinstance(value, str) and value.isdigit() else None
