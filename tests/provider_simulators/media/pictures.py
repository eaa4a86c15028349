"""Pictures: mosaics of a few colours, quick to make at any size and different for every look."""

from __future__ import annotations

import hashlib
import io

from PIL import Image

from tests.provider_simulators.media.wish import Wish

CELLS = 6


def mosaic(wish: Wish) -> Image.Image:
    """Return a picture of the wished size, mirrored like a face so that one is told from another."""
    if wish.black:
        return Image.new("RGB", (wish.width, wish.height))
    digest = hashlib.sha512(wish.look.encode()).digest()
    paper = tuple(200 + value % 56 for value in digest[:3])
    inks = [tuple(value % 200 for value in digest[start : start + 3]) for start in (3, 6, 9)]
    small = Image.new("RGB", (CELLS, CELLS), paper)
    for number in range(CELLS * CELLS // 2):
        x, y = number % (CELLS // 2), number // (CELLS // 2)
        choice = digest[12 + number] % 5
        if choice < 3:
            small.putpixel((x, y), inks[choice])
            small.putpixel((CELLS - 1 - x, y), inks[choice])
    if wish.cut_out:
        small = small.convert("RGBA")
        small.putalpha(small.convert("L").point(lambda value: 0 if value >= 200 else 255))
    return small.resize((wish.width, wish.height), Image.Resampling.NEAREST)


def picture(wish: Wish) -> bytes:
    """Return a PNG, JPEG, WebP or GIF file."""
    image = mosaic(wish)
    out = io.BytesIO()
    if wish.format == "jpeg":
        image.convert("RGB").save(out, "JPEG", quality=80)
    elif wish.format == "webp":
        image.save(out, "WEBP", lossless=True, quality=0, method=0)
    elif wish.format == "gif":
        image.convert("P").save(out, "GIF")
    else:
        image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def svg(wish: Wish) -> bytes:
    """Return a vector picture of the wished size."""
    digest = hashlib.sha512(wish.look.encode()).hexdigest()
    circles = "".join(
        f'<circle cx="{int(digest[i : i + 2], 16)}" cy="{int(digest[i + 2 : i + 4], 16)}"'
        f' r="{10 + int(digest[i + 4], 16) * 4}" fill="#{digest[i : i + 6]}"/>'
        for i in range(0, 60, 6)
    )
    size = f'width="{wish.width}" height="{wish.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 256 256">{circles}</svg>'.encode()
