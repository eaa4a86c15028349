"""People, and those who are nearly people."""

from __future__ import annotations

from imagen.providers.sketch.drawing.colour import Coat, mix
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.things.thing import Thing
from imagen.providers.sketch.scene import RGB

HAIR = (84, 54, 44)
TROUSERS = (58, 66, 104)


def _face(pen: Pen, x: float, y: float, r: float, skin: RGB) -> None:
    pen.disc(x, y, r, skin)
    pen.eye(x - r * 0.36, y + r * 0.05, r * 0.13)
    pen.eye(x + r * 0.4, y + r * 0.05, r * 0.13)
    pen.ellipse(x - r * 0.55, y + r * 0.38, r * 0.18, r * 0.12, mix(skin, (236, 96, 84), 0.45))
    pen.ellipse(x + r * 0.6, y + r * 0.38, r * 0.18, r * 0.12, mix(skin, (236, 96, 84), 0.45))
    pen.limb(
        [(x - r * 0.25, y + r * 0.45), (x, y + r * 0.58), (x + r * 0.28, y + r * 0.45)], r * 0.1, r * 0.1, (150, 70, 60)
    )


def _person(pen: Pen, c: Coat) -> None:
    pen.limb([(27, 62), (26, 94)], 8.5, 7, TROUSERS)
    pen.limb([(39, 62), (40, 94)], 8.5, 7, TROUSERS)
    pen.ellipse(28, 97, 7, 3.2, c.ink)
    pen.ellipse(43, 97, 7, 3.2, c.ink)
    pen.limb([(20, 38), (13, 52), (14, 62)], 7, 5.5, c.dark)
    pen.disc(14, 64, 3.4, c.skin)
    pen.blob([(20, 34), (33, 30), (46, 34), (48, 52), (48, 68), (33, 70), (18, 68), (18, 52)], c.base)
    with pen.inside():
        pen.rect(40, 28, 52, 72, c.dark)
        pen.line([(33, 32), (33, 70)], 1.2, c.deep)
    pen.limb([(46, 38), (54, 50), (54, 62)], 7, 5.5, c.light)
    pen.disc(54, 64, 3.4, c.skin)
    pen.rect(29, 24, 37, 34, mix(c.skin, (110, 50, 40), 0.3), 3)
    pen.disc(33, 13, 15, HAIR)
    _face(pen, 34, 16, 12.5, c.skin)
    pen.blob([(20, 12), (24, 1), (36, -3), (47, 5), (47, 11), (36, 6), (27, 9)], HAIR)
    pen.limb([(24, 32), (33, 35), (42, 32)], 5, 5, c.accent)


def _robot(pen: Pen, c: Coat) -> None:
    pen.line([(40, 6), (40, -4)], 2, c.deep)
    pen.disc(40, -6, 4, (240, 80, 70))
    for x in (28, 52):
        pen.rect(x - 5, 76, x + 5, 96, c.deep, 2)
        pen.rect(x - 9, 92, x + 10, 100, c.dark, 4)
    pen.limb([(14, 48), (4, 60), (6, 74)], 7, 7, c.deep)
    pen.limb([(66, 48), (76, 60), (74, 74)], 7, 7, c.deep)
    for x in (6, 74):
        pen.disc(x, 77, 6, c.dark)
    pen.rect(14, 42, 66, 82, c.base, 7)
    with pen.inside():
        pen.rect(56, 40, 70, 84, c.dark)
        pen.rect(10, 40, 22, 84, c.light)
    pen.rect(26, 52, 54, 70, c.window, 3)
    for x, shade in ((32, (240, 90, 80)), (40, (250, 210, 90)), (48, (110, 200, 120))):
        pen.disc(x, 76, 2.6, shade)
    pen.rect(10, 6, 70, 40, c.base, 10)
    with pen.inside():
        pen.rect(10, 6, 70, 12, c.light)
    pen.rect(17, 13, 63, 34, (42, 44, 62), 8)
    for x in (30, 50):
        pen.disc(x, 22, 5.4, (130, 236, 240))
        pen.disc(x + 1.6, 20.4, 1.7, (255, 255, 255))
    pen.limb([(34, 30), (40, 31.5), (46, 30)], 1.6, 1.6, (130, 236, 240))
    for x in (7, 73):
        pen.rect(x - 4, 18, x + 4, 30, c.deep, 3)


