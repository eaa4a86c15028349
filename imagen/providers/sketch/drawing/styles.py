"""Finishes a picture: contrast by guidance, then the look of a medium."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from imagen.providers.sketch.drawing.chance import cloth

Chance = np.random.Generator
Floats32 = npt.NDArray[np.float32]


def finish(image: Image.Image, style: str, guidance: float, detail: float, chance: Chance) -> Image.Image:
    """Give the finished RGB picture."""
    return STYLES[style](with_guidance(image, guidance), detail, chance)


def with_guidance(image: Image.Image, guidance: float) -> Image.Image:
    """Change contrast and saturation: 4 leaves them as they are, 0 is pale, 10 is strong."""
    saturation = 0.45 + guidance * 0.1375 if guidance < 4 else 1 + (guidance - 4) * 0.11
    contrast = 0.62 + guidance * 0.095 if guidance < 4 else 1 + (guidance - 4) * 0.07
    image = ImageEnhance.Color(image).enhance(saturation)
    middle = 128 + (4 - min(guidance, 4)) * 14
    curve = [max(0, min(255, round(middle + (value - middle) * contrast))) for value in range(256)]
    return image.point(curve * 3)


def drop_shadow(canvas: Image.Image, image: Image.Image, left: int, top: int) -> None:
    """Darken the canvas below and beside a layer that is about to be put there."""
    reach = max(2, round(min(canvas.size) * 0.011))
    pad = reach * 2
    alpha = Image.new("L", (image.width + 2 * pad, image.height + 2 * pad), 0)
    alpha.paste(image.getchannel("A"), (pad, pad))
    alpha = alpha.filter(ImageFilter.BoxBlur(reach)).point([round(value * 0.5) for value in range(256)])
    shadow = Image.new("RGBA", alpha.size, (20, 12, 40, 0))
    shadow.putalpha(alpha)
    x, y = left - pad + reach // 2, top - pad - reach // 3
    canvas.alpha_composite(shadow, (max(0, x), max(0, y)), (max(0, -x), max(0, -y)))


def grain(image: Image.Image, chance: Chance, strength: float) -> Image.Image:
    """Add paper grain, the same in all channels, of the given amplitude in levels."""
    noise = chance.integers(0, 256, (image.height, image.width), dtype=np.uint8)
    soft = Image.fromarray(noise).filter(ImageFilter.BoxBlur(0.6))
    table = [max(0, min(255, round(128 + (value - 128) * strength / 64))) for value in range(256)]
    layer = soft.point(table)
    return ImageChops.add(image, Image.merge("RGB", (layer,) * 3), 1, -128)


def vignette(image: Image.Image, strength: float) -> Image.Image:
    """Darken the corners a little."""
    axis = np.linspace(-1, 1, 64)
    far = axis[:, None] ** 2 + axis[None, :] ** 2
    mask = Image.fromarray((255 - np.clip(far - 0.7, 0, 1.3) / 1.3 * 255 * strength).astype(np.uint8))
    layer = mask.resize(image.size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(image, Image.merge("RGB", (layer,) * 3))


def poster(image: Image.Image, detail: float, chance: Chance) -> Image.Image:
    return grain(vignette(image, 0.11), chance, 2 + 3 * detail)


def papercut(image: Image.Image, detail: float, chance: Chance) -> Image.Image:
    fibres = cloth(chance, image.size, 3)
    layer = Image.fromarray(fibres).point([round(244 + value / 24) for value in range(256)])
    return grain(ImageChops.multiply(image, Image.merge("RGB", (layer,) * 3)), chance, 5 + 4 * detail)


def watercolour(image: Image.Image, detail: float, chance: Chance) -> Image.Image:
    """Let colours bleed along paper, pool at edges and leave a white border."""
    unit = min(image.size)
    warped = _warped(image, chance, unit / 22, unit * 0.0042)
    soft = warped.filter(ImageFilter.MedianFilter(3))
    soft = Image.blend(soft, soft.filter(ImageFilter.GaussianBlur(unit / 260)), 0.5)
    edges = soft.filter(ImageFilter.GaussianBlur(unit / 300)).filter(ImageFilter.FIND_EDGES).convert("L")
    pooled = edges.filter(ImageFilter.GaussianBlur(unit / 500)).point(
        [max(150, 255 - value * 2) for value in range(256)]
    )
    image = ImageChops.multiply(soft, Image.merge("RGB", (pooled,) * 3))
    blotches = Image.fromarray(cloth(chance, image.size, unit / 7)).point([round(value * 0.34) for value in range(256)])
    paper = Image.new("RGB", image.size, (252, 249, 241))
    image = Image.composite(paper, image, blotches)
    return grain(Image.composite(image, paper, _border(image.size, chance, unit)), chance, 7 + 3 * detail)


def _warped(image: Image.Image, chance: Chance, cell: float, reach: float) -> Image.Image:
    """Push pixels about by smooth noise; `reach` in pixels."""
    width, height = image.size
    dx = ((cloth(chance, image.size, cell).astype(np.float32) - 128) * np.float32(reach / 64)).astype(np.int32)
    dy = ((cloth(chance, image.size, cell).astype(np.float32) - 128) * np.float32(reach / 64)).astype(np.int32)
    xs = np.clip(np.arange(width, dtype=np.int32)[None, :] + dx, 0, width - 1)
    ys = np.clip(np.arange(height, dtype=np.int32)[:, None] + dy, 0, height - 1)
    return Image.fromarray(np.asarray(image)[ys, xs])


def _border(size: tuple[int, int], chance: Chance, unit: int) -> Image.Image:
    columns = np.arange(size[0], dtype=np.float32)[None, :]
    rows = np.arange(size[1], dtype=np.float32)[:, None]
    edge = np.minimum(np.minimum(columns, size[0] - 1 - columns), np.minimum(rows, size[1] - 1 - rows))
    ragged = (cloth(chance, size, unit / 30).astype(np.float32) - 128) * np.float32(unit * 0.00008)
    return Image.fromarray((np.clip((edge + ragged - unit * 0.022) / (unit * 0.008), 0, 1) * 255).astype(np.uint8))


def ink(image: Image.Image, detail: float, chance: Chance) -> Image.Image:
    """Draw outlines and hatching in dark ink over a pale wash of the colours."""
    unit = min(image.size)
    red, green, blue = image.split()
    bright = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    lines = _outlines(image, unit)
    shade = np.asarray(bright.filter(ImageFilter.BoxBlur(unit / 400))).astype(np.int32)
    hatch = _hatching(shade, image.size, max(4, round(unit / (70 + 60 * detail))))
    dark = np.maximum(np.asarray(lines), hatch)
    wash = Image.blend(Image.new("RGB", image.size, (248, 243, 230)), image, 0.74)
    wash = wash.filter(ImageFilter.BoxBlur(unit / 300))
    mask = Image.fromarray(dark.astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.5))
    wash.paste((30, 28, 44), mask=mask)
    return grain(wash, chance, 6)


def _outlines(image: Image.Image, unit: int) -> Image.Image:
    """Give lines, bright on black, where colours change."""
    smooth = image.filter(ImageFilter.GaussianBlur(unit / 700))
    wide = max(1, round(unit / 400))
    red, green, blue = smooth.split()
    edges = None
    for channel in (red, green, blue):
        for dx, dy in ((wide, 0), (0, wide)):
            step = ImageChops.difference(channel, ImageChops.offset(channel, dx, dy))
            edges = step if edges is None else ImageChops.lighter(edges, step)
    assert edges is not None
    from PIL import ImageDraw

    ImageDraw.Draw(edges).rectangle((0, 0, wide, edges.height), fill=0)
    ImageDraw.Draw(edges).rectangle((0, 0, edges.width, wide), fill=0)
    return edges.point([max(0, min(255, (value - 14) * 9)) for value in range(256)])


def _hatching(shade: npt.NDArray[np.int32], size: tuple[int, int], step: int) -> npt.NDArray[np.uint8]:
    """Give strokes in two directions where it is dark."""
    columns, rows = np.arange(size[0], dtype=np.int32)[None, :], np.arange(size[1], dtype=np.int32)[:, None]
    thick = max(1, step // 4)
    first = ((columns + rows) % step < thick) & (shade < 100)
    second = ((columns - rows) % step < thick) & (shade < 56)
    third = ((columns + rows) % (step // 2 + 1) < thick) & (shade < 30)
    return np.where(first | second | third, 215, 0).astype(np.uint8)


def pixel(image: Image.Image, detail: float, chance: Chance) -> Image.Image:
    """Make big squares of few colours."""
    del chance
    across = round(64 + 90 * detail)
    factor = max(2, round(max(image.size) / across))
    small = (max(1, image.width // factor), max(1, image.height // factor))
    little = ImageEnhance.Color(image).enhance(1.2).resize(small, Image.Resampling.BOX)
    little = little.quantize(32, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    return little.resize(image.size, Image.Resampling.NEAREST)


def neon(image: Image.Image, detail: float, chance: Chance) -> Image.Image:
    """Let outlines glow in strong colours over a dark picture."""
    unit = min(image.size)
    strong = _neon_colours(image)
    lines = _outlines(image, unit).filter(ImageFilter.MaxFilter(3))
    glowing = ImageChops.multiply(strong, Image.merge("RGB", (lines,) * 3))
    halo = glowing.resize((max(1, image.width // 4), max(1, image.height // 4)), Image.Resampling.BOX)
    near = halo.filter(ImageFilter.GaussianBlur(unit / 240)).resize(image.size, Image.Resampling.BICUBIC)
    far = halo.filter(ImageFilter.GaussianBlur(unit / 70)).resize(image.size, Image.Resampling.BICUBIC)
    dark = image.point(
        [round(value * 0.2 + 8) for value in range(256)]
        + [round(value * 0.14 + 4) for value in range(256)]
        + [round(value * 0.26 + 22) for value in range(256)]
    )
    lit = ImageChops.screen(ImageChops.screen(dark, far), near)
    return grain(ImageChops.screen(lit, glowing), chance, 3 + 2 * detail)


def _neon_colours(image: Image.Image) -> Image.Image:
    """Raise every colour to full brightness and strong saturation."""
    hue, saturation, _ = image.filter(ImageFilter.MedianFilter(3)).convert("HSV").split()
    saturation = saturation.point([min(255, round(90 + value * 1.2)) for value in range(256)])
    return Image.merge("HSV", (hue, saturation, Image.new("L", image.size, 255))).convert("RGB")


def halftone(image: Image.Image, detail: float, chance: Chance) -> Image.Image:
    """Print the picture with dots: flat colours, darker dots where it is dark."""
    unit = min(image.size)
    cell = max(4, round(unit / (60 + 60 * detail)))
    flat = ImageEnhance.Color(image).enhance(1.25).filter(ImageFilter.BoxBlur(cell / 5))
    flat = Image.blend(Image.new("RGB", image.size, (250, 242, 224)), flat, 0.88)
    columns, rows = np.arange(image.width)[None, :], np.arange(image.height)[:, None]
    u, v = (columns + rows) % cell - cell / 2, (columns - rows) % cell - cell / 2
    reach = (u * u + v * v).astype(np.float32)
    dark = 1 - np.asarray(image.convert("L").filter(ImageFilter.BoxBlur(cell / 2))).astype(np.float32) / 255
    radius = dark * np.float32(cell * 0.6)
    dots = np.clip((radius * radius - reach) / np.float32(cell * 0.6), 0, 1) * 135
    flat.paste((36, 26, 72), mask=Image.fromarray(dots.astype(np.uint8)))
    return grain(flat, chance, 5)


STYLES: dict[str, Callable[[Image.Image, float, Chance], Image.Image]] = {
    "poster": poster,
    "watercolour": watercolour,
    "ink": ink,
    "pixel": pixel,
    "neon": neon,
    "papercut": papercut,
    "halftone": halftone,
}
