"""Small WebP pictures of a product in two sizes, and the tiny blurred one that stands in until they are there."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image

ThumbnailSize = Literal["small", "large"]
ThumbnailFiles = Mapping[ThumbnailSize, Path]
BOX: Mapping[ThumbnailSize, int] = {"small": 320, "large": 1280}

_OWN_BYTES = 256 << 10
_OWN_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
_QUALITY = 75
_METHOD = 2  # half the time of 4 for one to seven percent more bytes
_PLACEHOLDER_BOX = 16
_PLACEHOLDER_MAX = 500
_PROFILE_MAX_BYTES = 8_192
_REDUCING_GAP = 2.0


def serves_itself(
    mime_type: str, width: int | None, height: int | None, duration_ms: int | None, file_size: int
) -> bool:
    """Tell whether a still picture is its own large thumbnail: one made of it would have as many pixels and take as long.

    To make and keep one all the same would cost more than all else that is done with a new picture.
    """
    fits = width is not None and height is not None and max(width, height) <= BOX["large"]
    return fits and duration_ms is None and file_size <= _OWN_BYTES and mime_type in _OWN_TYPES


def largest_thumbnail(picture: Image.Image, orientation: int = 1) -> Image.Image:
    """Give a decoded picture's first frame as RGB or RGBA, upright and within the large box."""
    colours = _in_web_colours(picture)
    profile = picture.info.get("icc_profile") if picture.mode in ("RGB", "RGBA") else None
    reduced = _within(colours, BOX["large"])
    turn = TURNS.get(orientation)
    upright = reduced.copy() if turn is None else reduced.transpose(turn)
    upright.info = {"icc_profile": profile} if profile and len(profile) <= _PROFILE_MAX_BYTES else {}
    return upright


def write_thumbnails(largest: Image.Image, files: ThumbnailFiles) -> Image.Image:
    """Write the wanted sizes, never enlarged, and return the small picture."""
    small = _within(largest, BOX["small"])
    encoded: dict[tuple[int, int], bytes] = {}
    for size, path in files.items():
        picture = small if size == "small" else largest
        if picture.size not in encoded:
            encoded[picture.size] = _webp(picture)
        path.write_bytes(encoded[picture.size])
    return small


def placeholder_of(small: Image.Image) -> str | None:
    """Make a data URI of under 500 bytes that shows the picture's colours when it is enlarged."""
    tiny = _within(small, _PLACEHOLDER_BOX)
    opaque = Image.new("RGB", tiny.size, (127, 127, 127))
    opaque.paste(tiny, mask=tiny.getchannel("A") if tiny.mode == "RGBA" else None)
    for candidate, quality in ((tiny, 40), (opaque, 40), (opaque, 10)):
        buffer = BytesIO()
        candidate.save(buffer, "WEBP", quality=quality, method=0)
        uri = "data:image/webp;base64," + b64encode(buffer.getvalue()).decode("ascii")
        if len(uri) < _PLACEHOLDER_MAX:
            return uri
    return None


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by the number EXIF gives its orientation."""


def _in_web_colours(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGB", "RGBA"):
        return picture
    if picture.mode.startswith("I"):
        # 16 bits a pixel: a plain conversion would cut everything above 255 to white
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L").convert("RGB")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _within(picture: Image.Image, box: int) -> Image.Image:
    """Return the picture within a square of `box` pixels, the same object when it already is."""
    if max(picture.size) <= box:
        return picture
    scale = box / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    reduced = picture.resize(size, Image.Resampling.HAMMING, reducing_gap=_REDUCING_GAP)
    reduced.info = {key: picture.info[key] for key in ("icc_profile",) if key in picture.info}
    return reduced


def _webp(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "WEBP", quality=_QUALITY, method=_METHOD, icc_profile=picture.info.get("icc_profile") or b"")
    return buffer.getvalue()
