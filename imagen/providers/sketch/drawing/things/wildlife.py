"""Animals of wood and air, and those of tales."""

from __future__ import annotations

import math

from imagen.providers.sketch.drawing.colour import Coat
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.things.thing import Thing, Where


def _fox(pen: Pen, c: Coat) -> None:
    pen.blob([(34, 62), (22, 52), (6, 56), (-6, 72), (-4, 86), (12, 82), (28, 74)], c.base)
    pen.blob([(-6, 72), (0, 72), (4, 80), (2, 86), (-4, 88), (-9, 84)], c.pale)
    for x, far in ((46, True), (86, True)):
        pen.limb([(x, 64), (x + 1, 80), (x, 96)], 9, 6, c.dark if far else c.base)
        pen.limb([(x + 0.5, 84), (x, 96)], 6.4, 6.2, c.ink)
    pen.blob([(30, 58), (44, 48), (66, 50), (82, 44), (94, 52), (90, 66), (70, 72), (46, 74), (34, 70)], c.base)
    for x in (38, 78):
        pen.limb([(x, 62), (x - 2, 80), (x, 96)], 12, 7, c.base)
        pen.limb([(x - 1.2, 84), (x, 96)], 7.4, 7, c.ink)
        pen.ellipse(x + 3, 97, 6, 3, c.ink)
    pen.blob([(74, 58), (76, 38), (90, 28), (104, 40), (96, 60), (86, 66)], c.base)
    pen.poly([(78, 34), (74, 4), (93, 20)], c.base)
    pen.poly([(97, 20), (108, 6), (108, 32)], c.base)
    pen.poly([(80, 26), (77.5, 10), (88, 20)], c.ink)
    pen.poly([(100, 21), (106.5, 11), (106, 26)], c.ink)
    pen.blob([(77, 32), (88, 20), (102, 20), (109, 32), (119, 45), (117, 49), (102, 52), (84, 48)], c.base)
    with pen.inside():
        pen.blob([(86, 64), (84, 46), (98, 44), (119, 46), (118, 56), (104, 62), (98, 76)], c.pale)
    pen.disc(118, 46.5, 3.2, c.ink)
    pen.eye(101, 34, 2.7)


def _owl(pen: Pen, c: Coat) -> None:
    pen.poly([(22, 26), (20, -2), (44, 16)], c.dark)
    pen.poly([(78, 26), (80, -2), (56, 16)], c.dark)
    pen.blob(
        [(50, 8), (76, 20), (86, 46), (82, 76), (66, 94), (50, 97), (34, 94), (18, 76), (14, 46), (24, 20)], c.base
    )
    with pen.inside():
        pen.ellipse(50, 74, 25, 30, c.pale)
        for row, y in enumerate((60, 70, 80, 89)):
            for x in range(28 + 5 * (row % 2), 74, 10):
                pen.limb([(x - 3.5, y), (x, y + 3.4), (x + 3.5, y)], 1.8, 1.8, c.base)
    pen.blob([(18, 42), (8, 62), (14, 84), (27, 90), (28, 66)], c.dark)
    pen.blob([(82, 42), (92, 62), (86, 84), (73, 90), (72, 66)], c.dark)
    for x in (34, 66):
        pen.disc(x, 36, 17.5, c.light)
        pen.disc(x, 36, 13, (250, 246, 234))
        pen.disc(x, 36, 10.5, (244, 178, 50))
        pen.disc(x, 36, 6.4, (26, 22, 34))
        pen.disc(x + 3, 32.5, 2.5, (255, 255, 255))
    pen.poly([(44, 42), (56, 42), (50, 54)], (240, 150, 50))
    for x in (40, 60):
        for toe in (-5, 0, 5):
            pen.limb([(x + toe, 92), (x + toe, 98)], 4, 4, (240, 150, 50))


def _bird(pen: Pen, c: Coat) -> None:
    pen.blob([(6, 72), (-8, 66), (-6, 78), (-10, 86), (10, 82), (34, 70)], c.dark)
    pen.blob([(62, 48), (60, 20), (40, -6), (30, 8), (34, 34), (42, 54)], c.dark)
    pen.blob([(14, 74), (34, 56), (62, 46), (86, 40), (100, 50), (94, 66), (72, 80), (42, 84)], c.base)
    pen.disc(88, 50, 15, c.base)
    with pen.inside():
        pen.blob([(30, 86), (60, 76), (86, 64), (104, 60), (90, 90), (40, 94)], c.pale)
    pen.blob([(66, 58), (58, 30), (30, 2), (14, 4), (16, 26), (30, 50), (48, 68)], c.light)
    pen.blob([(58, 44), (40, 18), (20, 6), (18, 20), (34, 46), (50, 60)], c.base)
    pen.poly([(101, 46), (118, 52), (101, 57)], (242, 160, 50))
    pen.eye(93, 47, 2.8)


