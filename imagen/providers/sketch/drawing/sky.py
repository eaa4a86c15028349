"""Paints the sky: colour, stars, sun or moon, clouds and northern lights."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from imagen.providers.sketch.drawing.chance import stream, waves
from imagen.providers.sketch.drawing.colour import mix
from imagen.providers.sketch.drawing.layers import Layer, Sheet, glow, ramp_image
from imagen.providers.sketch.scene import RGB

HORIZON = 0.68


def paint_sky(sheet: Sheet) -> None:
    """Put the sky and all that is in it behind everything else."""
    size = (sheet.width, sheet.height)
    stops = (*sheet.light.sky, sheet.light.sky[-1])
    image = Image.new("RGB", size, sheet.light.sky[-1])
    image.paste(ramp_image((size[0], round(size[1] * HORIZON)), stops))
    sky = image.convert("RGBA")
    if sheet.light.stars and not sheet.scene.weather & {"storm", "rain", "fog"}:
        _stars(sheet, sky)
    sheet.behind.append(Layer(sky))
    if "aurora" in sheet.scene.weather:
        sheet.behind.append(_aurora(sheet))
    if not sheet.scene.weather & {"storm", "rain", "fog", "snow"} and not _own_light(sheet):
        sheet.behind += _shining(sheet)
    if _clouds_wanted(sheet):
        sheet.behind += _clouds(sheet)


def _own_light(sheet: Sheet) -> bool:
    names = {subject.thing for subject in sheet.scene.subjects}
    return bool(names & {"moon", "sun"}) or bool(sheet.scene.banned & {"moon" if sheet.light.moon else "sun"})


def _stars(sheet: Sheet, sky: Image.Image) -> None:
    chance = sheet.chance("stars")
    draw = ImageDraw.Draw(sky)
    unit = sheet.unit
    for _ in range(round(sheet.many(40, 190) * sheet.light.stars)):
        x, y = chance.random() * sheet.width, chance.random() ** 1.4 * sheet.height * 0.7
        bright, radius = 0.35 + 0.65 * chance.random(), unit * (0.0009 + 0.0022 * chance.random() ** 4)
        here = sky.getpixel((int(x), int(y)))
        assert isinstance(here, tuple)
        colour = mix((int(here[0]), int(here[1]), int(here[2])), (255, 250, 232), bright)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*colour, 255))


def _shining(sheet: Sheet) -> list[Layer]:
    """Give the sun or the moon with the light around it."""
    light, unit = sheet.light, sheet.unit
    x, y = sheet.sun_x * sheet.width, light.sun_height * sheet.height * 1.02
    radius = unit * (0.062 if light.moon else 0.078)
    layers = []
    for reach, strength in ((0.62, 0.5), (0.26, 0.55)):
        span = round(unit * reach * 2)
        halo = glow(span, light.sun, strength * (0.45 if light.moon else 1.0))
        layers.append(Layer(halo, round(x - span / 2), round(y - span / 2)))
    disc = Image.new("RGBA", (round(radius * 8),) * 2, (*light.sun, 0))
    draw = ImageDraw.Draw(disc)
    middle = disc.width / 2
    draw.ellipse(
        (middle - radius * 3, middle - radius * 3, middle + radius * 3, middle + radius * 3), fill=(*light.sun, 255)
    )
    if light.moon:
        for dx, dy, r in ((-0.9, -0.6, 0.7), (0.9, 0.7, 0.9), (0.5, -1.4, 0.4), (-0.8, 1.4, 0.5)):
            at = (
                middle + (dx - r) * radius,
                middle + (dy - r) * radius,
                middle + (dx + r) * radius,
                middle + (dy + r) * radius,
            )
            draw.ellipse(at, fill=(*mix(light.sun, light.sky[1], 0.22), 255))
    small = disc.resize((round(disc.width / 3),) * 2, Image.Resampling.BOX)
    layers.append(Layer(small, round(x - small.width / 2), round(y - small.height / 2)))
    return layers


def _clouds_wanted(sheet: Sheet) -> bool:
    return "clear" not in sheet.scene.weather and "clouds" not in sheet.scene.banned and sheet.scene.place != "space"


def _clouds(sheet: Sheet) -> list[Layer]:
    """Give flat-bottomed heaps of discs, lit from above; their number follows the weather."""
    weather = sheet.scene.weather
    heavy = bool(weather & {"storm", "rain", "clouds", "snow"})
    chance = stream(sheet.seed, sheet.scene.strangeness, "clouds")
    count = sheet.many(6, 11) if heavy else sheet.many(1, 5)
    layers = []
    for index in range(count):
        span = sheet.unit * (0.2 + 0.3 * chance.random()) * (1.5 if heavy else 1.0)
        y = sheet.height * (0.01 + 0.2 * chance.random() if heavy else 0.07 + 0.36 * chance.random())
        x = (index + 0.2 + 0.7 * chance.random()) / count * sheet.width * 1.15 - span * 0.6
        solid = 0.94 if heavy else 0.62 + 0.3 * chance.random()
        layers.append(
            Layer(_cloud(chance, span, _cloud_colours(sheet), solid), round(x), round(y), 0.08, "drift", index * 0.7)
        )
    return layers


def _cloud_colours(sheet: Sheet) -> tuple[RGB, RGB]:
    if "storm" in sheet.scene.weather:
        return mix(sheet.light.cloud, (60, 64, 84), 0.6), mix(sheet.light.cloud_shade, (34, 36, 54), 0.7)
    return sheet.light.cloud, sheet.light.cloud_shade


def _cloud(chance: np.random.Generator, span: float, colours: tuple[RGB, RGB], solid: float) -> Image.Image:
    width, height = max(8, round(span)), max(5, round(span * 0.46))
    mask = Image.new("L", (width * 2, height * 2), 0)
    draw = ImageDraw.Draw(mask)
    base = height * 1.66
    for index in range(7):
        along = (index + 0.5) / 7
        radius = height * (0.3 + 0.62 * (1 - abs(along * 2 - 1)) * (0.6 + 0.4 * chance.random()))
        x = width * (0.24 + 1.52 * along)
        radius = min(radius, x - 2, 2 * width - x - 2)
        draw.ellipse((x - radius, base - radius * 1.5, x + radius, base + radius * 0.5), fill=255)
    draw.rectangle((0, base, width * 2, height * 2), fill=0)
    image = ramp_image((width, height), (colours[0], colours[0], mix(*colours, 0.5), colours[1]))
    image.putalpha(mask.reduce(2).point([round(value * solid) for value in range(256)]))
    return image


def _aurora(sheet: Sheet) -> Layer:
    """Give curtains of green and violet light."""
    chance = sheet.chance("aurora")
    width, height = sheet.width // 4 + 1, round(sheet.height * 0.6) // 4 + 1
    columns, rows = np.arange(width) / (sheet.unit / 4), np.arange(height)[:, None] / height
    alpha = np.zeros((height, width))
    for band in range(3):
        line = 0.5 + 0.2 * waves(chance, columns, 0.6, 3)[None, :] + 0.12 * (band - 1)
        rays = 0.7 + 0.3 * waves(chance, columns, 9.0, 2)[None, :]
        above = np.clip((line - rows) / 0.42, 0, 1)
        alpha += np.where(rows < line, (1 - above) ** 2, np.clip(1 - (rows - line) / 0.05, 0, 1)) * rays * (rows > 0.0)
    image = ramp_image((width, height), ((160, 84, 220), (110, 140, 230), (70, 236, 170), (90, 250, 160)))
    image.putalpha(Image.fromarray((np.clip(alpha, 0, 1) * 190).astype(np.uint8)))
    full = image.filter(ImageFilter.GaussianBlur(1)).resize((sheet.width, height * 4), Image.Resampling.BICUBIC)
    return Layer(full, 0, 0, 0.04)
