"""Read a picture whole: its size as it is shown, its play time, and the picture its thumbnails are made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import AvifImagePlugin, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from imagen.media import formats
from imagen.media.formats import Format
from imagen.media.limits import MAX_PIXELS, check_animation_size, check_picture_size
from imagen.media.thumbnails import BOX, largest_thumbnail

# Pillow's own guard against decompression bombs: it warns above this and refuses above twice as much.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

DECODERS = {formats.PNG: "PNG", formats.JPEG: "JPEG", formats.WEBP: "WEBP", formats.GIF: "GIF", formats.AVIF: "AVIF"}
# Imported so that these decoders are known without Pillow loading all of its forty others.
_PLUGINS = (AvifImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
_EXIF_ORIENTATION = 0x0112


@dataclass(frozen=True)
class ReadPicture:
    """A picture that was decoded whole; `width` and `height` are those it is shown with, in pixels."""

    width: int
    height: int
    duration_ms: int | None
    largest: Image.Image


def read_picture(path: Path, known: Format) -> ReadPicture:
    """Decode every frame of a picture.

    Raises:
        TooLarge: when it has too many pixels or frames.
        Exception: whatever Pillow raises for a damaged file; the caller makes a sentence of it.
    """
    if known is formats.PNG:
        _verify_checksums(path)
    with Image.open(path, formats=(DECODERS[known],)) as picture:
        width, height = picture.size
        check_picture_size(width, height)
        if known is formats.JPEG:
            # decodes at an eighth to a half of the size where that is enough, reading all of the file all the same
            picture.draft(None, (2 * BOX["large"], 2 * BOX["large"]))
        frames = 1 if known is formats.JPEG else getattr(picture, "n_frames", 1)
        check_animation_size(width, height, frames)
        picture.load()
        orientation = orientation_of(picture)
        largest = largest_thumbnail(picture, orientation)
        duration_ms = _play(picture, frames) if frames > 1 else None
    shown = (height, width) if 5 <= orientation <= 8 else (width, height)
    return ReadPicture(*shown, duration_ms, largest)


def orientation_of(picture: Image.Image) -> int:
    """Give how a picture is turned, by the number EXIF has for it; 1 for one that is upright."""
    try:
        orientation = picture.getexif().get(_EXIF_ORIENTATION, 1)
    except Exception:  # broken notes beside a sound picture raise whatever they like, and are no reason to refuse it
        return 1
    return orientation if isinstance(orientation, int) else 1


def _verify_checksums(path: Path) -> None:
    """Check every chunk's checksum and that the last one is there, which decoding the pixels does not."""
    with Image.open(path, formats=("PNG",)) as picture:
        check_picture_size(*picture.size)
        picture.verify()


def _play(picture: Image.Image, frames: int) -> int:
    """Decode all frames and return their play time in milliseconds."""
    duration = 0.0
    for index in range(frames):
        picture.seek(index)
        picture.load()
        duration += float(picture.info.get("duration", 0) or 0)
    return round(duration)
