"""Plants, food and what hangs in the sky."""

from __future__ import annotations

import math

from imagen.providers.sketch.drawing.colour import Coat
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.things.thing import Thing, Where

BARK = (116, 78, 56)
BARK_DARK = (84, 54, 48)
STEM = (78, 136, 70)
STEM_DARK = (58, 106, 66)


def _tree(pen: Pen, c: Coat) -> None:
    pen.blob([(44, 100), (46, 70), (42, 50), (58, 50), (55, 70), (60, 100)], BARK)
    pen.limb([(52, 66), (66, 52)], 5, 3, BARK_DARK)
    crown = ((50, 18, 24), (28, 34, 20), (72, 34, 21), (50, 44, 23), (34, 52, 14), (68, 52, 15))
    for x, y, r in crown:
        pen.disc(x + 2, y + 4, r, c.dark)
    for x, y, r in crown:
        pen.disc(x, y, r * 0.92, c.base)
    for x, y, r in crown[:3]:
        pen.disc(x - r * 0.24, y - r * 0.28, r * 0.5, c.light)


def _pine(pen: Pen, c: Coat) -> None:
    pen.rect(45, 84, 55, 100, BARK_DARK)
    for top, bottom, half in ((50, 90, 34), (28, 66, 27), (4, 44, 20)):
        pen.poly([(50, top), (50 + half, bottom), (50 - half, bottom)], c.base)
        pen.poly([(50, top), (50 + half, bottom), (54, bottom)], c.dark)


def _palm(pen: Pen, c: Coat) -> None:
    pen.limb([(40, 100), (44, 70), (52, 44), (60, 26)], 9, 5, (158, 116, 76))
    for y in (90, 80, 70, 60, 50):
        x = 40 + (100 - y) * 0.24
        pen.line([(x - 3, y), (x + 4, y + 1)], 1.4, BARK)
    for dx, dy in ((-44, 10), (-36, -14), (-10, -28), (22, -26), (40, -6), (40, 18), (-26, 26)):
        pen.limb(
            [(60, 26), (60 + dx * 0.55, 24 + dy * 0.9 - 8), (60 + dx, 26 + dy + 6)], 9, 2, c.dark if dy > 5 else c.base
        )
    for x in (56, 64):
        pen.disc(x, 31, 4, BARK_DARK)


def _flower(pen: Pen, c: Coat) -> None:
    pen.limb([(50, 100), (48, 74), (50, 44)], 5, 4, STEM)
    pen.blob([(50, 84), (64, 68), (82, 66), (74, 82)], STEM)
    pen.blob([(48, 92), (34, 78), (18, 78), (28, 92)], STEM_DARK)
    for index in range(8):
        turn = index * math.tau / 8
        shade = c.base if index % 2 else c.light
        pen.ellipse(50 + 18 * math.cos(turn), 30 + 18 * math.sin(turn), 14, 9, shade, math.degrees(turn))
    pen.disc(50, 30, 12, c.accent)
    pen.disc(48, 28, 7, c.accent if c.accent == c.base else (255, 226, 130))


def _sunflower(pen: Pen, c: Coat) -> None:
    pen.limb([(50, 100), (52, 70), (50, 40)], 5.5, 4.5, STEM)
    pen.blob([(52, 76), (66, 62), (86, 64), (74, 78)], STEM)
    pen.blob([(50, 88), (34, 74), (16, 78), (30, 88)], STEM_DARK)
    for index in range(16):
        turn = index * math.tau / 16
        pen.ellipse(
            50 + 22 * math.cos(turn),
            28 + 22 * math.sin(turn),
            12,
            5,
            c.dark if index % 2 else c.base,
            math.degrees(turn),
        )
    pen.disc(50, 28, 17, (96, 62, 42))
    pen.disc(50, 28, 10, (70, 44, 36))