def _astronaut(pen: Pen, c: Coat) -> None:
    pen.rect(12, 36, 60, 72, (170, 174, 190), 8)
    for x in (27, 45):
        pen.limb([(x, 68), (x, 90)], 14, 13, c.base)
        pen.rect(x - 9, 89, x + 9, 100, c.dark, 5)
        pen.rect(x - 7.5, 80, x + 7.5, 83, c.accent)
    pen.limb([(18, 44), (4, 54), (2, 38)], 12, 10, c.base)
    pen.limb([(54, 44), (67, 56), (64, 70)], 12, 10, c.base)
    pen.disc(2, 34, 6, c.dark)
    pen.disc(64, 73, 6, c.dark)
    pen.rect(16, 36, 56, 76, c.base, 11)
    pen.rect(25, 50, 47, 63, c.dark, 3)
    for x, shade in ((30, (230, 80, 70)), (36, (240, 200, 80)), (42, (90, 160, 220))):
        pen.disc(x, 56, 2.4, shade)
    pen.disc(36, 20, 24, c.base)
    pen.ellipse(37, 21, 18, 15.5, (44, 52, 84))
    with pen.inside():
        pen.ellipse(30, 14, 9, 5, (150, 190, 230), -24)
    pen.ellipse(44, 28, 4, 2, (104, 130, 180), -20)


def _ghost(pen: Pen, c: Coat) -> None:
    pen.blob(
        [
            (50, 2),
            (74, 12),
            (84, 40),
            (84, 84),
            (90, 98),
            (76, 92),
            (64, 99),
            (50, 92),
            (36, 99),
            (24, 92),
            (10, 98),
            (16, 84),
            (16, 40),
            (26, 12),
        ],
        c.base,
    )
    with pen.inside():
        pen.ellipse(88, 56, 20, 60, c.dark)
    for x in (38, 60):
        pen.ellipse(x, 40, 6, 8.5, (44, 38, 62))
        pen.disc(x + 2, 37, 2.2, (255, 255, 255))
    pen.ellipse(49, 58, 5, 7, (44, 38, 62))
    pen.ellipse(28, 52, 5, 3, (244, 170, 180))
    pen.ellipse(70, 52, 5, 3, (244, 170, 180))


def _snowman(pen: Pen, c: Coat) -> None:
    pen.limb([(18, 54), (2, 42)], 2.6, 2, (100, 70, 54))
    pen.limb([(62, 54), (78, 40)], 2.6, 2, (100, 70, 54))
    pen.disc(40, 78, 24, c.base)
    pen.disc(40, 50, 18.5, c.base)
    pen.disc(40, 27, 14.5, c.base)
    with pen.inside():
        pen.ellipse(62, 60, 13, 56, c.dark)
    for y in (46, 54, 70):
        pen.disc(40, y, 2.1, (40, 36, 48))
    pen.eye(35, 24, 2)
    pen.eye(46, 24, 2)
    pen.poly([(40, 27), (58, 31), (40, 31.5)], (240, 130, 44))
    pen.limb([(27, 38), (40, 42), (53, 38)], 6, 6, c.accent)
    pen.limb([(50, 41), (53, 56)], 6, 7, c.accent)
    pen.rect(26, 12, 54, 16, (44, 40, 54), 1.5)
    pen.rect(31, -6, 49, 14, (44, 40, 54), 1.5)
    pen.rect(31, 7, 49, 11.5, c.accent)


