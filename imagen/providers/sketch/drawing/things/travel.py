"""Things that drive, sail and fly."""

from __future__ import annotations

import itertools
import math

from imagen.providers.sketch.drawing.colour import Coat
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.things.thing import Thing, Where

TYRE = (40, 38, 48)
STEEL = (206, 210, 218)


def _wheel(pen: Pen, x: float, y: float, radius: float) -> None:
    pen.disc(x, y, radius, TYRE)
    pen.disc(x, y, radius * 0.56, STEEL)
    pen.disc(x, y, radius * 0.2, TYRE)


def _car(pen: Pen, c: Coat) -> None:
    pen.blob([(36, 56), (52, 26), (66, 21), (100, 21), (118, 30), (136, 56)], c.base)
    pen.poly([(48, 54), (58, 31), (84, 28), (84, 54)], c.window)
    pen.poly([(90, 54), (90, 28), (106, 30), (122, 54)], c.window)
    pen.rect(4, 52, 176, 86, c.base, 13)
    with pen.inside():
        pen.rect(0, 72, 180, 90, c.dark)
        pen.rect(0, 60, 180, 62.5, c.light)
        pen.disc(38, 88, 20, c.deep)
        pen.disc(140, 88, 20, c.deep)
    pen.rect(166, 58, 178, 68, (255, 238, 170), 4)
    pen.rect(2, 58, 11, 68, (232, 70, 60), 3)
    pen.rect(92, 62, 102, 65, c.deep, 1.5)
    _wheel(pen, 38, 85, 15)
    _wheel(pen, 140, 85, 15)


def _bus(pen: Pen, c: Coat) -> None:
    pen.rect(4, 14, 170, 88, c.base, 8)
    with pen.inside():
        pen.rect(0, 66, 180, 92, c.dark)
        pen.rect(0, 60, 180, 66, c.pale)
        pen.disc(38, 90, 17, c.deep)
        pen.disc(134, 90, 17, c.deep)
    for x in (12, 38, 64, 90, 116):
        pen.rect(x, 26, x + 22, 52, c.window, 3)
    pen.rect(144, 26, 166, 84, c.window, 3)
    pen.line([(155, 26), (155, 84)], 1.6, c.deep)
    pen.rect(164, 68, 172, 76, (255, 238, 170), 2)
    _wheel(pen, 38, 87, 13)
    _wheel(pen, 134, 87, 13)


def _truck(pen: Pen, c: Coat) -> None:
    pen.rect(2, 16, 108, 80, c.accent, 4)
    with pen.inside():
        pen.rect(0, 60, 112, 82, c.accent_dark)
    pen.blob([(112, 80), (112, 34), (118, 30), (144, 30), (158, 54), (170, 60), (170, 82)], c.base)
    pen.poly([(122, 54), (122, 38), (141, 38), (150, 54)], c.window)
    pen.rect(2, 78, 172, 88, c.deep, 3)
    pen.rect(162, 66, 171, 74, (255, 238, 170), 2)
    for x in (28, 62, 142):
        _wheel(pen, x, 87, 13)


def _train(pen: Pen, c: Coat) -> None:
    pen.rect(-6, 96, 190, 99.5, (92, 76, 70))
    pen.rect(142, 8, 156, 36, c.deep, 2)
    pen.rect(138, 4, 160, 12, c.accent, 3)
    for x, y, r in ((150, -4, 6), (138, -9, 5)):
        pen.disc(x, y, r, (236, 234, 236))
    pen.rect(70, 34, 176, 76, c.base, 12)
    pen.rect(44, 14, 100, 78, c.base, 3)
    pen.rect(38, 8, 106, 18, c.dark, 4)
    pen.rect(52, 26, 70, 48, c.window, 2)
    pen.rect(76, 26, 94, 48, c.window, 2)
    pen.rect(-4, 30, 38, 78, c.accent, 4)
    pen.rect(4, 38, 30, 54, c.window, 2)
    with pen.inside():
        pen.rect(-6, 66, 180, 72, c.accent_dark)
        pen.rect(104, 34, 109, 80, c.dark)
        pen.rect(128, 34, 133, 80, c.dark)
    pen.ellipse(118, 34, 7, 6, c.accent)
    pen.disc(176, 52, 6, (255, 238, 170))
    pen.poly([(164, 78), (184, 96), (160, 96)], c.deep)
    for x, r in ((10, 9), (30, 9), (60, 13), (92, 13), (124, 10), (148, 10)):
        _wheel(pen, x, 97 - r, r)
    pen.line([(60, 84), (124, 88)], 3, STEEL)