def _tulip(pen: Pen, c: Coat) -> None:
    pen.limb([(50, 100), (49, 74), (50, 46)], 5, 4, STEM)
    pen.blob([(50, 98), (34, 78), (24, 52), (42, 68)], STEM)
    pen.blob([(50, 98), (66, 80), (78, 58), (60, 70)], STEM_DARK)
    pen.blob([(50, 50), (34, 44), (28, 24), (30, 4), (42, 16), (50, 0), (58, 16), (70, 4), (72, 24), (66, 44)], c.base)
    pen.blob([(50, 50), (40, 40), (40, 20), (50, 2), (60, 20), (60, 40)], c.light)


def _mushroom(pen: Pen, c: Coat) -> None:
    pen.blob([(36, 98), (40, 74), (38, 50), (62, 50), (60, 74), (66, 98), (50, 101)], (246, 234, 212))
    with pen.inside():
        pen.ellipse(62, 76, 10, 30, (222, 202, 180))
        pen.ellipse(50, 52, 24, 8, (206, 184, 164))
    pen.blob([(4, 52), (10, 26), (32, 6), (50, 2), (68, 6), (90, 26), (96, 52), (72, 58), (50, 60), (28, 58)], c.base)
    with pen.inside():
        pen.ellipse(50, 60, 50, 10, c.dark)
        for x, y, r in ((32, 24, 8), (58, 16, 7), (74, 36, 8), (48, 42, 8), (18, 44, 6), (90, 48, 5)):
            pen.ellipse(x, y, r, r * 0.86, (252, 246, 232))


def _cactus(pen: Pen, c: Coat) -> None:
    pen.limb([(50, 100), (50, 14)], 24, 24, c.base)
    pen.limb([(50, 66), (22, 64), (20, 38)], 15, 14, c.base)
    pen.limb([(50, 56), (78, 52), (80, 26)], 15, 14, c.base)
    with pen.inside():
        for x in (44, 50, 57):
            pen.line([(x, 6), (x, 104)], 1.5, c.dark)
        pen.line([(80, 18), (80, 54)], 1.3, c.dark)
        pen.line([(20, 30), (20, 62)], 1.3, c.dark)
    for dx in (-6, 0, 6):
        pen.ellipse(50 + dx, 4, 4, 6, c.accent, dx * 5)


def _leaf(pen: Pen, c: Coat) -> None:
    pen.limb([(24, 96), (34, 80)], 5, 4, c.deep)
    pen.blob([(30, 84), (20, 56), (34, 24), (62, 6), (86, 4), (86, 30), (76, 60), (54, 80)], c.base)
    with pen.inside():
        pen.poly([(30, 84), (86, 4), (110, 60), (60, 100)], c.dark)
        pen.limb([(30, 84), (58, 46), (84, 8)], 3.4, 1.6, c.pale)
        for x, y, dx, dy in (
            (42, 68, -16, -14),
            (52, 54, -14, -18),
            (62, 40, -8, -18),
            (48, 62, 18, 2),
            (58, 48, 20, -2),
        ):
            pen.line([(x, y), (x + dx, y + dy)], 1.6, c.pale)


def _apple(pen: Pen, c: Coat) -> None:
    pen.limb([(50, 32), (52, 16), (58, 6)], 4, 4.6, BARK_DARK)
    pen.blob([(54, 20), (66, 6), (84, 8), (74, 22)], STEM)
    pen.blob(
        [
            (50, 30),
            (66, 24),
            (86, 32),
            (92, 56),
            (80, 86),
            (62, 99),
            (50, 96),
            (38, 99),
            (20, 86),
            (8, 56),
            (14, 32),
            (34, 24),
        ],
        c.base,
    )
    with pen.inside():
        pen.ellipse(86, 66, 22, 44, c.dark, 14)
        pen.ellipse(28, 46, 8, 13, c.pale, 20)


def _pumpkin(pen: Pen, c: Coat) -> None:
    pen.limb([(58, 32), (58, 18), (66, 10)], 8, 5, STEM_DARK)
    for x, rx in ((24, 22), (94, 22)):
        pen.ellipse(x, 64, rx, 32, c.dark)
    for x, rx in ((40, 22), (78, 22)):
        pen.ellipse(x, 64, rx, 36, c.base)
    pen.ellipse(59, 65, 17, 37, c.light)


