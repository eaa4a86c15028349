"""Make a smaller copy of a picture that is too large for whoever takes it; the original stays as it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from imagen.domain.errors import InvalidInput, UnsupportedFormat
from imagen.media import formats
from imagen.media.formats import HEAD_BYTES, format_of
from imagen.media.limits import check_picture_size
from imagen.media.pictures import DECODERS, orientation_of
from imagen.media.thumbnails import TURNS

_QUALITIES = (92, 85, 75)
_MOST_STEPS = 12
_SMALLER = 0.9
_NOT_RIGHT = "Make it smaller or of another shape yourself, or choose another."


@dataclass(frozen=True)
class PictureBounds:
    """What a picture may be: bytes, and pixels of each side; None where nothing is said. Ratios are width by height."""

    max_bytes: int | None = None
    min_width: int | None = None
    min_height: int | None = None
    max_width: int | None = None
    max_height: int | None = None
    min_ratio: float | None = None
    max_ratio: float | None = None

    def scale(self, width: int, height: int) -> float:
        """Say by how much a picture has to shrink to keep within the largest sides; 1 where it does."""
        shares = [most / side for most, side in ((self.max_width, width), (self.max_height, height)) if most]
        return min(1.0, *shares) if shares else 1.0

    def problem(self, width: int, height: int) -> str | None:
        """Say what is wrong with the sides of a picture that no shrinking mends."""
        ratio = width / height
        if (self.min_ratio and ratio < self.min_ratio) or (self.max_ratio and ratio > self.max_ratio):
            return f"is {width} × {height} pixels, which is too {'narrow' if ratio < 1 else 'wide'}"
        if width < (self.min_width or 1) or height < (self.min_height or 1):
            return (
                f"is {width} × {height} pixels, and at least {self.min_width or 1} × {self.min_height or 1} are needed"
            )
        return None


@dataclass(frozen=True)
class ScaledPicture:
    """A copy that is within its bounds, PNG where anything shines through, else JPEG, upright and without any notes."""

    content: bytes
    mime_type: str
    width: int
    height: int
    was_animated: bool = False

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height


def size_of(path: Path) -> tuple[int, int]:
    """Give width and height of a picture as it is shown. Raises UnsupportedFormat for what is no picture."""
    with _opened(path) as picture:
        width, height = picture.size
        return (height, width) if orientation_of(picture) >= 5 else (width, height)


def scaled(
    path: Path, bounds: PictureBounds, *, exactly: tuple[int, int] | None = None, lossless: bool = False
) -> ScaledPicture:
    """Make a copy of a picture that is within its bounds: its sides first, then its bytes, by as little as is needed.

    `exactly` is the size that it must have, to fit another picture. Raises InvalidInput, whose message goes on after a
    name for the picture, when there is no such copy.
    """
    with _opened(path) as opened:
        check_picture_size(*opened.size)
        was_animated = getattr(opened, "is_animated", False)
        try:
            opened.load()
            profile = opened.info.get("icc_profile") if opened.mode in {"RGB", "RGBA"} else None
            turn = TURNS.get(orientation_of(opened))
            picture = _in_plain_colours(opened if turn is None else opened.transpose(turn))
        except (OSError, ValueError, SyntaxError) as error:
            raise InvalidInput("cannot be read as a picture", "Choose another.") from error
    factor = bounds.scale(*picture.size)
    for _ in range(1 if exactly else _MOST_STEPS):
        size = exactly or _times(picture.size, factor)
        problem = bounds.problem(*size)
        if problem is not None:
            raise InvalidInput(problem, _NOT_RIGHT)
        copy = picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        copy.info = {"icc_profile": profile} if profile else {}
        content, mime_type = _encoded(copy, bounds.max_bytes, lossless=lossless)
        if bounds.max_bytes is None or len(content) <= bounds.max_bytes:
            return ScaledPicture(content, mime_type, *size, was_animated)
        factor *= min(math.sqrt(bounds.max_bytes / len(content)), _SMALLER)
    raise InvalidInput(f"cannot be brought to {bounds.max_bytes:,} bytes", _NOT_RIGHT)


def _opened(path: Path) -> Image.Image:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    try:
        known = format_of(head)
    except UnsupportedFormat:
        known = None
    if known not in DECODERS:
        raise UnsupportedFormat("is no picture that Imagen knows", "Choose a picture.")
    try:
        return Image.open(path, formats=(DECODERS[known],))
    except (OSError, ValueError, SyntaxError) as error:
        raise InvalidInput("cannot be read as a picture", "Choose another.") from error


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Give RGB, or RGBA where anything shines through: what every service reads in the same way."""
    if picture.mode.startswith("I") or picture.mode == "F":
        # 16 bits a pixel: a plain conversion would cut everything above 255 to white
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    shining = picture.convert("RGBA")
    lowest = shining.getchannel("A").getextrema()[0]
    return shining if isinstance(lowest, int | float) and lowest < 255 else shining.convert("RGB")


def _encoded(picture: Image.Image, most: int | None, *, lossless: bool) -> tuple[bytes, str]:
    if lossless or picture.mode == "RGBA":
        return _saved(picture, "PNG", optimize=True), formats.PNG.mime_type
    content = b""
    for quality in _QUALITIES:
        content = _saved(picture, "JPEG", quality=quality, subsampling=0 if quality > 90 else 2)
        if most is None or len(content) <= most:
            break
    return content, formats.JPEG.mime_type


def _saved(picture: Image.Image, name: str, **how: object) -> bytes:
    into = BytesIO()
    picture.save(into, name, icc_profile=picture.info.get("icc_profile"), **how)
    return into.getvalue()


def _times(size: tuple[int, int], factor: float) -> tuple[int, int]:
    """Shrink both sides alike, never above the bounds and never to nothing."""
    if factor >= 1:
        return size
    return max(1, math.floor(size[0] * factor + 1e-6)), max(1, math.floor(size[1] * factor + 1e-6))