def _bicycle(pen: Pen, c: Coat) -> None:
    for x in (32, 118):
        pen.ring(x, 70, 27, 4.4, TYRE)
        for spoke in range(8):
            turn = spoke * math.tau / 8
            pen.line([(x, 70), (x + 25 * math.cos(turn), 70 + 25 * math.sin(turn))], 0.8, STEEL)
        pen.disc(x, 70, 4, TYRE)
    for line in ([(32, 70), (56, 36), (100, 36), (68, 70), (32, 70)], [(56, 36), (68, 70)], [(118, 70), (98, 22)]):
        for start, end in itertools.pairwise(line):
            pen.line([start, end], 5, c.base)
    pen.line([(56, 38), (52, 24)], 4, c.dark)
    pen.blob([(40, 20), (52, 20), (64, 24), (52, 27), (40, 26)], TYRE)
    pen.limb([(98, 22), (104, 12), (116, 14), (118, 22)], 4, 4, c.deep)
    pen.disc(68, 70, 8, c.accent)
    pen.line([(68, 70), (76, 86)], 3.6, c.deep)
    pen.rect(70, 85, 84, 89, TYRE, 1.5)
    pen.rect(106, 22, 130, 38, (196, 148, 92), 4)


def _boat(pen: Pen, c: Coat) -> None:
    pen.line([(64, 84), (64, -2)], 3.6, (126, 88, 58))
    pen.blob([(68, 2), (84, 24), (102, 48), (108, 66), (86, 68), (68, 68)], c.pale)
    pen.poly([(68, 2), (69, 68), (66, 68)], c.pale)
    with pen.inside():
        pen.limb([(66, 46), (110, 48)], 7, 7, c.accent)
    pen.blob([(60, 12), (52, 30), (34, 54), (26, 66), (44, 68), (60, 67)], (250, 246, 236))
    pen.poly([(64, -2), (84, 3), (64, 8)], c.accent)
    pen.blob([(8, 74), (64, 78), (124, 72), (114, 90), (98, 99), (36, 99), (18, 90)], c.base)
    with pen.inside():
        pen.rect(0, 91, 130, 104, c.dark)
        pen.limb([(4, 78), (64, 82), (130, 76)], 4, 4, c.pale)


def _aeroplane(pen: Pen, c: Coat) -> None:
    pen.poly([(20, 44), (4, 8), (24, 8), (44, 40)], c.dark)
    pen.poly([(88, 52), (62, 14), (80, 14), (116, 50)], c.dark)
    pen.blob([(8, 46), (40, 38), (110, 38), (144, 44), (156, 54), (146, 64), (110, 68), (50, 66), (20, 56)], c.base)
    with pen.inside():
        pen.rect(0, 58, 160, 72, c.dark)
        pen.blob([(136, 40), (152, 44), (150, 52), (134, 52)], c.window)
    for x in range(52, 128, 11):
        pen.rect(x, 45, x + 6, 53, c.window, 2.5)
    pen.poly([(74, 58), (110, 58), (70, 94), (52, 94)], c.accent)
    pen.poly([(12, 50), (32, 50), (14, 66), (2, 66)], c.accent)