def _strawberry(pen: Pen, c: Coat) -> None:
    pen.blob([(50, 26), (76, 24), (88, 42), (76, 74), (50, 100), (24, 74), (12, 42), (24, 24)], c.base)
    with pen.inside():
        pen.ellipse(84, 64, 16, 50, c.dark, 20)
        for x, y in (
            (34, 44),
            (52, 42),
            (68, 46),
            (28, 60),
            (44, 60),
            (60, 62),
            (74, 60),
            (40, 76),
            (56, 78),
            (48, 90),
        ):
            pen.ellipse(x, y, 1.9, 3, (252, 226, 140))
    for dx in (-30, -14, 0, 14, 30):
        pen.blob([(50, 16), (50 + dx - 6, 24), (50 + dx * 1.1, 38 - abs(dx) * 0.2), (50 + dx + 6, 24)], STEM)
    pen.limb([(50, 18), (54, 4)], 4, 3, STEM_DARK)


def _cake(pen: Pen, c: Coat) -> None:
    pen.ellipse(60, 94, 58, 7, (236, 236, 240))
    pen.rect(12, 54, 108, 93, (236, 198, 142), 5)
    pen.rect(30, 28, 90, 58, (236, 198, 142), 5)
    pen.rect(12, 52, 108, 66, c.base, 5)
    pen.rect(30, 26, 90, 38, c.base, 5)
    for x in (20, 38, 58, 78, 98):
        pen.limb([(x, 62), (x, 72)], 8, 7, c.base)
    for x in (38, 60, 80):
        pen.limb([(x, 36), (x, 44)], 7, 6, c.base)
    for x in (44, 60, 76):
        pen.rect(x - 2, 8, x + 2, 27, c.accent)
        pen.blob([(x, -4), (x + 4, 4), (x, 9), (x - 4, 4)], (255, 196, 70))


def _moon(pen: Pen, c: Coat) -> None:
    pen.disc(50, 50, 46, c.base)
    with pen.inside():
        for x, y, r in ((34, 34, 10), (64, 28, 6), (60, 62, 13), (32, 68, 6), (80, 50, 5), (46, 86, 5)):
            pen.disc(x, y, r, c.dark)
            pen.disc(x + r * 0.14, y + r * 0.16, r * 0.82, c.light)


def _sun(pen: Pen, c: Coat) -> None:
    for index in range(12):
        turn = index * math.tau / 12
        long = 54 if index % 2 else 47
        pen.poly(
            [
                (50 + long * math.cos(turn), 50 + long * math.sin(turn)),
                (50 + 33 * math.cos(turn + 0.2), 50 + 33 * math.sin(turn + 0.2)),
                (50 + 33 * math.cos(turn - 0.2), 50 + 33 * math.sin(turn - 0.2)),
            ],
            c.accent,
        )
    pen.disc(50, 50, 31, c.base)
    pen.disc(45, 45, 22, c.light)


def _star(pen: Pen, c: Coat) -> None:
    points = []
    for index in range(10):
        turn = index * math.tau / 10 - math.pi / 2
        radius = 50 if index % 2 == 0 else 23
        points.append((50 + radius * math.cos(turn), 52 + radius * math.sin(turn)))
    pen.poly(points, c.base)
    for index in range(0, 10, 2):
        pen.poly([points[index], points[(index + 1) % 10], (50, 52)], c.light)


def _planet(pen: Pen, c: Coat) -> None:
    pen.ellipse(75, 50, 72, 17, c.accent, -16)
    pen.ellipse(75, 50, 56, 10, c.accent_dark, -16)
    pen.disc(75, 50, 38, c.base)
    with pen.inside():
        for y, r, shade in ((30, 5, c.light), (48, 6, c.dark), (66, 7, c.light)):
            pen.ellipse(75, y, 44, r, shade, -12)
    pen.limb([(10, 68), (40, 67), (75, 60), (112, 46), (140, 32)], 4, 4, c.accent)


