"""Draws things into a picture: one figure with its light and shadow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imagen.providers.sketch.drawing.chance import cloth
from imagen.providers.sketch.drawing.colour import Coat, coat, distance, mix, shift
from imagen.providers.sketch.drawing.layers import Layer, Sheet, glow
from imagen.providers.sketch.drawing.pen import MARGIN, Pen
from imagen.providers.sketch.drawing.things.thing import Thing, Where
from imagen.providers.sketch.scene import RGB, Subject

NEAR_BANNED = 62.0
SKINS: tuple[RGB, ...] = ((240, 190, 154), (222, 164, 122), (176, 116, 82), (126, 82, 60))


@dataclass(frozen=True)
class Spot:
    """Where one figure stands: its foot (or middle, in the air) in pixels, its height, and whether it looks left."""

    x: float
    y: float
    tall: float
    mirrored: bool
    depth: float
    number: int


def figure(sheet: Sheet, thing: Thing, subject: Subject, spot: Spot) -> list[Layer]:
    """Give the layers of one figure: its shadow or glow, and itself."""
    tall = max(spot.tall, 6.0)
    pen = Pen(thing.width, tall, 3 if tall < 260 else 2)
    thing.draw(pen, _coat(sheet, thing, subject, spot))
    image = pen.finished()
    if spot.mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if not thing.glows:
        image = _lit(sheet, image, toward_right=sheet.sun_x * sheet.width > spot.x)
    margin = MARGIN / 100 * tall
    left, top = round(spot.x - image.width / 2), round(spot.y - tall - margin)
    moves = {Where.AIR: "float", Where.WATER: "swim", Where.SKY: "", Where.BACK: ""}
    motion = moves.get(thing.where, "bob")
    body = Layer(image, left, top, spot.depth, motion, spot.number * 1.7 + len(thing.name))
    return [*_below(sheet, thing, subject, spot), body]


def _below(sheet: Sheet, thing: Thing, subject: Subject, spot: Spot) -> list[Layer]:
    """Give what lies under a figure: the glow of lights, the shadow of what stands."""
    if thing.glows:
        span = round(spot.tall * 3)
        light = glow(span, mix(subject.colour or thing.colour, (255, 240, 200), 0.4), 0.75)
        return [Layer(light, round(spot.x - span / 2), round(spot.y - spot.tall / 2 - span / 2), spot.depth)]
    if thing.where in (Where.AIR, Where.SKY, Where.WATER, Where.WORN):
        return []
    wide = max(4, round(spot.tall * thing.width / 100 * 1.1))
    high = max(3, round(spot.tall * 0.1))
    mask = Image.new("L", (wide + 4 * high, high * 3), 0)
    ImageDraw.Draw(mask).ellipse((2 * high, high, 2 * high + wide, 2 * high), fill=150 if not sheet.light.moon else 120)
    shadow = Image.new("RGBA", mask.size, (*mix(sheet.light.on((30, 24, 60)), (24, 18, 50), 0.6), 0))
    shadow.putalpha(mask.filter(ImageFilter.GaussianBlur(high * 0.4)))
    lean = (0.5 - sheet.sun_x) * wide * 0.14
    return [Layer(shadow, round(spot.x - mask.width / 2 + lean), round(spot.y - high * 1.5), spot.depth)]


def _coat(sheet: Sheet, thing: Thing, subject: Subject, spot: Spot) -> Coat:
    base = subject.colour or _allowed(sheet, thing.colour)
    accent = subject.accent or _allowed(sheet, thing.accent)
    if subject.colour and not subject.accent and distance(base, accent) < 70:
        accent = mix(accent, (250, 244, 228), 0.6)
    if subject.count > 1 and not thing.glows:
        change = sheet.chance("coat", thing.name, spot.number).random()
        base = shift(base, hue=(change - 0.5) * 0.03, lightness=0.92 + 0.16 * change)
    if thing.name in ("tree", "pine") and not subject.colour:
        base = _seasonal(sheet, base)
    if not thing.glows:
        tint = 0.5 if not sheet.indoors else 0.2
        base = mix(base, sheet.light.on(base), tint)
        accent = mix(accent, sheet.light.on(accent), tint)
    skin = SKINS[int(sheet.chance("skin", thing.name, spot.number).integers(len(SKINS)))]
    return coat(base, accent, sheet.light.window, mix(skin, sheet.light.on(skin), 0.4))


def _allowed(sheet: Sheet, colour: RGB) -> RGB:
    """Turn a natural colour away from those the negative prompt names."""
    near = any(distance(colour, banned) < NEAR_BANNED for banned in sheet.scene.banned_colours)
    return shift(colour, hue=0.42, saturation=0.8) if near else colour


def _seasonal(sheet: Sheet, colour: RGB) -> RGB:
    tints: dict[str, RGB] = {"autumn": (222, 122, 48), "spring": (244, 170, 190), "winter": (214, 226, 236)}
    season = "winter" if "snow" in sheet.scene.weather else sheet.scene.season
    return mix(colour, tints[season], 0.8) if season in tints else colour


def _lit(sheet: Sheet, image: Image.Image, *, toward_right: bool) -> Image.Image:
    """Light a figure: brighter above and towards the sun, a rim of light, a darker edge on the other side."""
    alpha = image.getchannel("A")
    step = max(1, round(image.height * 0.014))
    side = step if toward_right else -step
    rim = ImageChops.subtract(alpha, ImageChops.offset(alpha, -side, step))
    edge = ImageChops.subtract(alpha, ImageChops.offset(alpha, side * 2, -step * 3)).filter(
        ImageFilter.BoxBlur(step * 1.5)
    )
    rows, columns = np.arange(image.height)[:, None] / image.height, np.arange(image.width)[None, :] / image.width
    across = (1 - columns) if toward_right else columns
    body = np.clip(rows * 0.7 + across * 0.3 - 0.42, 0, 1) * 150
    grain = np.maximum(
        cloth(sheet.chance("skin", image.width), image.size, max(2.0, image.height / 26)) / 255.0 - 0.5, 0
    )
    body = body + grain * 90 * sheet.detail
    shade = np.minimum(np.maximum(np.asarray(edge).astype(np.float64) * 0.5, body), 255).astype(np.uint8)
    dark = sheet.light.on((48, 30, 88))
    opaque = image.convert("RGB")
    opaque.paste(dark, mask=Image.fromarray((shade * 0.62).astype(np.uint8)))
    bright = opaque.point([min(255, round(value * 1.22 + 30)) for value in range(256)] * 3)
    bright = Image.blend(bright, Image.new("RGB", image.size, sheet.light.sun), 0.2)
    opaque.paste(bright, mask=rim.filter(ImageFilter.BoxBlur(max(0.4, step * 0.3))))
    opaque.putalpha(alpha)
    return opaque
