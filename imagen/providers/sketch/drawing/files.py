"""Reads pictures that are given, and writes drawn ones, always into the same bytes."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageOps

from imagen.domain.errors import Rejected

MOST_PIXELS = 100_000_000


def png(image: Image.Image) -> bytes:
    """Write a picture as PNG."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=2)
    return file.getvalue()


def open_picture(path: Path, long_edge: int) -> Image.Image:
    """Open a picture upright, without transparency, with its longer edge in the given pixels. Raises Rejected."""
    try:
        with Image.open(path) as file:
            if file.width * file.height > MOST_PIXELS:
                raise Rejected(f"The image has {file.width:,} × {file.height:,} pixels, which is too large for Sketch.",
                               "Use a smaller one.")  # fmt: skip
            file.draft("RGB", (long_edge, long_edge))
            upright = ImageOps.exif_transpose(file).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Rejected(
            "The image cannot be read: its file is damaged or of an unknown kind.", "Choose another."
        ) from error
    scale = long_edge / max(upright.size)
    size = (max(2, round(upright.width * scale / 2) * 2), max(2, round(upright.height * scale / 2) * 2))
    paper = Image.new("RGBA", upright.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, upright).convert("RGB").resize(size, Image.Resampling.LANCZOS)
