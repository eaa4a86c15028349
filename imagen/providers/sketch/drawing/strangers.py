"""Draws what no known word asked for: a sculpture of plain shapes, one for each unknown word."""

from __future__ import annotations

from imagen.providers.sketch.drawing.chance import stream
from imagen.providers.sketch.drawing.colour import Coat, mix, shift
from imagen.providers.sketch.drawing.figures import Spot, figure
from imagen.providers.sketch.drawing.layers import Layer, Sheet
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.things.thing import Thing
from imagen.providers.sketch.scene import RGB, Subject

MOST_SHAPES = 5


def totem(sheet: Sheet) -> list[Layer]:
    """Give a stack of shapes whose form and colour each come from one word; nothing without unknown words."""
    words = sheet.scene.strangers[:MOST_SHAPES]
    if not words:
        return []

    def draw(pen: Pen, coat: Coat) -> None:
        _stack(pen, coat, words)

    tint = sheet.scene.tint or shift((226, 110, 90), hue=stream("totem", words[0]).random())
    thing = Thing("totem", (), tint, tint, draw, size=1.0, width=80)
    chance = sheet.chance("totem")
    x = sheet.width * (0.5 + 0.24 * (chance.random() - 0.5))
    spot = Spot(x, sheet.height * (sheet.ground + 0.03), sheet.unit * 0.56, chance.random() < 0.5, 0.95, 0)
    return figure(sheet, thing, Subject("totem", tint), spot)


def _stack(pen: Pen, coat: Coat, words: tuple[str, ...]) -> None:
    high = 100 / len(words)
    for index, word in enumerate(words):
        chance = stream("shape", word)
        colour = mix(shift(coat.base, hue=chance.random()), coat.base, 0.25)
        half = 14 + 20 * chance.random()
        _shape(pen, int(chance.integers(6)), 40, 100 - high * index, high, half, colour)


def _shape(pen: Pen, kind: int, x: float, foot: float, high: float, half: float, colour: RGB) -> None:
    dark = mix(colour, (40, 20, 70), 0.3)
    top, middle = foot - high, foot - high / 2
    if kind == 0:
        pen.rect(x - half, top, x + half, foot, colour, 3)
        pen.rect(x + half * 0.4, top, x + half, foot, dark, 3)
    elif kind == 1:
        pen.ellipse(x, middle, min(half, high * 0.7), high / 2, colour)
        pen.ellipse(x - half * 0.2, middle - high * 0.14, half * 0.25, high * 0.14, mix(colour, (255, 255, 255), 0.4))
    elif kind == 2:
        pen.poly([(x - half, foot), (x, top), (x + half, foot)], colour)
        pen.poly([(x, foot), (x, top), (x + half, foot)], dark)
    elif kind == 3:
        pen.poly([(x, top), (x + half, middle), (x, foot), (x - half, middle)], colour)
        pen.poly([(x, top), (x + half, middle), (x, foot)], dark)
    elif kind == 4:
        pen.ellipse(x, middle, half, high / 2, colour)
        pen.ellipse(x, middle, half * 0.5, high / 4, dark)
    else:
        pen.poly([(x - half * 0.6, top), (x + half * 0.6, top), (x + half, foot), (x - half, foot)], colour)
        pen.poly([(x + half * 0.2, top), (x + half * 0.6, top), (x + half, foot), (x + half * 0.3, foot)], dark)