def _knight(pen: Pen, c: Coat) -> None:
    for x in (27, 43):
        pen.limb([(x, 66), (x, 94)], 9, 8, c.dark)
        pen.ellipse(x + 2, 97, 8, 3.4, c.deep)
    pen.line([(66, 92), (66, 10)], 2.6, (150, 154, 168))
    pen.poly([(62.5, 12), (66, -8), (69.5, 12)], (226, 230, 238))
    pen.limb([(50, 40), (62, 52)], 8, 7, c.base)
    pen.blob([(18, 36), (36, 32), (52, 36), (50, 70), (36, 73), (20, 70)], c.base)
    with pen.inside():
        pen.poly([(22, 46), (50, 46), (52, 76), (18, 76)], c.accent)
        pen.rect(18, 60, 56, 63, c.deep)
    pen.blob([(2, 44), (24, 44), (24, 62), (13, 76), (2, 62)], c.accent_dark)
    pen.blob([(5, 47), (21, 47), (21, 61), (13, 71), (5, 61)], c.accent)
    pen.blob([(36, 2), (50, 8), (51, 28), (44, 34), (28, 34), (21, 28), (22, 8)], c.light)
    pen.rect(24, 17, 52, 22, c.ink, 1)
    pen.line([(37, 22), (37, 33)], 1.4, c.deep)
    pen.limb([(36, 4), (28, -8), (14, -4)], 6, 4, c.accent)
    pen.disc(65, 54, 4.5, c.deep)


def _witch(pen: Pen, c: Coat) -> None:
    pen.line([(70, 100), (64, 34)], 2.6, (126, 88, 58))
    pen.blob([(64, 84), (78, 84), (82, 100), (62, 100)], (222, 176, 90))
    pen.blob([(24, 40), (44, 40), (58, 98), (34, 101), (8, 98)], c.base)
    with pen.inside():
        pen.blob([(40, 36), (66, 100), (42, 104)], c.dark)
        pen.rect(0, 62, 70, 66, c.accent)
    pen.limb([(42, 46), (56, 54), (66, 54)], 8, 6, c.light)
    pen.disc(66, 55, 3.6, c.skin)
    pen.blob([(20, 22), (14, 44), (24, 48), (34, 30)], (150, 90, 50))
    pen.blob([(46, 22), (54, 44), (46, 48), (36, 30)], (150, 90, 50))
    _face(pen, 34, 28, 12, c.skin)
    pen.ellipse(34, 17, 24, 5, c.deep)
    pen.blob([(20, 17), (28, -4), (48, -12), (42, 0), (48, 17)], c.deep)
    pen.rect(21.5, 11, 46.5, 16, c.accent, 1)


PEOPLE = (
    Thing(
        "person",
        (
            "man",
            "woman",
            "girl",
            "boy",
            "child",
            "kid",
            "human",
            "farmer",
            "lady",
            "someone",
            "hiker",
            "king",
            "queen",
            "princess",
        ),
        (222, 86, 70),
        (246, 200, 90),
        _person,
        size=1.25,
        width=68,
        head=(34, 0),
    ),
    Thing(
        "robot",
        ("android", "cyborg", "droid"),
        (150, 176, 196),
        (240, 80, 70),
        _robot,
        size=1.2,
        width=80,
        head=(40, 6),
    ),
    Thing(
        "astronaut",
        ("spaceman", "cosmonaut"),
        (242, 242, 246),
        (230, 110, 60),
        _astronaut,
        size=1.25,
        width=72,
        head=(36, -2),
    ),
    Thing("ghost", ("spirit", "phantom"), (242, 242, 252), (200, 200, 230), _ghost, size=1.05, width=100, head=(50, 4)),
    Thing("snowman", (), (250, 250, 254), (220, 66, 62), _snowman, size=1.15, width=80),
    Thing("knight", ("warrior", "soldier", "samurai"), (170, 176, 190), (200, 60, 60), _knight, size=1.25, width=76),
    Thing("witch", ("wizard", "sorcerer", "mage"), (92, 62, 140), (246, 190, 70), _witch, size=1.25, width=82),
)
