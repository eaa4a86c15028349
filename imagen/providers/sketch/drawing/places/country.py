"""Land without water: meadows, fields, woods, mountains, deserts."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw

from imagen.providers.sketch.drawing.chance import Floats, waves
from imagen.providers.sketch.drawing.colour import mix
from imagen.providers.sketch.drawing.layers import Layer, Sheet, land, shape
from imagen.providers.sketch.scene import RGB

SNOW: RGB = (240, 244, 252)
GRASS: dict[str, RGB] = {
    "": (112, 168, 84),
    "spring": (142, 192, 92),
    "summer": (128, 172, 76),
    "autumn": (190, 140, 66),
}
WOODS: dict[str, RGB] = {"": (58, 118, 84), "spring": (108, 164, 92), "summer": (70, 132, 76), "autumn": (196, 104, 48)}


def snowy(sheet: Sheet) -> bool:
    return "snow" in sheet.scene.weather or sheet.scene.season == "winter"


def ground_colour(sheet: Sheet, natural: RGB) -> RGB:
    """Give the colour of land: the one named before the place, snow in winter, or its natural one."""
    if sheet.scene.place_colour:
        return sheet.scene.place_colour
    return mix(natural, SNOW, 0.86) if snowy(sheet) else natural


def grass(sheet: Sheet) -> RGB:
    return ground_colour(sheet, GRASS.get(sheet.scene.season, GRASS[""]))


def woods(sheet: Sheet) -> RGB:
    natural = WOODS.get(sheet.scene.season, WOODS[""])
    if sheet.scene.place_colour:
        return mix(sheet.scene.place_colour, (20, 40, 50), 0.2)
    return mix(natural, SNOW, 0.5) if snowy(sheet) else natural


def line(sheet: Sheet, name: object, level: float, swing: float, lowest: float = 0.5, octaves: int = 3) -> Floats:
    """Give a hill line: pixels from the top for each column; level and swing in picture heights."""
    heights = level + swing * waves(sheet.chance("line", name), sheet.columns(), lowest, octaves)
    return np.asarray(heights * sheet.height)


def hills(sheet: Sheet, colour: RGB, levels: tuple[float, ...], swing: float = 0.05) -> None:
    """Add rolling hills from far to near."""
    for index, level in enumerate(levels):
        depth = 0.2 + 0.55 * index / max(1, len(levels) - 1)
        lit = sheet.light.on(mix(colour, (70, 110, 140), 0.35 * (1 - depth)), depth)
        below = sheet.light.on(mix(colour, (50, 70, 90), 0.3), depth * 0.7)
        heights = line(sheet, ("hill", index), level, swing * (1.1 - depth * 0.5), 0.4 + 0.25 * index)
        sheet.behind.append(land(sheet, heights, (lit, below), sheet.height * 0.26, depth, 5 * sheet.detail))


def foreground(sheet: Sheet, colour: RGB, level: float = 0.76, swing: float = 0.02) -> None:
    """Add the ground the things stand on."""
    top, bottom = sheet.light.on(mix(colour, (255, 240, 190), 0.14)), sheet.light.on(mix(colour, (30, 40, 60), 0.34))
    heights = line(sheet, "foreground", level, swing, 0.35)
    sheet.behind.append(land(sheet, heights, (top, bottom), sheet.height * 0.25, 0.85, 10 * sheet.detail + 4))


def conifers(
    sheet: Sheet, name: str, foot: Floats, tall: float, colours: tuple[RGB, RGB], depth: float, number: int
) -> Layer:
    """Give a row of firs standing along a line; `tall` in pixels."""
    chance = sheet.chance("conifers", name)
    top = max(0, int(foot.min() - tall * 1.3))
    xs = (np.arange(number) + chance.random(number)) / number * sheet.width
    sizes = tall * (0.55 + 0.7 * chance.random(number))

    def marks(draw: ImageDraw.ImageDraw, factor: float) -> None:
        for x, high in zip(xs, sizes, strict=True):
            base = foot[int(min(x, sheet.width - 1))] - top + high * 0.06
            for part in range(3):
                y0, y1 = base - high * (1 - 0.24 * part), base - high * (0.5 - 0.25 * part)
                half = high * (0.13 + 0.06 * part)
                points = [
                    (x * factor, y0 * factor),
                    ((x + half) * factor, y1 * factor),
                    ((x - half) * factor, y1 * factor),
                ]
                draw.polygon(points, fill=255)

    return shape(sheet, top, float(foot.max()) + 2, colours, marks, depth)


def tufts(sheet: Sheet, colour: RGB, level: float, tall: float, number: int, depth: float = 1.0) -> Layer:
    """Give blades of grass at the lower edge of the picture."""
    chance = sheet.chance("tufts", level)
    top = sheet.height * level - tall
    xs = chance.random(number) * sheet.width
    highs = tall * (0.4 + 0.6 * chance.random(number))
    leans = (chance.random(number) - 0.5) * tall * 0.7
    feet = sheet.height * (level + (1.02 - level) * chance.random(number)) - top

    def marks(draw: ImageDraw.ImageDraw, factor: float) -> None:
        half = tall * 0.045
        for x, high, lean, foot in zip(xs, highs, leans, feet, strict=True):
            points = ((x - half, foot), (x + lean, foot - high), (x + half, foot))
            draw.polygon([(a * factor, b * factor) for a, b in points], fill=255)

    return shape(
        sheet, top, sheet.height, (sheet.light.on(colour), sheet.light.on(mix(colour, (20, 30, 50), 0.5))), marks, depth
    )


def blooms(sheet: Sheet, number: int, level: float) -> Layer:
    """Give small flowers scattered over the ground."""
    chance = sheet.chance("blooms")
    palette = ((250, 244, 232), (246, 206, 80), (236, 112, 136), (178, 130, 220), (240, 130, 80))
    from PIL import Image

    top = int(sheet.height * level)
    image = Image.new("RGBA", (sheet.width * 2, (sheet.height - top) * 2), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    for _ in range(number):
        deep = chance.random() ** 0.7
        x, y = chance.random() * image.width, deep * image.height
        radius = sheet.unit * (0.003 + 0.006 * deep) * 2
        colour = sheet.light.on(palette[int(chance.integers(len(palette)))])
        for dx, dy in ((-0.9, 0), (0.9, 0), (0, -0.9), (0, 0.9)):
            cx, cy = x + dx * radius, y + dy * radius
            draw.ellipse(
                (cx - radius * 0.8, cy - radius * 0.8, cx + radius * 0.8, cy + radius * 0.8), fill=(*colour, 255)
            )
        draw.ellipse((x - radius / 2, y - radius / 2, x + radius / 2, y + radius / 2), fill=(250, 200, 70, 255))
    return Layer(image.reduce(2), 0, top, 0.9)


def meadow(sheet: Sheet) -> None:
    colour = grass(sheet)
    hills(sheet, colour, (0.56, 0.62, 0.68, 0.73)[4 - sheet.many(2, 4) :])
    if sheet.detail > 0.2 and "tree" not in sheet.scene.banned:
        foot = line(sheet, ("hill", 1), 0.665, 0.03)
        dark = sheet.light.on(mix(woods(sheet), (60, 90, 110), 0.2), 0.6)
        sheet.behind.append(conifers(sheet, "far", foot, sheet.unit * 0.07, (dark, dark), 0.5, sheet.many(6, 30)))
    foreground(sheet, colour)
    _foreground_plants(sheet, colour)


def _foreground_plants(sheet: Sheet, colour: RGB) -> None:
    if not snowy(sheet) and "flower" not in sheet.scene.banned:
        sheet.behind.append(blooms(sheet, sheet.many(2, 90 if sheet.scene.season == "spring" else 50), 0.8))
    sheet.front.append(tufts(sheet, mix(colour, (40, 70, 60), 0.25), 0.97, sheet.unit * 0.07, sheet.many(20, 240)))


def garden(sheet: Sheet) -> None:
    meadow(sheet)
    sheet.behind.append(blooms(sheet, sheet.many(40, 240), 0.76))


def field(sheet: Sheet) -> None:
    colour = ground_colour(sheet, (226, 186, 86))
    hills(sheet, grass(sheet), (0.56, 0.63))
    foreground(sheet, colour, 0.67, 0.012)
    for index in range(sheet.many(4, 14)):
        share = (index + 1) / 15
        level = 0.69 + 0.34 * share * share
        lit = sheet.light.on(mix(colour, (120, 80, 30), 0.18 + 0.14 * (index % 2)))
        sheet.behind.append(tufts(sheet, lit, level, sheet.unit * (0.015 + 0.07 * share), sheet.many(60, 170), 0.9))


def forest(sheet: Sheet) -> None:
    tone = woods(sheet)
    sheet.behind.append(land(sheet, line(sheet, "mist", 0.5, 0.02), (sheet.light.on(tone, 0.1),) * 2, 1, 0.15))
    rows = sheet.many(2, 5)
    for index in range(rows):
        depth = 0.25 + 0.6 * index / rows
        foot = line(sheet, ("row", index), 0.58 + 0.16 * index / rows, 0.02)
        lit = sheet.light.on(tone, depth)
        deep = sheet.light.on(mix(tone, (20, 30, 50), 0.4), depth)
        tall = sheet.unit * (0.2 + 0.28 * depth)
        sheet.behind.append(
            conifers(sheet, f"row{index}", foot, tall, (lit, deep), depth, sheet.many(10, 26) - 2 * index)
        )
        sheet.behind.append(land(sheet, foot, (deep, sheet.light.on(mix(tone, (30, 50, 50), 0.3), depth)), 60, depth))
    floor = ground_colour(sheet, mix(GRASS.get(sheet.scene.season, GRASS[""]), (70, 70, 50), 0.3))
    foreground(sheet, floor, 0.75)
    _trunks(sheet)
    sheet.front.append(tufts(sheet, mix(floor, (20, 50, 40), 0.4), 0.97, sheet.unit * 0.09, sheet.many(20, 200)))


def _trunks(sheet: Sheet) -> None:
    """Frame the picture by dark trunks at both sides."""
    chance = sheet.chance("trunks")
    spots = [(side, 0.02 + 0.09 * chance.random(), 0.03 + 0.025 * chance.random()) for side in (0, 1)]
    bark = sheet.light.on((70, 52, 50))

    def marks(draw: ImageDraw.ImageDraw, factor: float) -> None:
        for side, inset, wide in spots:
            x = (sheet.width - inset * sheet.unit if side else inset * sheet.unit) * factor
            half, foot = wide * sheet.unit * factor, sheet.height * 0.94 * factor
            draw.polygon(
                [
                    (x - half * 0.7, 0),
                    (x + half * 0.7, 0),
                    (x + half, foot * 0.86),
                    (x + half * 1.9, foot),
                    (x - half * 1.9, foot),
                    (x - half, foot * 0.86),
                ],
                fill=255,
            )

    sheet.front.append(shape(sheet, 0, sheet.height * 0.95, (mix(bark, (10, 14, 30), 0.4), bark), marks, 1.0))


def mountain(sheet: Sheet) -> None:
    rock = sheet.scene.place_colour or (112, 118, 146)
    for index, (level, tall, depth) in enumerate(((0.66, 0.36, 0.3), (0.7, 0.5, 0.5))):
        sheet.behind += _peaks(sheet, index, level, tall, depth, rock)
    hills(sheet, grass(sheet), (0.69, 0.73), 0.03)
    dark = sheet.light.on(woods(sheet), 0.75)
    foot = line(sheet, ("hill", 1), 0.75, 0.02)
    sheet.behind.append(conifers(sheet, "slope", foot, sheet.unit * 0.1, (dark, dark), 0.75, sheet.many(8, 34)))
    foreground(sheet, grass(sheet), 0.77)
    _foreground_plants(sheet, grass(sheet))


def _peaks(sheet: Sheet, index: int, level: float, tall: float, depth: float, rock: RGB) -> list[Layer]:
    """Give a range of peaks: lit faces, shaded faces and snow caps, each a layer."""
    chance = sheet.chance("peaks", index)
    number = max(2, round(sheet.width / sheet.unit * (2.4 + index * 0.4)))
    foot, top = sheet.height * level, sheet.height * (level - tall * 1.05)
    peaks = []
    for peak in range(number):
        x = (peak + 0.5 + 0.5 * (chance.random() - 0.5)) / number * sheet.width
        high = sheet.height * tall * (0.5 + 0.5 * chance.random())
        peaks.append((x, high, high * (0.75 + 0.3 * chance.random()), chance.random(7) - 0.5))
    lit, shade = (
        sheet.light.on(mix(rock, (255, 236, 214), 0.3), depth),
        sheet.light.on(mix(rock, (40, 44, 90), 0.3), depth),
    )
    snow = mix(sheet.light.on(SNOW, 0.3 + depth), (255, 255, 255), 0.2)

    def faces(draw: ImageDraw.ImageDraw, factor: float, kind: str) -> None:
        for x, high, half, bends in peaks:
            tip, base = foot - high - top, foot - top
            ridge = [(x + bends[step] * half * 0.2 * step / 6, tip + (base - tip) * step / 6) for step in range(7)]
            sides = {"lit": [(x - half, base)], "shade": [(x + half, base)]}
            if kind == "snow":
                cap = [
                    (x - half * 0.3, tip + high * 0.3),
                    (x - half * 0.17, tip + high * 0.25),
                    (x - half * 0.08, tip + high * 0.36),
                    (x + half * 0.04, tip + high * 0.26),
                    (x + half * 0.15, tip + high * 0.35),
                    (x + half * 0.29, tip + high * 0.29),
                ]
                points = [(x, tip), *cap]
            else:
                points = [*ridge, *sides[kind]]
            draw.polygon([(a * factor, b * factor) for a, b in points], fill=255)

    haze = sheet.light.on(rock, depth * 0.5)
    return [
        shape(sheet, top, foot, (shade, haze), lambda draw, factor: faces(draw, factor, "shade"), depth),
        shape(sheet, top, foot, (lit, haze), lambda draw, factor: faces(draw, factor, "lit"), depth),
        shape(sheet, top, foot, (snow, snow), lambda draw, factor: faces(draw, factor, "snow"), depth),
    ]


def desert(sheet: Sheet) -> None:
    sand = ground_colour(sheet, (232, 184, 112))
    chance = sheet.chance("mesas")
    tone = sheet.light.on((196, 104, 74), 0.45)
    spots = [
        (chance.random() * sheet.width, 0.08 + 0.1 * chance.random(), 0.1 + 0.12 * chance.random()) for _ in range(3)
    ]
    top = sheet.height * 0.44

    def mesas(draw: ImageDraw.ImageDraw, factor: float) -> None:
        for x, wide, high in spots:
            half, y = wide * sheet.unit, sheet.height * (0.66 - high) - top
            foot = sheet.height * 0.68 - top
            points = ((x - half * 1.35, foot), (x - half, y), (x + half, y), (x + half * 1.35, foot))
            draw.polygon([(a * factor, b * factor) for a, b in points], fill=255)

    sheet.behind.append(shape(sheet, top, sheet.height * 0.68, (tone, sheet.light.on(sand, 0.4)), mesas, 0.2))
    for index, level in enumerate((0.62, 0.67, 0.71)):
        depth = 0.35 + 0.2 * index
        heights = line(sheet, ("dune", index), level, 0.045, 0.7 + 0.2 * index, 1)
        below = sheet.light.on(mix(sand, (150, 70, 70), 0.34), depth)
        sheet.behind.append(land(sheet, heights, (sheet.light.on(sand, depth), below), sheet.height * 0.16, depth, 4))
    foreground(sheet, sand, 0.76, 0.03)
    for index in range(sheet.many(0, 6)):
        lit = sheet.light.on(mix(sand, (140, 80, 60), 0.22))
        sheet.behind.append(tufts(sheet, lit, 0.8 + 0.03 * index, sheet.unit * 0.008, 14, 0.9))
