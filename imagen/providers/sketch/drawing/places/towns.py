"""Built places: the skyline of a city, a street."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from imagen.providers.sketch.drawing.colour import mix
from imagen.providers.sketch.drawing.layers import Layer, Sheet, land
from imagen.providers.sketch.drawing.places.country import ground_colour
from imagen.providers.sketch.scene import RGB

WALLS: tuple[RGB, ...] = (
    (214, 122, 96),
    (236, 198, 140),
    (120, 158, 172),
    (190, 150, 176),
    (226, 166, 120),
    (150, 176, 140),
)


def lamps_lit(sheet: Sheet) -> bool:
    """Tell whether it is dark enough for lit windows."""
    return sheet.light.stars > 0 or sheet.scene.time in ("dusk", "evening", "night") or "storm" in sheet.scene.weather


def _blocks(sheet: Sheet, row: int, level: float, tall: tuple[float, float], depth: float) -> Layer:
    """Give a row of towers with windows."""
    chance = sheet.chance("blocks", row)
    top = int(sheet.height * (level - tall[1]))
    image = Image.new("RGBA", (sheet.width, int(sheet.height * level) - top + 2), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    tint = sheet.scene.place_colour
    x = -sheet.unit * 0.05 * chance.random()
    while x < sheet.width:
        wide = sheet.unit * (0.07 + 0.1 * chance.random())
        high = sheet.height * (tall[0] + (tall[1] - tall[0]) * chance.random() ** 1.4)
        base = tint or mix((92, 104, 140), WALLS[int(chance.integers(len(WALLS)))], 0.3)
        wall = sheet.light.on(mix(base, (60, 70, 110), 0.25), depth)
        y = image.height - high
        draw.rectangle((x, y, x + wide, image.height), fill=(*wall, 255))
        shade = mix(wall, (20, 20, 60), 0.16)
        draw.rectangle((x + wide * 0.72, y, x + wide, image.height), fill=(*shade, 255))
        if chance.random() < 0.3:
            draw.rectangle((x + wide * 0.45, y - high * 0.14, x + wide * 0.5, y), fill=(*shade, 255))
        if sheet.detail > 0.08:
            _windows(sheet, draw, (x, y, wide, image.height), wall, chance)
        x += wide * (0.98 + 0.1 * chance.random())
    return Layer(image, 0, top, depth)


def _windows(
    sheet: Sheet,
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    wall: RGB,
    chance: np.random.Generator,
) -> None:
    x, y, wide, bottom = box
    lit = lamps_lit(sheet)
    step = max(5.0, sheet.unit * (0.034 - 0.014 * sheet.detail))
    columns, rows = int((wide - step * 0.5) // step), int((bottom - y) // step)
    on = chance.random((max(rows, 0), max(columns, 0))) < (0.5 if lit else 0.86)
    glass = sheet.light.window if lit else mix(wall, sheet.light.sky[1], 0.45)
    dark = mix(wall, (14, 16, 40), 0.3)
    for row in range(rows):
        for column in range(columns):
            left, up = x + step * (0.4 + column), y + step * (0.45 + row)
            colour = glass if on[row, column] else dark
            draw.rectangle((left, up, left + step * 0.42, up + step * 0.5), fill=(*colour, 255))


def city(sheet: Sheet) -> None:
    sheet.ground = 0.88
    sheet.behind.append(_blocks(sheet, 0, 0.76, (0.22, 0.56), 0.3))
    if sheet.detail > 0.1:
        sheet.behind.append(_blocks(sheet, 1, 0.77, (0.14, 0.42), 0.55))
    sheet.behind.append(_blocks(sheet, 2, 0.78, (0.06, 0.24), 0.8))
    _pavement(sheet, 0.77)


def _pavement(sheet: Sheet, level: float) -> None:
    stone = ground_colour(sheet, (150, 148, 160))
    flat = np.full(sheet.width, sheet.height * level)
    colours = (sheet.light.on(mix(stone, (255, 244, 226), 0.3)), sheet.light.on(stone))
    sheet.behind.append(land(sheet, flat, colours, sheet.height * 0.1, 0.8, 5))
    road = sheet.light.on(mix(stone, (60, 60, 78), 0.68))
    sheet.behind.append(
        land(sheet, flat + sheet.height * 0.145, (road, mix(road, (20, 20, 34), 0.3)), sheet.height * 0.1, 0.9, 5)
    )
    kerb = Image.new(
        "RGBA", (sheet.width, max(2, round(sheet.height * 0.012))), (*sheet.light.on((214, 208, 206)), 255)
    )
    sheet.behind.append(Layer(kerb, 0, round(sheet.height * (level + 0.138)), 0.9))


def street(sheet: Sheet) -> None:
    """Paint a row of narrow coloured houses along a pavement."""
    sheet.ground = 0.9
    sheet.behind.append(_blocks(sheet, 0, 0.7, (0.2, 0.4), 0.25))
    chance = sheet.chance("street")
    top, level = int(sheet.height * 0.22), sheet.height * 0.78
    image = Image.new("RGBA", (sheet.width * 2, round(level - top) * 2), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    x = -sheet.unit * 0.2 * chance.random()
    while x < image.width:
        wide = sheet.unit * (0.44 + 0.16 * chance.random())
        high = image.height * (0.6 + 0.26 * chance.random())
        wall = sheet.light.on(sheet.scene.place_colour or WALLS[int(chance.integers(len(WALLS)))], 0.86)
        _front(sheet, draw, (x, image.height - high, x + wide, image.height), wall, chance)
        x += wide
    sheet.behind.append(Layer(image.reduce(2), 0, top, 0.75))
    _pavement(sheet, 0.775)


def _front(
    sheet: Sheet,
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    wall: RGB,
    chance: np.random.Generator,
) -> None:
    """Draw one house front with roof, windows and a door."""
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    dark, pale = mix(wall, (40, 20, 50), 0.42), mix(wall, (255, 250, 240), 0.6)
    draw.polygon([(x0 - 2, y0), ((x0 + x1) / 2, y0 - high * 0.2), (x1 + 2, y0)], fill=(*dark, 255))
    draw.rectangle((x0, y0, x1, y1), fill=(*wall, 255))
    draw.rectangle((x1 - wide * 0.08, y0, x1, y1), fill=(*mix(wall, (40, 20, 60), 0.2), 255))
    draw.rectangle((x0, y0, x1, y0 + high * 0.03), fill=(*pale, 255))
    lit = lamps_lit(sheet)
    for row in range(3):
        for column in range(3):
            if row == 2 and column == 1:
                continue
            left, up = x0 + wide * (0.12 + 0.29 * column), y0 + high * (0.1 + 0.28 * row)
            glass = sheet.light.window if not lit or chance.random() < 0.6 else mix(wall, (16, 18, 44), 0.6)
            frame = (left - wide * 0.02, up - high * 0.012, left + wide * 0.18, up + high * 0.172)
            draw.rectangle(frame, fill=(*pale, 255))
            draw.rectangle((left, up, left + wide * 0.16, up + high * 0.16), fill=(*glass, 255))
            draw.line((left + wide * 0.08, up, left + wide * 0.08, up + high * 0.16), fill=(*pale, 255), width=3)
    draw.rectangle((x0 + wide * 0.4, y1 - high * 0.26, x0 + wide * 0.6, y1), fill=(*dark, 255))
    draw.ellipse((x0 + wide * 0.55, y1 - high * 0.13, x0 + wide * 0.58, y1 - high * 0.11), fill=(250, 214, 120, 255))
