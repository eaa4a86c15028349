"""Houses and what else is built."""

from __future__ import annotations

import math

from imagen.providers.sketch.drawing.colour import Coat
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.things.thing import Thing, Where

TYRE = (40, 38, 48)
STEEL = (206, 210, 218)


def _house(pen: Pen, c: Coat) -> None:
    pen.rect(80, 4, 92, 36, c.accent_dark)
    pen.rect(16, 42, 104, 99, c.base)
    with pen.inside():
        pen.rect(70, 40, 106, 100, c.dark)
        pen.rect(14, 42, 106, 50, c.deep)
    pen.poly([(4, 48), (38, 10), (82, 10), (116, 48)], c.accent)
    with pen.inside():
        for y in (22, 33, 44):
            pen.line([(0, y), (120, y)], 1.4, c.accent_dark)
    pen.rect(50, 66, 68, 99, c.accent_dark, 2)
    pen.disc(64, 83, 1.7, (250, 220, 130))
    for x in (24, 78):
        pen.rect(x - 2, 58, x + 20, 80, c.pale, 1)
        pen.rect(x, 60, x + 18, 78, c.window, 1)
        pen.line([(x + 9, 60), (x + 9, 78)], 1.6, c.pale)
        pen.line([(x, 69), (x + 18, 69)], 1.6, c.pale)


def _castle(pen: Pen, c: Coat) -> None:
    for x, top in ((16, 32), (104, 32), (60, 18)):
        pen.rect(x - 13, top, x + 13, 99, c.base if x != 104 else c.dark)
        pen.poly([(x - 17, top + 1), (x, top - 30), (x + 17, top + 1)], c.accent)
        pen.poly([(x, top - 30), (x + 17, top + 1), (x, top + 1)], c.accent_dark)
        pen.rect(x - 4, top + 14, x + 4, top + 30, c.window, 4)
    pen.line([(60, -14), (60, -6)], 1.2, c.deep)
    pen.rect(10, 56, 110, 99, c.light)
    for x in range(10, 108, 16):
        pen.rect(x, 48, x + 9, 60, c.light)
    with pen.inside():
        for x, y in ((26, 70), (88, 66), (34, 88), (94, 84), (80, 92), (22, 94)):
            pen.rect(x, y, x + 9, y + 4, c.base, 1)
    pen.rect(46, 66, 74, 99, c.deep, 13)
    pen.rect(46, 86, 74, 99, c.deep)
    for x in (53, 60, 67):
        pen.line([(x, 70), (x, 99)], 1.4, c.base)


def _lighthouse(pen: Pen, c: Coat) -> None:
    pen.blob([(4, 100), (14, 88), (40, 84), (70, 88), (82, 100)], (112, 104, 110))
    pen.poly([(28, 92), (34, 26), (52, 26), (58, 92)], (248, 242, 232))
    with pen.inside():
        for y in (28, 52, 76):
            pen.poly([(10, y), (76, y), (76, y + 12), (10, y + 12)], c.base)
    pen.rect(28, 22, 58, 27, c.deep, 1)
    pen.rect(34, 8, 52, 23, (255, 236, 150))
    pen.line([(43, 8), (43, 23)], 1.6, c.deep)
    pen.poly([(30, 9), (43, -8), (56, 9)], c.base)
    pen.rect(38, 82, 48, 92, c.deep, 3)


def _windmill(pen: Pen, c: Coat) -> None:
    pen.poly([(26, 99), (36, 36), (64, 36), (74, 99)], c.base)
    with pen.inside():
        pen.poly([(52, 30), (80, 30), (90, 104), (56, 104)], c.dark)
    pen.blob([(33, 38), (38, 24), (50, 18), (62, 24), (67, 38)], c.accent)
    pen.rect(43, 76, 57, 99, c.accent_dark, 4)
    pen.rect(45, 52, 55, 64, c.window, 2)
    for blade in range(4):
        turn = math.radians(24 + 90 * blade)
        dx, dy = math.cos(turn), math.sin(turn)
        root = (50 + dx * 8, 32 + dy * 8)
        tip = (50 + dx * 44, 32 + dy * 44)
        wide = (-dy * 10, dx * 10)
        pen.poly(
            [root, tip, (tip[0] + wide[0], tip[1] + wide[1]), (root[0] + wide[0], root[1] + wide[1])], (246, 240, 226)
        )
        pen.line([(50, 32), tip], 2.4, (120, 84, 58))
    pen.disc(50, 32, 4, (120, 84, 58))


def _tent(pen: Pen, c: Coat) -> None:
    pen.poly([(4, 98), (58, 22), (126, 98)], c.dark)
    pen.poly([(4, 98), (58, 22), (84, 98)], c.base)
    pen.poly([(30, 98), (56, 44), (58, 98)], c.deep)
    pen.poly([(58, 98), (56, 44), (66, 62), (70, 98)], c.light)
    pen.line([(58, 22), (60, 12)], 2, c.deep)
    pen.poly([(60, 12), (74, 16), (60, 21)], c.accent)


def _bridge(pen: Pen, c: Coat) -> None:
    deck = [(-6, 66), (60, 42), (110, 36), (160, 42), (226, 66)]
    pen.poly([(-6, 100), (-6, 66), (60, 42), (110, 36), (160, 42), (226, 66), (226, 100)], c.base)
    with pen.inside():
        pen.limb([(x, y + 12) for x, y in deck], 3, 3, c.dark)
    for x, rx, ry in ((38, 26, 32), (110, 34, 48), (182, 26, 32)):
        pen.hole(x, 102, rx, ry)
    pen.limb(deck, 5, 5, c.light)
    pen.limb([(x, y - 14) for x, y in deck], 3, 3, c.dark)
    for x, y in ((0, 64), (30, 52), (60, 42), (85, 38), (110, 36), (135, 38), (160, 42), (190, 52), (220, 64)):
        pen.line([(x, y), (x, y - 14)], 2.6, c.dark)


BUILDINGS = (
    Thing(
        "house",
        ("cottage", "cabin", "hut", "home", "barn", "church", "farmhouse"),
        (238, 214, 176),
        (190, 82, 62),
        _house,
        Where.BACK,
        1.35,
        120,
    ),
    Thing(
        "castle",
        ("palace", "fortress", "tower", "temple"),
        (176, 172, 186),
        (96, 100, 170),
        _castle,
        Where.BACK,
        1.8,
        120,
    ),
    Thing("lighthouse", ("beacon",), (214, 66, 58), (255, 236, 150), _lighthouse, Where.BACK, 1.75, 86),
    Thing("windmill", ("mill",), (228, 210, 184), (150, 86, 62), _windmill, Where.BACK, 1.6, 100),
    Thing("tent", ("camp", "wigwam", "teepee"), (230, 140, 60), (220, 70, 60), _tent, Where.BACK, 0.95, 130),
    Thing("bridge", ("viaduct",), (170, 140, 128), (120, 100, 100), _bridge, Where.BACK, 0.8, 220),
)
