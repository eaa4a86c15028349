"""Land with water: beach, open sea, lake."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from imagen.providers.sketch.drawing.chance import waves
from imagen.providers.sketch.drawing.colour import mix
from imagen.providers.sketch.drawing.layers import Layer, Sheet, land
from imagen.providers.sketch.drawing.places.country import (
    conifers,
    foreground,
    grass,
    ground_colour,
    hills,
    line,
    tufts,
    woods,
)
from imagen.providers.sketch.scene import RGB

WATER: RGB = (46, 122, 160)


def _water_colours(sheet: Sheet) -> tuple[RGB, RGB]:
    """Give the colours of water far away, where it mirrors the sky, and close by."""
    water = sheet.scene.place_colour or WATER
    lit = sheet.light.on(water)
    return mix(sheet.light.sky[-2], lit, 0.4), mix(lit, sheet.light.sky[0], 0.2)


def _surface(sheet: Sheet, level: float) -> None:
    """Add the water from the horizon downwards, with the light's path and glints."""
    far, near = _water_colours(sheet)
    flat = np.full(sheet.width, sheet.height * level)
    sheet.behind.append(land(sheet, flat, (far, near), sheet.height * (1 - level), 0.3))
    sheet.behind.append(_glints(sheet, level))


def _glints(sheet: Sheet, level: float) -> Layer:
    chance = sheet.chance("glints")
    top = int(sheet.height * level) + 1
    image = Image.new("RGBA", (sheet.width, max(2, sheet.height - top)), (*sheet.light.sun, 0))
    draw = ImageDraw.Draw(image)
    stormy = bool(sheet.scene.weather & {"storm", "rain", "fog"})
    for index in range(sheet.many(30, 240)):
        down = chance.random() ** 1.6
        on_path = index % 3 and not stormy
        spread = (0.05 + 0.24 * down) * sheet.unit
        x = (
            sheet.sun_x * sheet.width + (chance.random() - 0.5) * 2 * spread
            if on_path
            else chance.random() * sheet.width
        )
        half, thick = sheet.unit * (0.006 + 0.035 * down), max(1.0, sheet.unit * 0.0035 * (0.3 + down))
        y = down * image.height
        colour = sheet.light.sun if on_path else mix(sheet.light.sky[-2], (255, 255, 255), 0.3)
        draw.ellipse((x - half, y - thick, x + half, y + thick), fill=(*colour, 190 if on_path else 80))
    return Layer(image, 0, top, 0.32, "shimmer")


def _wave(sheet: Sheet, index: int, level: float, swing: float, depth: float) -> Layer:
    far, near = _water_colours(sheet)
    heights = (
        sheet.height * level
        - np.abs(waves(sheet.chance("wave", index), sheet.columns(), 2.2 - 0.25 * index, 2)) * swing * sheet.height
    )
    crest = mix(mix(far, near, depth), (255, 255, 255), 0.16)
    layer = land(sheet, heights, (crest, mix(near, (10, 26, 60), 0.3 * depth)), sheet.height * 0.12, depth)
    return Layer(layer.image, 0, layer.top, depth, "wave", index * 1.3)


def sea(sheet: Sheet) -> None:
    sheet.waterline, sheet.ground = 0.76, 0.8
    _surface(sheet, 0.6)
    rough = 2.4 if "storm" in sheet.scene.weather else 1.0
    levels = (0.66, 0.71)[2 - sheet.many(1, 2) :]
    for index, level in enumerate(levels):
        sheet.behind.append(_wave(sheet, index, level, 0.012 * rough, 0.4 + 0.12 * index))
    for index, level in enumerate((0.8, 0.88, 0.96)[: sheet.many(2, 3)]):
        sheet.front.append(_wave(sheet, index + 3, level, 0.022 * rough, 0.75 + 0.12 * index))


def beach(sheet: Sheet) -> None:
    sand = ground_colour(sheet, (240, 214, 164))
    sheet.waterline = 0.72
    _surface(sheet, 0.58)
    sheet.behind.append(_wave(sheet, 0, 0.66, 0.01, 0.45))
    for offset, colour in ((0.0, (252, 252, 250)), (0.012, (206, 178, 134))):
        heights = line(sheet, "shore", 0.735 + offset, 0.012, 0.9, 2)
        lit = sheet.light.on(colour if offset == 0.0 else mix(sand, colour, 0.7))
        sheet.behind.append(land(sheet, heights, (lit, lit), 1, 0.7))
    heights = line(sheet, "shore", 0.765, 0.012, 0.9, 2)
    bottom = sheet.light.on(mix(sand, (150, 96, 70), 0.4))
    sheet.behind.append(land(sheet, heights, (sheet.light.on(sand), bottom), sheet.height * 0.26, 0.8, 9))
    sheet.behind.append(_shells(sheet))


def _shells(sheet: Sheet) -> Layer:
    chance = sheet.chance("shells")
    top = int(sheet.height * 0.8)
    image = Image.new("RGBA", (sheet.width * 2, (sheet.height - top) * 2), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    for _ in range(sheet.many(3, 46)):
        x, y = chance.random() * image.width, chance.random() * image.height
        radius = sheet.unit * (0.004 + 0.006 * chance.random())
        colour = sheet.light.on(((250, 240, 226), (196, 150, 112), (240, 170, 150))[int(chance.integers(3))])
        draw.ellipse((x - radius * 1.6, y - radius, x + radius * 1.6, y + radius), fill=(*colour, 255))
    return Layer(image.reduce(2), 0, top, 0.85)


def lake(sheet: Sheet) -> None:
    sheet.waterline = 0.74
    hills(sheet, grass(sheet), (0.5, 0.55), 0.06)
    dark = sheet.light.on(woods(sheet), 0.5)
    foot = line(sheet, "bank", 0.6, 0.008)
    sheet.behind.append(conifers(sheet, "bank", foot, sheet.unit * 0.12, (dark, dark), 0.5, sheet.many(14, 44)))
    _surface(sheet, 0.6)
    foreground(sheet, grass(sheet), 0.8, 0.02)
    reeds = mix(grass(sheet), (60, 80, 50), 0.4)
    sheet.behind.append(tufts(sheet, reeds, 0.81, sheet.unit * 0.06, sheet.many(10, 90), 0.86))
    sheet.front.append(tufts(sheet, reeds, 0.97, sheet.unit * 0.13, sheet.many(10, 120)))