def _rainbow(pen: Pen, c: Coat) -> None:
    del c
    bands = ((228, 74, 70), (242, 146, 58), (250, 212, 84), (100, 184, 106), (72, 146, 214), (132, 96, 190))
    for index, band in enumerate(bands):
        arc = [
            (100 + (96 - index * 6) * math.cos(t / 24 * math.pi), 100 - (96 - index * 6) * math.sin(t / 24 * math.pi))
            for t in range(25)
        ]
        pen.line(arc, 6.4, band)


def _cloud(pen: Pen, c: Coat) -> None:
    for x, y, r in ((36, 64, 24), (66, 44, 32), (104, 50, 28), (132, 66, 22), (84, 68, 28)):
        pen.disc(x, y + 4, r, c.dark)
    for x, y, r in ((36, 62, 23), (66, 42, 31), (104, 48, 27), (132, 64, 21), (84, 64, 28)):
        pen.disc(x, y, r * 0.94, c.base)
    pen.rect(20, 70, 150, 90, c.dark, 9)
    pen.rect(22, 66, 148, 84, c.base, 9)


NATURE = (
    Thing("tree", ("oak", "maple", "birch", "bush", "willow"), (84, 148, 76), (200, 80, 60), _tree, Where.BACK, 1.5),
    Thing("pine", ("fir", "spruce", "conifer", "cypress"), (48, 112, 84), (240, 200, 90), _pine, Where.BACK, 1.6),
    Thing("palm", ("coconut",), (70, 150, 88), (150, 100, 60), _palm, Where.BACK, 1.6),
    Thing(
        "flower",
        ("daisy", "rose", "poppy", "bouquet", "blossom", "lily", "orchid"),
        (232, 96, 128),
        (246, 190, 70),
        _flower,
        size=0.7,
    ),
    Thing("sunflower", (), (246, 190, 50), (96, 62, 42), _sunflower, size=1.0),
    Thing("tulip", ("crocus",), (222, 66, 84), (246, 190, 70), _tulip, size=0.7),
    Thing("mushroom", ("toadstool", "fungus"), (214, 58, 50), (252, 246, 232), _mushroom, size=0.6),
    Thing("cactus", ("cacti", "saguaro"), (78, 146, 90), (236, 100, 140), _cactus, Where.BACK, 1.2, place="desert"),
    Thing("leaf", (), (214, 116, 48), (150, 80, 40), _leaf, size=0.55),
    Thing(
        "apple", ("fruit", "cherry", "pear", "tomato", "orange_fruit"), (212, 54, 50), (90, 150, 70), _apple, size=0.5
    ),
    Thing("pumpkin", ("squash", "gourd"), (236, 130, 44), (80, 130, 70), _pumpkin, size=0.6, width=118),
    Thing("strawberry", ("berry", "raspberry"), (222, 50, 66), (90, 150, 70), _strawberry, size=0.5),
    Thing("cake", ("cupcake", "pie", "dessert"), (246, 150, 176), (110, 180, 220), _cake, size=0.65, width=120),
    Thing("moon", (), (248, 240, 208), (220, 210, 180), _moon, Where.SKY, 0.5, glows=True),
    Thing("sun", ("sunshine",), (255, 210, 84), (250, 168, 50), _sun, Where.SKY, 0.55, glows=True),
    Thing("star", ("comet", "meteor"), (255, 222, 110), (255, 240, 190), _star, Where.SKY, 0.25, glows=True),
    Thing("planet", ("saturn", "jupiter"), (222, 164, 108), (240, 214, 170), _planet, Where.SKY, 0.6, 150),
    Thing("rainbow", (), (228, 74, 70), (250, 212, 84), _rainbow, Where.SKY, 0.85, 200),
    Thing("cloud", (), (250, 250, 252), (220, 226, 236), _cloud, Where.SKY, 0.35, 168),
)
