"""Things people own."""

from __future__ import annotations

import math

from imagen.providers.sketch.drawing.colour import Coat
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.things.thing import Thing, Where

WOOD = (150, 100, 62)
WOOD_DARK = (112, 72, 50)


def _umbrella(pen: Pen, c: Coat) -> None:
    pen.limb([(50, 4), (50, 88), (56, 97), (64, 92)], 3.4, 3.4, WOOD_DARK)
    pen.line([(50, 6), (50, -6)], 2.4, c.deep)
    canopy = [(50 - 54 * math.cos(t / 16 * math.pi), 50 - 50 * math.sin(t / 16 * math.pi)) for t in range(17)]
    pen.poly(canopy, c.base)
    with pen.inside():
        pen.ellipse(50, 50, 30, 52, c.light)
        pen.ellipse(50, 50, 11, 52, c.base)
        pen.ellipse(92, 50, 20, 52, c.dark)
    for x, r in ((12, 16), (37, 13), (63, 13), (88, 16)):
        pen.ellipse(x, 52, r * 0.82, 4.4, c.dark)


def _lamppost(pen: Pen, c: Coat) -> None:
    pen.rect(18, 92, 42, 100, c.deep, 2)
    pen.rect(27, 26, 33, 96, c.base)
    pen.rect(24, 84, 36, 93, c.base, 2)
    pen.poly([(16, 2), (44, 2), (38, 26), (22, 26)], (255, 232, 150))
    pen.poly([(12, 3), (30, -10), (48, 3)], c.deep)
    pen.line([(30, 2), (30, 26)], 1.6, c.deep)


def _lamp(pen: Pen, c: Coat) -> None:
    pen.ellipse(45, 96, 22, 4.5, c.deep)
    pen.line([(45, 94), (45, 40)], 4, c.deep)
    pen.poly([(26, 4), (64, 4), (82, 48), (8, 48)], c.base)
    with pen.inside():
        pen.ellipse(45, 52, 34, 26, (255, 238, 170))
    pen.ellipse(45, 80, 9, 11, c.dark)


def _book(pen: Pen, c: Coat) -> None:
    pen.poly([(4, 40), (60, 52), (116, 40), (116, 92), (60, 100), (4, 92)], c.base)
    pen.blob([(10, 34), (34, 30), (60, 44), (60, 94), (34, 84), (10, 86)], (250, 244, 230))
    pen.blob([(110, 34), (86, 30), (60, 44), (60, 94), (86, 84), (110, 86)], (236, 226, 208))
    for y in (46, 55, 64, 73):
        pen.limb([(18, y - 3), (36, y - 3), (52, y + 5)], 1.6, 1.6, (168, 160, 156))
        pen.limb([(102, y - 3), (84, y - 3), (68, y + 5)], 1.6, 1.6, (168, 160, 156))
    pen.poly([(84, 30), (92, 31), (92, 56), (88, 51), (84, 56)], c.accent)


def _cup(pen: Pen, c: Coat) -> None:
    for x in (40, 56):
        pen.limb([(x, 30), (x + 6, 20), (x - 4, 10), (x + 3, -2)], 3, 1.6, (236, 236, 240))
    pen.ring(86, 62, 15, 6.5, c.dark)
    pen.ellipse(50, 95, 46, 5, c.pale)
    pen.blob([(14, 40), (50, 42), (86, 40), (82, 74), (70, 93), (30, 93), (18, 74)], c.base)
    with pen.inside():
        pen.ellipse(82, 70, 16, 40, c.dark)
        pen.rect(0, 58, 100, 66, c.accent)
    pen.ellipse(50, 40, 36, 8, c.light)
    pen.ellipse(50, 41, 31, 6, (108, 66, 44))


def _guitar(pen: Pen, c: Coat) -> None:
    pen.rect(42.5, -8, 57.5, 10, WOOD_DARK, 3)
    pen.rect(46, 8, 54, 56, (92, 60, 46))
    pen.blob(
        [
            (50, 46),
            (66, 46),
            (72, 58),
            (67, 68),
            (80, 82),
            (72, 97),
            (50, 101),
            (28, 97),
            (20, 82),
            (33, 68),
            (28, 58),
            (34, 46),
        ],
        c.base,
    )
    with pen.inside():
        pen.ellipse(80, 80, 14, 36, c.dark)
    pen.disc(50, 70, 8.5, c.deep)
    pen.rect(39, 86, 61, 90, c.deep, 1)
    pen.rect(46, 8, 54, 64, (92, 60, 46))
    for x in (47.5, 50, 52.5):
        pen.line([(x, 0), (x, 88)], 0.7, (240, 232, 210))
    for y in (18, 28, 38, 48):
        pen.line([(46, y), (54, y)], 0.9, (206, 190, 150))