def _bear(pen: Pen, c: Coat) -> None:
    for x in (26, 74):
        pen.disc(x, 16, 11, c.base)
        pen.disc(x, 16, 6, c.pale)
    pen.limb([(24, 56), (12, 72)], 20, 16, c.dark)
    pen.limb([(76, 56), (88, 72)], 20, 16, c.dark)
    pen.blob([(28, 44), (72, 44), (84, 70), (74, 96), (26, 96), (16, 70)], c.base)
    pen.ellipse(50, 74, 20, 19, c.light)
    pen.ellipse(50, 30, 31, 26, c.base)
    pen.ellipse(50, 39, 14, 11, c.pale)
    pen.ellipse(50, 33.5, 5.5, 4, c.ink)
    pen.line([(50, 37), (50, 42)], 1.5, c.ink)
    pen.limb([(44, 43), (50, 45), (56, 43)], 1.5, 1.5, c.ink)
    pen.eye(37, 26, 3)
    pen.eye(63, 26, 3)
    for x in (28, 72):
        pen.ellipse(x, 92, 13, 10, c.dark)
        pen.ellipse(x, 93, 7, 5.5, c.pale)


def _elephant(pen: Pen, c: Coat) -> None:
    for x, far in ((36, True), (78, True), (26, False), (66, False)):
        shade = c.dark if far else c.base
        pen.limb([(x, 62), (x, 93)], 17, 14, shade)
        pen.rect(x - 7, 92, x + 7, 99.5, shade, 3)
        for toe in (-4, 0, 4):
            pen.ellipse(x + toe, 98, 1.8, 2, c.pale)
    pen.limb([(12, 48), (4, 62), (6, 76)], 4, 2.4, c.dark)
    pen.blob([(10, 52), (22, 30), (50, 20), (76, 26), (86, 46), (78, 72), (46, 78), (18, 72)], c.base)
    pen.limb([(104, 42), (116, 60), (112, 80), (120, 88), (128, 82)], 18, 7, c.base)
    pen.ellipse(96, 34, 22, 22, c.base)
    pen.limb([(104, 56), (114, 66), (124, 66)], 5, 2, (250, 244, 228))
    pen.blob([(86, 16), (70, 10), (56, 24), (60, 50), (74, 58), (86, 46)], c.dark)
    pen.blob([(84, 21), (72, 17), (63, 28), (66, 47), (75, 51), (84, 42)], c.light)
    pen.eye(103, 30, 2.8)


def _lion(pen: Pen, c: Coat) -> None:
    pen.limb([(70, 88), (94, 90), (98, 66)], 5, 4, c.base)
    pen.ellipse(98, 62, 6, 8, c.accent)
    pen.blob([(26, 98), (26, 70), (38, 52), (62, 52), (74, 70), (76, 98), (50, 100)], c.base)
    pen.limb([(40, 70), (39, 96)], 11, 10, c.light)
    pen.limb([(60, 70), (61, 96)], 11, 10, c.light)
    for index in range(14):
        turn = index * math.tau / 14
        pen.disc(50 + 25 * math.cos(turn), 33 + 24 * math.sin(turn), 11, c.accent if index % 2 else c.accent_dark)
    pen.disc(50, 33, 27, c.accent)
    pen.disc(32, 14, 7, c.base)
    pen.disc(68, 14, 7, c.base)
    pen.ellipse(50, 34, 20, 19, c.base)
    pen.ellipse(50, 43, 11, 8, c.pale)
    pen.poly([(45, 38), (55, 38), (50, 43)], c.ink)
    pen.limb([(45, 46), (50, 48), (55, 46)], 1.4, 1.4, c.ink)
    pen.eye(42, 30, 2.8)
    pen.eye(58, 30, 2.8)


