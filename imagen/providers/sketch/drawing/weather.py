"""Paints what falls and drifts through the air: rain, snow, fog, lightning, leaves, fireflies."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from imagen.providers.sketch.drawing.chance import cloth
from imagen.providers.sketch.drawing.colour import mix
from imagen.providers.sketch.drawing.layers import Layer, Sheet, glow
from imagen.providers.sketch.scene import RGB

Specks = tuple[tuple[RGB, ...], float, int]


def weather_layers(sheet: Sheet, moment: float = 0.0) -> list[Layer]:
    """Give the layers in front of everything; `moment` in seconds moves what falls."""
    weather, layers = sheet.scene.weather, []
    if sheet.indoors:
        return []
    if "fog" in weather:
        layers.append(_fog(sheet, moment))
    if weather & {"rain", "storm"}:
        layers.append(_rain(sheet, moment))
    if "storm" in weather and moment % 1.6 < 0.25:
        layers.append(_lightning(sheet, int(moment / 1.6)))
    if "snow" in weather:
        layers.append(_flakes(sheet, moment))
    for name, specks in _drifting(sheet).items():
        layers.append(_specks(sheet, name, specks, moment))
    if weather & {"fireflies"} or "magic" in sheet.scene.moods:
        layers.append(_fireflies(sheet, moment))
    return layers


def _rain(sheet: Sheet, moment: float) -> Layer:
    chance = sheet.chance("rain")
    number = sheet.many(90, 320)
    slant = -0.34 if "storm" in sheet.scene.weather or "wind" in sheet.scene.weather else -0.12
    image = Image.new("RGBA", (sheet.width, sheet.height), (228, 236, 246, 0))
    draw = ImageDraw.Draw(image)
    xs, ys, sizes = chance.random(number), chance.random(number), chance.random(number)
    for x, y, size in zip(xs, ys, sizes, strict=True):
        long = sheet.unit * (0.025 + 0.06 * size)
        down = ((y + moment * (1.1 + size)) % 1.1) * sheet.height
        left = ((x * 1.4 + slant * moment * (1.1 + size)) % 1.4 - 0.1) * sheet.width
        wide = max(1, round(sheet.unit * (0.0012 + 0.0022 * size)))
        draw.line(
            (left, down, left + slant * long, down + long), fill=(228, 236, 246, round(90 + 100 * size)), width=wide
        )
    return Layer(image, 0, 0, 1.0)


def _flakes(sheet: Sheet, moment: float) -> Layer:
    chance = sheet.chance("flakes")
    number = sheet.many(80, 330)
    image = Image.new("RGBA", (sheet.width, sheet.height), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    for x, y, size in chance.random((number, 3)):
        radius = sheet.unit * (0.0018 + 0.0085 * size**3)
        left = (x + 0.02 * math.sin(moment * 2 + x * 40)) * sheet.width
        down = ((y + moment * (0.1 + 0.16 * size)) % 1.0) * sheet.height
        draw.ellipse(
            (left - radius, down - radius, left + radius, down + radius), fill=(255, 255, 255, round(150 + 100 * size))
        )
    return Layer(image.filter(ImageFilter.BoxBlur(sheet.unit / 1500)), 0, 0, 1.0)


def _fog(sheet: Sheet, moment: float) -> Layer:
    """Give banks of fog, thickest above the ground."""
    width, height = sheet.width // 6 + 1, sheet.height // 6 + 1
    noise = cloth(sheet.chance("fog"), (width * 2, height), sheet.unit / 12).astype(np.float64)
    start = int(moment * width * 0.04) % width
    rows = np.arange(height)[:, None] / height
    thick = np.clip(1 - np.abs(rows - 0.66) / 0.42, 0, 1) * 0.62 + 0.2
    alpha = (np.clip(thick + (noise[:, start : start + width] - 128) / 128 * 0.22, 0, 0.86) * 255).astype(np.uint8)
    image = Image.new(
        "RGBA", (width, height), (*mix(sheet.light.haze, (238, 238, 240), 0.4 if not sheet.light.moon else 0.1), 0)
    )
    image.putalpha(Image.fromarray(alpha))
    return Layer(image.resize((sheet.width, sheet.height), Image.Resampling.BICUBIC), 0, 0, 1.0)


def _lightning(sheet: Sheet, number: int) -> Layer:
    chance = sheet.chance("lightning", number)
    x, y = (0.15 + 0.7 * chance.random()) * sheet.width, 0.0
    points = [(x, y)]
    while y < sheet.height * 0.62:
        x += (chance.random() - 0.5) * sheet.unit * 0.13
        y += sheet.unit * (0.03 + 0.06 * chance.random())
        points.append((x, y))
    image = Image.new("RGBA", (sheet.width, sheet.height), (255, 250, 220, 0))
    draw = ImageDraw.Draw(image)
    draw.line(points, fill=(196, 200, 255, 150), width=max(3, round(sheet.unit * 0.02)), joint="curve")
    halo = image.filter(ImageFilter.GaussianBlur(sheet.unit * 0.012))
    draw = ImageDraw.Draw(halo)
    draw.line(points, fill=(255, 253, 235, 255), width=max(2, round(sheet.unit * 0.0065)), joint="curve")
    for start in points[3::4]:
        end = (start[0] + (chance.random() - 0.5) * sheet.unit * 0.3, start[1] + sheet.unit * 0.1)
        draw.line((*start, *end), fill=(255, 253, 235, 220), width=max(1, round(sheet.unit * 0.003)))
    return Layer(halo, 0, 0, 0.1)


def _drifting(sheet: Sheet) -> dict[str, Specks]:
    """Name the leaves, petals and confetti of a scene: colours, size in units, number."""
    drifting: dict[str, Specks] = {}
    scene = sheet.scene
    if scene.season == "autumn":
        drifting["leaves"] = (((222, 112, 44), (236, 166, 60), (190, 70, 44)), 0.012, sheet.many(12, 60))
    if "petals" in scene.weather or scene.season == "spring":
        drifting["petals"] = (((250, 200, 214), (244, 168, 190), (255, 228, 232)), 0.009, sheet.many(14, 70))
    if "confetti" in scene.weather:
        drifting["confetti"] = (
            ((236, 80, 90), (250, 206, 80), (80, 170, 220), (120, 200, 120)),
            0.01,
            sheet.many(30, 150),
        )
    if "wind" in scene.weather:
        drifting["wind"] = (((240, 240, 230), (190, 210, 160)), 0.008, sheet.many(10, 50))
    return drifting


def _specks(sheet: Sheet, name: str, specks: Specks, moment: float) -> Layer:
    colours, size, number = specks
    chance = sheet.chance(name)
    image = Image.new("RGBA", (sheet.width, sheet.height), (*colours[0], 0))
    draw = ImageDraw.Draw(image)
    for x, y, turn, large in chance.random((number, 4)):
        left = ((x + moment * 0.06 + 0.03 * math.sin(moment * 2 + turn * 9)) % 1.0) * sheet.width
        down = ((y + moment * 0.11) % 1.0) * sheet.height
        angle = turn * math.tau + moment
        long, short = size * sheet.unit * (0.6 + large), size * sheet.unit * (0.25 + 0.3 * large)
        cos, sin = math.cos(angle), math.sin(angle)
        points = [
            (left + a * cos - b * sin, down + a * sin + b * cos)
            for a, b in ((-long, 0), (0, -short), (long, 0), (0, short))
        ]
        draw.polygon(points, fill=(*sheet.light.on(colours[int(large * len(colours))]), 255))
    return Layer(image, 0, 0, 1.0)


def _fireflies(sheet: Sheet, moment: float) -> Layer:
    chance = sheet.chance("fireflies")
    colour: RGB = (250, 236, 130) if "fireflies" in sheet.scene.weather else (214, 190, 255)
    image = Image.new("RGBA", (sheet.width, sheet.height), (*colour, 0))
    for x, y, size in chance.random((sheet.many(10, 42), 3)):
        span = max(4, round(sheet.unit * (0.03 + 0.05 * size) * (0.8 + 0.2 * math.sin(moment * 4 + x * 30))))
        spark = glow(span, mix(colour, (255, 255, 255), 0.4), 1.0)
        left, down = x * sheet.width, (0.3 + 0.65 * y) * sheet.height + 6 * math.sin(moment + x * 20)
        image.alpha_composite(spark, (max(0, int(left - span / 2)), max(0, int(down - span / 2))))
    return Layer(image, 0, 0, 1.0)
