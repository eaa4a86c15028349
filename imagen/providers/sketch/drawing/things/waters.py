"""Animals of the water and its shores."""

from __future__ import annotations

from imagen.providers.sketch.drawing.colour import Coat
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.things.thing import Thing, Where


def _whale(pen: Pen, c: Coat) -> None:
    pen.limb([(122, 22), (116, 4), (104, -2)], 3.4, 3.6, (208, 236, 246))
    pen.limb([(124, 22), (132, 2), (144, -2)], 3.4, 3.6, (208, 236, 246))
    for x, y in ((100, 2), (148, 3), (112, -6), (138, -6)):
        pen.disc(x, y, 2.4, (208, 236, 246))
    pen.blob([(22, 44), (6, 38), (-6, 20), (12, 20), (26, 34)], c.dark)
    pen.blob([(22, 46), (24, 28), (36, 12), (46, 22), (36, 38)], c.base)
    pen.blob(
        [
            (22, 44),
            (40, 56),
            (66, 40),
            (98, 22),
            (134, 22),
            (156, 44),
            (158, 68),
            (140, 88),
            (104, 94),
            (66, 86),
            (38, 70),
            (22, 54),
        ],
        c.base,
    )
    with pen.inside():
        pen.blob([(60, 80), (100, 84), (134, 72), (166, 60), (164, 96), (120, 106), (70, 98)], c.pale)
        for offset in range(5):
            fold = 78 + offset * 4.6
            pen.limb([(92 - offset * 3, fold + 8), (124, fold + 2), (160, fold - 10)], 1.2, 1.2, c.light)
        pen.limb([(118, 76), (138, 73), (160, 62)], 2, 2, c.deep)
    pen.blob([(92, 74), (112, 76), (104, 92), (86, 106), (80, 98), (86, 84)], c.dark)
    pen.eye(134, 62, 3.2)
    pen.ellipse(126, 68, 4, 2.2, (240, 150, 150))


def _dolphin(pen: Pen, c: Coat) -> None:
    pen.poly([(66, 32), (60, 6), (88, 28)], c.dark)
    pen.blob([(4, 84), (-6, 66), (8, 70), (16, 66), (22, 78), (14, 98), (6, 100)], c.dark)
    pen.blob(
        [
            (10, 80),
            (34, 50),
            (66, 30),
            (102, 30),
            (122, 46),
            (140, 54),
            (138, 60),
            (118, 62),
            (86, 66),
            (50, 70),
            (24, 84),
        ],
        c.base,
    )
    with pen.inside():
        pen.blob([(30, 84), (70, 62), (110, 58), (144, 58), (120, 72), (60, 80)], c.pale)
    pen.blob([(84, 60), (98, 60), (92, 78), (80, 84)], c.dark)
    pen.eye(112, 48, 2.5)


def _fish(pen: Pen, c: Coat) -> None:
    pen.blob([(30, 52), (10, 26), (2, 30), (8, 52), (2, 74), (10, 80)], c.accent)
    pen.blob([(44, 32), (60, 12), (84, 18), (90, 32)], c.accent)
    pen.blob([(60, 74), (56, 88), (74, 86), (80, 72)], c.accent)
    pen.blob([(24, 52), (46, 30), (76, 24), (104, 38), (114, 52), (104, 66), (76, 80), (46, 74)], c.base)
    with pen.inside():
        pen.ellipse(72, 84, 46, 18, c.pale)
        for x in (50, 70):
            pen.ellipse(x, 52, 5, 30, c.accent)
        pen.ellipse(108, 50, 18, 40, c.light)
    pen.disc(98, 46, 5, (255, 255, 250))
    pen.eye(99, 46, 3.2)
    pen.limb([(112, 58), (106, 62)], 1.6, 1.6, c.deep)
    pen.blob([(76, 54), (88, 50), (84, 62), (74, 64)], c.accent_dark)


def _octopus(pen: Pen, c: Coat) -> None:
    for index, x in enumerate((22, 34, 46, 58, 70, 80)):
        bend = (x - 50) * 0.9
        shade = c.dark if index % 2 else c.base
        pen.limb([(x * 0.6 + 20, 54), (x + bend * 0.5, 74), (x + bend, 92), (x + bend * 1.2 + 6, 84)], 13, 4, shade)
    pen.blob([(50, 0), (76, 10), (84, 34), (76, 58), (50, 66), (24, 58), (16, 34), (24, 10)], c.base)
    with pen.inside():
        pen.ellipse(36, 14, 14, 9, c.light, -24)
    for x in (39, 61):
        pen.disc(x, 42, 8, (252, 248, 240))
        pen.eye(x + 1, 43, 4.6)
    pen.limb([(44, 55), (50, 58), (56, 55)], 1.8, 1.8, c.deep)


