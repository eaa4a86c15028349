"""Turns drawn pictures into files, always into the same bytes."""

from __future__ import annotations

import io

from PIL import Image


def png(image: Image.Image) -> bytes:
    """Write a picture as PNG."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=2)
    return file.getvalue()