def _chair(pen: Pen, c: Coat) -> None:
    for x in (26, 74):
        pen.line([(x, 62), (x - (50 - x) * 0.12, 98)], 5, WOOD_DARK)
    pen.rect(20, 4, 80, 62, c.dark, 12)
    pen.rect(26, 10, 74, 62, c.base, 9)
    pen.rect(12, 34, 28, 78, c.base, 7)
    pen.rect(72, 34, 88, 78, c.dark, 7)
    pen.rect(20, 58, 80, 82, c.light, 7)


def _clock(pen: Pen, c: Coat) -> None:
    pen.limb([(26, 84), (18, 98)], 6, 5, c.deep)
    pen.limb([(74, 84), (82, 98)], 6, 5, c.deep)
    pen.ellipse(24, 16, 14, 10, c.accent, -36)
    pen.ellipse(76, 16, 14, 10, c.accent, 36)
    pen.disc(50, 54, 42, c.base)
    pen.disc(50, 54, 33, (252, 248, 236))
    for hour in range(12):
        turn = hour * math.tau / 12
        pen.disc(50 + 27 * math.cos(turn), 54 + 27 * math.sin(turn), 2 if hour % 3 else 3.2, c.ink)
    pen.line([(50, 54), (50, 34)], 3.2, c.ink)
    pen.line([(50, 54), (66, 62)], 4, c.ink)
    pen.disc(50, 54, 3.6, (222, 70, 62))


def _key(pen: Pen, c: Coat) -> None:
    pen.ring(50, 26, 19, 10, c.base)
    pen.rect(45, 46, 55, 98, c.base, 2)
    pen.rect(52, 74, 70, 82, c.base, 1.5)
    pen.rect(52, 88, 66, 96, c.base, 1.5)
    with pen.inside():
        pen.rect(52, 40, 74, 100, c.dark)


def _crown(pen: Pen, c: Coat) -> None:
    pen.poly([(6, 92), (2, 30), (28, 58), (50, 14), (72, 58), (98, 30), (94, 92)], c.base)
    with pen.inside():
        pen.rect(0, 76, 100, 96, c.dark)
        pen.poly([(50, 14), (72, 58), (60, 78), (50, 60)], c.light)
    for x, y in ((2, 27), (50, 10), (98, 27)):
        pen.disc(x, y, 6.5, c.accent)
    for x in (26, 50, 74):
        pen.ellipse(x, 84, 5.5, 5, (216, 58, 66) if x != 50 else (66, 130, 214))


def _hat(pen: Pen, c: Coat) -> None:
    pen.ellipse(60, 84, 58, 13, c.dark)
    pen.blob([(24, 84), (28, 40), (40, 26), (80, 26), (92, 40), (96, 84), (60, 90)], c.base)
    with pen.inside():
        pen.rect(20, 66, 100, 80, c.accent)
        pen.ellipse(94, 56, 16, 44, c.dark)


def _heart(pen: Pen, c: Coat) -> None:
    pen.blob(
        [
            (50, 28),
            (62, 12),
            (82, 10),
            (96, 26),
            (92, 52),
            (72, 78),
            (50, 98),
            (28, 78),
            (8, 52),
            (4, 26),
            (18, 10),
            (38, 12),
        ],
        c.base,
    )
    with pen.inside():
        pen.ellipse(84, 56, 22, 50, c.dark, 30)
        pen.ellipse(24, 32, 9, 13, c.pale, 30)


def _kite(pen: Pen, c: Coat) -> None:
    pen.limb([(44, 74), (36, 84), (46, 92), (36, 102), (44, 110)], 1.4, 1.2, c.deep)
    pen.poly([(56, -6), (88, 28), (44, 76), (20, 22)], c.base)
    pen.poly([(56, -6), (88, 28), (50, 30)], c.light)
    pen.poly([(44, 76), (20, 22), (50, 30)], c.accent)
    pen.line([(56, -6), (44, 76)], 1.4, c.deep)
    pen.line([(20, 22), (88, 28)], 1.4, c.deep)
    for x, y in ((37, 85), (45, 93), (37, 102)):
        pen.poly([(x - 7, y - 3), (x + 7, y + 3), (x + 7, y - 3), (x - 7, y + 3)], c.accent)