def _penguin(pen: Pen, c: Coat) -> None:
    pen.ellipse(38, 97, 11, 4, (242, 156, 48))
    pen.ellipse(62, 97, 11, 4, (242, 156, 48))
    pen.blob([(22, 44), (10, 60), (8, 78), (16, 76), (26, 60)], c.deep)
    pen.blob([(78, 44), (90, 60), (92, 78), (84, 76), (74, 60)], c.deep)
    pen.blob(
        [(50, 4), (68, 10), (73, 28), (80, 52), (78, 80), (64, 96), (36, 96), (22, 80), (20, 52), (27, 28), (32, 10)],
        c.base,
    )
    with pen.inside():
        pen.ellipse(50, 72, 22, 32, (252, 248, 240))
        pen.ellipse(40, 28, 12, 13, (252, 248, 240))
        pen.ellipse(60, 28, 12, 13, (252, 248, 240))
        pen.ellipse(50, 44, 10, 5, (248, 206, 110))
    pen.eye(41, 26, 3)
    pen.eye(59, 26, 3)
    pen.poly([(43, 31), (57, 31), (50, 41)], (242, 156, 48))


def _frog(pen: Pen, c: Coat) -> None:
    pen.blob([(12, 96), (8, 74), (24, 64), (38, 84), (34, 98)], c.dark)
    pen.blob([(88, 96), (92, 74), (76, 64), (62, 84), (66, 98)], c.dark)
    pen.blob([(24, 92), (22, 66), (34, 52), (66, 52), (78, 66), (76, 92), (50, 98)], c.base)
    pen.ellipse(50, 82, 20, 14, c.pale)
    pen.ellipse(50, 48, 36, 22, c.base)
    for x in (28, 72):
        pen.disc(x, 26, 13, c.base)
        pen.disc(x, 25, 8.5, (250, 246, 220))
        pen.disc(x, 25, 5, c.ink)
        pen.disc(x + 2, 23, 1.7, (255, 255, 255))
    pen.limb([(24, 52), (50, 62), (76, 52)], 2.2, 2.2, c.deep)
    pen.ellipse(24, 56, 4, 2.4, (244, 150, 140))
    pen.ellipse(76, 56, 4, 2.4, (244, 150, 140))
    for x in (34, 66):
        pen.limb([(x, 76), (x, 94)], 8, 7, c.light)
        pen.ellipse(x, 97, 10, 3, c.light)


def _turtle(pen: Pen, c: Coat) -> None:
    for x in (30, 82):
        pen.limb([(x, 76), (x - 2, 95)], 15, 13, c.light)
    pen.poly([(14, 80), (2, 88), (18, 88)], c.light)
    pen.limb([(92, 74), (108, 66), (114, 52)], 14, 12, c.light)
    pen.ellipse(116, 48, 13, 11, c.light)
    pen.blob([(8, 82), (16, 52), (38, 30), (66, 28), (90, 48), (100, 82), (54, 88)], c.base)
    with pen.inside():
        for x, y, across in ((54, 50, 13), (30, 66, 11), (79, 64, 11), (54, 78, 10)):
            half, high = across / 2, across * 0.8
            upper = [(x - across, y), (x - half, y - high), (x + half, y - high)]
            pen.poly([*upper, (x + across, y), (x + half, y + high), (x - half, y + high)], c.dark)
        pen.rect(0, 80, 110, 92, c.deep)
    pen.eye(120, 45, 2.5)
    pen.limb([(117, 54), (126, 52)], 1.3, 1.3, c.deep)


WATERS = (
    Thing(
        "whale", ("orca", "shark"), (62, 106, 166), (208, 236, 246), _whale, Where.WATER, 1.05, 160, (112, 18), "sea"
    ),
    Thing(
        "dolphin", ("porpoise",), (96, 140, 176), (220, 236, 244), _dolphin, Where.WATER, 0.85, 138, (104, 28), "sea"
    ),
    Thing(
        "fish",
        ("goldfish", "trout"),
        (240, 130, 50),
        (250, 224, 170),
        _fish,
        Where.WATER,
        0.6,
        116,
        (84, 20),
        "underwater",
    ),
    Thing("penguin", (), (44, 50, 68), (242, 156, 48), _penguin, size=0.85, head=(50, 6)),
    Thing("frog", ("toad",), (92, 170, 76), (250, 246, 220), _frog, size=0.6, head=(50, 28)),
    Thing("turtle", ("tortoise",), (74, 128, 84), (150, 190, 110), _turtle, size=0.65, width=128, head=(116, 38)),
    Thing(
        "octopus",
        ("squid", "jellyfish"),
        (204, 86, 130),
        (250, 200, 210),
        _octopus,
        Where.WATER,
        0.9,
        108,
        (50, 2),
        "underwater",
    ),
)