def _deer(pen: Pen, c: Coat) -> None:
    for x, far in ((40, True), (76, True), (34, False), (70, False)):
        pen.limb([(x, 66), (x - 1, 82), (x, 98)], 7, 4, c.dark if far else c.base)
    pen.ellipse(24, 54, 5, 7, c.pale, 30)
    pen.blob([(26, 54), (42, 48), (62, 50), (78, 46), (82, 60), (70, 70), (44, 71), (30, 68)], c.base)
    pen.limb([(74, 58), (80, 44), (86, 34)], 18, 11, c.base)
    for side in (-1, 1):
        pen.limb([(87, 26), (87 + side * 7, 12), (87 + side * 6, -6)], 3, 2, c.accent)
        pen.limb([(87 + side * 6, 12), (87 + side * 14, 4)], 2.4, 1.8, c.accent)
        pen.limb([(87 + side * 6.5, 3), (87 + side * 13, -5)], 2.2, 1.6, c.accent)
    pen.ellipse(76, 29, 8, 4, c.dark, -20)
    pen.blob([(80, 28), (90, 22), (100, 32), (108, 40), (102, 45), (86, 42)], c.base)
    with pen.inside():
        for x, y in ((40, 54), (50, 57), (58, 54), (46, 61), (66, 58)):
            pen.disc(x, y, 1.9, c.pale)
        pen.ellipse(82, 62, 6, 10, c.pale, 20)
    pen.disc(106.5, 41, 2.6, c.ink)
    pen.eye(93, 31, 2.3)


def _snail(pen: Pen, c: Coat) -> None:
    pen.blob([(4, 98), (24, 86), (70, 86), (88, 74), (92, 50), (106, 48), (110, 66), (104, 92), (86, 99)], c.pale)
    for x in (98, 108):
        pen.limb([(100, 54), (x, 34)], 3, 2.4, c.pale)
        pen.eye(x, 31, 3.4)
    pen.disc(48, 58, 34, c.base)
    pen.disc(50, 61, 25, c.light)
    pen.disc(48, 58, 18, c.dark)
    pen.disc(50, 61, 10, c.base)
    pen.disc(49, 60, 4.5, c.light)
    pen.limb([(104, 78), (108, 72)], 1.3, 1.3, c.dark)


def _butterfly(pen: Pen, c: Coat) -> None:
    for side in (-1, 1):
        pen.blob(
            [(50, 46), (50 + side * 16, 12), (50 + side * 44, 4), (50 + side * 50, 26), (50 + side * 34, 50)], c.base
        )
        pen.blob(
            [(50, 52), (50 + side * 30, 54), (50 + side * 40, 72), (50 + side * 26, 94), (50 + side * 8, 76)], c.accent
        )
    with pen.inside():
        for side in (-1, 1):
            pen.ellipse(50 + side * 30, 24, 10, 8, c.pale)
            pen.ellipse(50 + side * 26, 72, 7, 7, c.base)
            for x, y in ((44, 8), (48, 18), (47, 29)):
                pen.disc(50 + side * x, y, 2.4, c.pale)
        pen.limb([(0, 50), (100, 50)], 1.2, 1.2, c.dark)
    for side in (-1, 1):
        pen.limb([(50, 30), (50 + side * 6, 16), (50 + side * 14, 10)], 1.6, 1.4, c.ink)
        pen.disc(50 + side * 14, 10, 2, c.ink)
    pen.limb([(50, 30), (50, 82)], 7, 3.4, c.ink)
    pen.disc(50, 30, 5, c.ink)


def _bee(pen: Pen, c: Coat) -> None:
    pen.ellipse(46, 24, 14, 22, (222, 240, 250), -22)
    pen.ellipse(70, 22, 13, 21, (206, 230, 246), 18)
    pen.poly([(12, 60), (-4, 64), (14, 70)], c.ink)
    pen.ellipse(54, 62, 44, 31, c.base)
    with pen.inside():
        for x in (28, 50):
            pen.ellipse(x, 62, 6, 36, c.ink)
        pen.ellipse(54, 40, 38, 9, c.light)
    pen.disc(88, 58, 19, c.base)
    pen.limb([(94, 42), (98, 28), (106, 24)], 2, 2, c.ink)
    pen.limb([(84, 41), (84, 28), (90, 22)], 2, 2, c.ink)
    pen.eye(94, 55, 4)
    pen.limb([(90, 66), (96, 68), (101, 65)], 1.6, 1.6, c.ink)
    pen.ellipse(86, 64, 4, 2.6, (244, 140, 110))