def _lantern(pen: Pen, c: Coat) -> None:
    pen.line([(50, -8), (50, 12)], 2, c.deep)
    pen.rect(36, 8, 64, 17, c.deep, 2)
    pen.ellipse(50, 50, 36, 36, c.base)
    with pen.inside():
        pen.ellipse(50, 50, 23, 38, c.light)
        pen.ellipse(50, 50, 10, 38, (255, 236, 170))
    pen.rect(36, 83, 64, 92, c.deep, 2)
    for x in (44, 50, 56):
        pen.line([(x, 92), (x, 104)], 1.8, c.accent)


def _piano(pen: Pen, c: Coat) -> None:
    pen.rect(6, 10, 114, 92, c.base, 4)
    with pen.inside():
        pen.rect(6, 10, 114, 20, c.light)
        pen.rect(96, 10, 116, 94, c.dark)
    pen.rect(0, 52, 120, 66, (250, 246, 236), 2)
    for x in range(6, 116, 8):
        pen.rect(x, 52, x + 3.6, 60, (34, 30, 40))
    pen.rect(0, 64, 120, 70, c.deep, 2)
    for x in (8, 108):
        pen.rect(x - 3, 70, x + 5, 99, c.deep, 1)
    pen.poly([(44, 24), (76, 24), (80, 46), (40, 46)], (250, 244, 228))


def _gift(pen: Pen, c: Coat) -> None:
    pen.rect(12, 42, 88, 99, c.base, 3)
    pen.rect(6, 30, 94, 50, c.light, 3)
    with pen.inside():
        pen.rect(66, 50, 96, 104, c.dark)
        pen.rect(42, 20, 58, 104, c.accent)
    pen.blob([(50, 30), (34, 10), (20, 12), (24, 28)], c.accent)
    pen.blob([(50, 30), (66, 10), (80, 12), (76, 28)], c.accent_dark)
    pen.disc(50, 29, 5.5, c.accent)


def _bottle(pen: Pen, c: Coat) -> None:
    pen.rect(25, -4, 39, 8, WOOD, 2)
    pen.blob([(26, 6), (38, 6), (38, 30), (54, 46), (54, 94), (32, 100), (10, 94), (10, 46), (26, 30)], c.base)
    with pen.inside():
        pen.rect(42, 0, 60, 104, c.dark)
        pen.limb([(18, 50), (18, 88)], 5, 5, c.pale)
    pen.rect(10, 58, 54, 78, c.pale, 2)


OBJECTS = (
    Thing("umbrella", ("parasol",), (214, 62, 66), (250, 240, 220), _umbrella, Where.WORN, 1.0, 108),
    Thing("crown", ("tiara",), (246, 196, 64), (250, 240, 200), _crown, Where.WORN, 0.32),
    Thing("hat", ("cap",), (92, 66, 54), (200, 66, 60), _hat, Where.WORN, 0.36, 120),
    Thing("lamppost", ("streetlamp", "streetlight"), (62, 66, 80), (255, 232, 150), _lamppost, Where.BACK, 1.5, 60),
    Thing("lamp", ("lampshade",), (236, 120, 80), (255, 238, 170), _lamp, size=0.9, width=90, glows=True),
    Thing("book", ("notebook", "novel", "letter"), (176, 60, 62), (240, 190, 70), _book, size=0.55, width=120),
    Thing("cup", ("mug", "coffee", "tea", "teacup"), (70, 140, 170), (250, 240, 220), _cup, size=0.6, width=104),
    Thing("guitar", ("violin", "cello", "ukulele"), (214, 134, 62), (250, 230, 190), _guitar, size=1.0),
    Thing("piano", ("keyboard", "organ"), (62, 48, 56), (200, 60, 60), _piano, size=0.95, width=120),
    Thing("chair", ("armchair", "sofa", "throne", "couch", "bench"), (60, 130, 130), (240, 200, 120), _chair, size=0.9),
    Thing("clock", ("alarm",), (216, 74, 66), (246, 196, 64), _clock, size=0.65),
    Thing("key", (), (232, 180, 60), (200, 140, 50), _key, size=0.6),
    Thing("heart", ("valentine",), (222, 54, 80), (250, 200, 210), _heart, size=0.7, glows=True),
    Thing("kite", (), (230, 86, 66), (250, 206, 90), _kite, Where.AIR, 0.6),
    Thing("lantern", ("candle",), (226, 74, 60), (246, 196, 80), _lantern, Where.AIR, 0.5, glows=True),
    Thing("gift", ("present", "box", "parcel", "chest"), (70, 140, 190), (226, 70, 80), _gift, size=0.55),
    Thing("bottle", ("vase", "potion", "jar"), (70, 150, 110), (250, 240, 220), _bottle, size=0.65, width=64),
)