def _rocket(pen: Pen, c: Coat) -> None:
    pen.blob([(40, 84), (50, 80), (60, 84), (56, 100), (50, 110), (44, 100)], (250, 150, 50))
    pen.blob([(45, 84), (55, 84), (53, 95), (50, 101), (47, 95)], (255, 230, 130))
    pen.blob([(34, 58), (18, 74), (16, 92), (36, 80)], c.accent)
    pen.blob([(66, 58), (82, 74), (84, 92), (64, 80)], c.accent)
    pen.blob([(50, -8), (64, 12), (70, 38), (66, 68), (62, 84), (38, 84), (34, 68), (30, 38), (36, 12)], c.base)
    with pen.inside():
        pen.rect(20, -12, 80, 16, c.accent)
        pen.rect(60, 0, 80, 90, c.dark)
        pen.rect(20, 74, 80, 79, c.dark)
    pen.disc(50, 38, 12, STEEL)
    pen.disc(50, 38, 9, c.window)
    pen.blob([(50, 64), (54, 76), (50, 94), (46, 76)], c.accent_dark)


def _balloon(pen: Pen, c: Coat) -> None:
    for x in (38, 62):
        pen.line([(x * 1.3 - 15, 62), (x * 0.6 + 20, 84)], 1, c.deep)
    pen.blob([(50, -6), (76, 2), (88, 26), (80, 50), (62, 68), (50, 72), (38, 68), (20, 50), (12, 26), (24, 2)], c.base)
    with pen.inside():
        pen.ellipse(50, 30, 26, 46, c.accent)
        pen.ellipse(50, 30, 11, 46, c.base)
        pen.rect(0, 60, 100, 76, c.dark)
    pen.rect(41, 82, 59, 98, (160, 104, 60), 3)
    pen.rect(39, 81, 61, 86, (122, 78, 46), 2)


def _ufo(pen: Pen, c: Coat) -> None:
    pen.poly([(52, 66), (98, 66), (124, 104), (26, 104)], (206, 244, 190))
    pen.ellipse(75, 42, 34, 32, c.window)
    pen.ellipse(66, 30, 9, 10, (255, 255, 255), 30)
    pen.ellipse(75, 40, 9, 11, (120, 190, 90))
    pen.ellipse(71, 38, 2.6, 4, (20, 24, 20))
    pen.ellipse(79, 38, 2.6, 4, (20, 24, 20))
    pen.ellipse(75, 58, 66, 17, c.base)
    pen.ellipse(75, 53, 52, 10, c.light)
    for x in (24, 50, 75, 100, 126):
        pen.disc(x, 62 + 6 * (1 - abs(x - 75) / 60), 5, (255, 224, 120))


TRAVEL = (
    Thing(
        "car",
        ("automobile", "taxi", "cab", "racecar", "van"),
        (214, 62, 54),
        (250, 224, 150),
        _car,
        size=0.75,
        width=180,
    ),
    Thing("bus", ("coach", "tram"), (236, 174, 46), (250, 240, 220), _bus, size=0.9, width=174),
    Thing("truck", ("lorry", "pickup"), (60, 120, 180), (236, 226, 206), _truck, size=0.95, width=174),
    Thing("train", ("locomotive", "railway"), (58, 106, 88), (200, 64, 54), _train, size=0.85, width=184),
    Thing(
        "bicycle",
        ("bike", "cycle", "motorbike", "motorcycle"),
        (214, 74, 64),
        (236, 190, 80),
        _bicycle,
        size=0.75,
        width=150,
    ),
    Thing(
        "boat",
        ("ship", "sailboat", "yacht", "ferry", "canoe"),
        (176, 84, 54),
        (220, 76, 64),
        _boat,
        Where.WATER,
        1.0,
        132,
        place="sea",
    ),
    Thing(
        "aeroplane",
        ("plane", "airplane", "jet", "aircraft", "helicopter"),
        (240, 240, 244),
        (218, 70, 64),
        _aeroplane,
        Where.AIR,
        0.6,
        160,
    ),
    Thing(
        "rocket", ("spaceship", "spacecraft", "shuttle"), (240, 238, 236), (222, 66, 60), _rocket, Where.AIR, 1.0, 100
    ),
    Thing("balloon", ("airship", "zeppelin"), (222, 72, 66), (250, 214, 110), _balloon, Where.AIR, 0.95, 100),
    Thing("ufo", ("saucer", "alien"), (150, 158, 178), (255, 224, 120), _ufo, Where.AIR, 0.7, 150, glows=True),
)