def _dragon(pen: Pen, c: Coat) -> None:
    pen.limb([(34, 80), (12, 86), (-2, 72), (2, 58)], 18, 4, c.base)
    pen.poly([(-6, 62), (4, 42), (10, 62)], c.accent)
    pen.blob([(48, 50), (34, 20), (6, 6), (4, 24), (0, 40), (14, 42), (16, 54), (30, 56)], c.accent)
    pen.limb([(42, 52), (30, 26), (6, 6)], 3, 2, c.deep)
    pen.limb([(42, 54), (24, 38), (2, 38)], 2.6, 1.6, c.deep)
    pen.blob([(26, 96), (24, 72), (40, 54), (62, 54), (76, 74), (74, 96), (50, 100)], c.base)
    pen.limb([(60, 64), (76, 48), (80, 30)], 24, 16, c.base)
    with pen.inside():
        for y in (58, 66, 74, 82, 90):
            pen.ellipse(67, y, 15, 4.4, c.pale)
    for x, y in ((60, 40), (54, 50), (66, 30), (70, 20)):
        pen.poly([(x - 4, y + 8), (x - 6, y - 6), (x + 6, y + 1)], c.accent)
    pen.blob([(68, 26), (76, 12), (92, 10), (104, 22), (118, 28), (116, 38), (98, 40), (78, 40)], c.base)
    pen.poly([(74, 16), (62, 0), (82, 10)], c.pale)
    pen.poly([(84, 12), (78, -6), (92, 10)], c.pale)
    pen.limb([(98, 36), (116, 35)], 1.3, 1.3, c.deep)
    pen.disc(113, 28, 1.5, c.ink)
    pen.disc(90, 21, 4, (250, 232, 120))
    pen.ellipse(90.5, 21, 1.4, 3.6, c.ink)
    for x in (38, 66):
        pen.ellipse(x, 96, 12, 4.5, c.light)


def _snake(pen: Pen, c: Coat) -> None:
    pen.limb([(4, 90), (24, 96), (46, 92), (70, 97), (92, 92), (102, 82)], 4, 15, c.dark)
    pen.limb(
        [(100, 84), (84, 74), (50, 80), (24, 72), (34, 58), (62, 60), (80, 50), (74, 30), (84, 20)], 15, 13, c.base
    )
    with pen.inside():
        for x, y in ((90, 78), (72, 75), (54, 79), (36, 76), (27, 68), (40, 59), (58, 60), (74, 55), (78, 42)):
            pen.ellipse(x, y, 3.6, 3.6, c.accent)
    pen.blob([(74, 24), (78, 10), (94, 8), (106, 18), (104, 26), (88, 30)], c.base)
    pen.limb([(105, 22), (114, 24), (119, 20)], 1.5, 1.2, (214, 50, 60))
    pen.eye(92, 15, 2.8)


WILDLIFE = (
    Thing("fox", ("vixen", "wolf", "coyote"), (222, 106, 40), (250, 240, 220), _fox, width=122, head=(94, 20)),
    Thing("owl", ("owlet",), (146, 104, 68), (240, 150, 50), _owl, size=0.9, head=(50, 12)),
    Thing(
        "bird",
        ("sparrow", "robin", "crow", "raven", "parrot", "seagull", "eagle", "pigeon", "dove", "swallow"),
        (70, 130, 190),
        (250, 240, 220),
        _bird,
        Where.AIR,
        0.55,
        112,
        (88, 36),
    ),
    Thing("bear", ("panda", "koala", "cub"), (132, 86, 54), (240, 220, 190), _bear, size=1.1, head=(50, 6)),
    Thing(
        "elephant",
        ("mammoth", "rhino"),
        (140, 146, 164),
        (250, 244, 228),
        _elephant,
        size=1.35,
        width=124,
        head=(94, 14),
    ),
    Thing("lion", ("tiger", "leopard"), (232, 172, 84), (164, 88, 38), _lion, size=1.1, width=104, head=(50, 4)),
    Thing(
        "deer",
        ("stag", "reindeer", "moose", "elk", "antelope"),
        (172, 112, 64),
        (120, 84, 58),
        _deer,
        size=1.15,
        width=112,
    ),
    Thing("snail", ("slug",), (208, 124, 84), (240, 210, 170), _snail, size=0.5, width=112, head=(102, 46)),
    Thing("butterfly", ("moth",), (238, 134, 46), (252, 190, 80), _butterfly, Where.AIR, 0.5),
    Thing("bee", ("wasp", "bumblebee"), (248, 196, 54), (40, 34, 40), _bee, Where.AIR, 0.42, 110, (90, 40)),
    Thing(
        "dragon",
        ("dinosaur", "dino", "lizard", "crocodile"),
        (74, 150, 92),
        (226, 116, 60),
        _dragon,
        size=1.4,
        width=118,
    ),
    Thing("snake", ("serpent", "worm"), (116, 160, 64), (236, 206, 92), _snake, size=0.7, width=114, head=(90, 10)),
)
