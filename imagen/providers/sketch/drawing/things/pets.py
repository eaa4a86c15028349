"""Animals of house and farm."""

from __future__ import annotations

from imagen.providers.sketch.drawing.colour import Coat
from imagen.providers.sketch.drawing.pen import Pen
from imagen.providers.sketch.drawing.things.thing import Thing


def _dog(pen: Pen, c: Coat) -> None:
    pen.limb([(40, 62), (41, 80), (38, 96)], 11, 7, c.dark)
    pen.limb([(84, 60), (86, 80), (85, 96)], 10, 7, c.dark)
    pen.limb([(27, 52), (14, 42), (9, 26)], 9, 4, c.base)
    pen.blob(
        [(24, 56), (34, 47), (58, 49), (76, 42), (90, 48), (90, 64), (76, 72), (52, 70), (34, 74), (25, 68)], c.base
    )
    pen.limb([(32, 62), (27, 80), (31, 96)], 14, 8, c.base)
    pen.limb([(76, 60), (75, 80), (75, 96)], 12, 8, c.base)
    pen.blob([(70, 52), (74, 34), (86, 20), (100, 28), (98, 46), (90, 60), (80, 62)], c.base)
    pen.ellipse(92, 28, 15, 13.5, c.base)
    pen.ellipse(105, 33, 11, 7.5, c.light, 8)
    with pen.inside():
        pen.ellipse(88, 62, 9, 14, c.pale, 20)
        pen.ellipse(108, 38, 9, 4, c.pale, 8)
    pen.ellipse(35, 97, 7, 3.6, c.light)
    pen.ellipse(79, 97, 7, 3.6, c.light)
    pen.ellipse(114.5, 29.5, 4, 3.4, c.ink)
    pen.blob([(84, 16), (77, 22), (74, 38), (78, 47), (85, 42), (89, 28), (89, 19)], c.deep)
    pen.eye(97, 24, 2.5)
    pen.limb([(77, 45), (85, 51), (95, 49)], 4, 4, c.accent)
    pen.disc(90, 54, 3, (240, 200, 80))


def _cat(pen: Pen, c: Coat) -> None:
    pen.limb([(60, 92), (80, 95), (90, 82), (84, 66), (89, 56)], 9, 6, c.dark)
    pen.blob([(28, 98), (25, 80), (30, 60), (38, 48), (54, 48), (64, 60), (71, 82), (68, 98), (48, 100)], c.base)
    pen.poly([(21, 34), (20, 6), (38, 19)], c.base)
    pen.poly([(67, 34), (68, 6), (50, 19)], c.base)
    pen.poly([(24, 27), (24, 14), (33, 20)], (238, 160, 160))
    pen.poly([(64, 27), (64, 14), (55, 20)], (238, 160, 160))
    pen.ellipse(44, 34, 25, 20, c.base)
    with pen.inside():
        pen.ellipse(44, 72, 12, 18, c.pale)
        for y in (66, 76, 86):
            pen.limb([(74, y), (62, y + 3)], 4, 2, c.deep)
            pen.limb([(22, y + 3), (31, y + 5)], 4, 2, c.deep)
        for x in (38, 44, 50):
            pen.limb([(x, 12), (x, 22)], 3.4, 2, c.deep)
        pen.ellipse(44, 44, 13, 9, c.pale)
    pen.limb([(36, 72), (36, 96)], 9, 9, c.light)
    pen.limb([(53, 72), (53, 96)], 9, 9, c.light)
    pen.line([(44.5, 78), (44.5, 97)], 1.4, c.dark)
    for x in (34, 54):
        pen.ellipse(x, 33, 4.6, 5, (244, 214, 96))
        pen.ellipse(x, 33, 1.9, 4.4, c.ink)
        pen.disc(x + 1.2, 31, 1, (255, 255, 255))
    pen.poly([(41, 40), (47, 40), (44, 43.5)], (222, 110, 120))
    for side in (-1, 1):
        for y in (42, 46):
            pen.line([(44 + side * 12, y), (44 + side * 30, y + (y - 44) * 1.2)], 0.9, c.ink)


def _horse(pen: Pen, c: Coat) -> None:
    for x, far in ((38, True), (84, True), (30, False), (76, False)):
        shade = c.dark if far else c.base
        pen.limb([(x, 60), (x - 1, 78), (x, 95)], 9, 5, shade)
        pen.rect(x - 4, 93, x + 4.5, 100, c.ink, 1.5)
    pen.limb([(24, 50), (14, 58), (13, 80)], 10, 3, c.deep)
    pen.blob([(24, 48), (40, 42), (62, 45), (80, 40), (88, 50), (84, 64), (66, 68), (44, 67), (28, 66)], c.base)
    pen.blob([(70, 52), (78, 30), (88, 10), (98, 10), (100, 24), (94, 44), (86, 60)], c.base)
    pen.blob([(87, 8), (98, 8), (112, 24), (116, 32), (109, 37), (97, 28)], c.base)
    pen.ellipse(112, 32, 6, 5, c.light, 30)
    pen.poly([(88, 11), (89, -2), (96, 8)], c.base)
    pen.blob([(88, 2), (80, 14), (72, 32), (66, 46), (74, 46), (84, 30), (92, 10)], c.deep)
    pen.eye(99, 16, 2.2)
    pen.disc(114, 31, 1.1, c.ink)


def _cow(pen: Pen, c: Coat) -> None:
    for x, far in ((40, True), (88, True), (30, False), (78, False)):
        pen.limb([(x, 64), (x, 95)], 11, 8, c.dark if far else c.base)
        pen.rect(x - 5, 93, x + 5, 100, c.ink, 2)
    pen.limb([(22, 40), (14, 56), (15, 72)], 3.5, 2.5, c.dark)
    pen.ellipse(15, 76, 3.4, 5, c.accent)
    pen.blob([(22, 38), (42, 34), (70, 36), (90, 36), (96, 52), (90, 70), (60, 74), (30, 72), (21, 56)], c.base)
    pen.ellipse(60, 74, 10, 5, (242, 170, 170))
    with pen.inside():
        pen.ellipse(36, 44, 12, 10, c.accent, 20)
        pen.ellipse(66, 52, 13, 11, c.accent, -10)
        pen.ellipse(90, 38, 8, 9, c.accent)
    pen.poly([(94, 24), (90, 12), (99, 20)], (236, 220, 180))
    pen.poly([(112, 22), (118, 11), (107, 19)], (236, 220, 180))
    pen.ellipse(88, 28, 8, 4, c.dark, 20)
    pen.ellipse(119, 27, 8, 4, c.dark, -20)
    pen.blob([(93, 20), (112, 20), (115, 36), (112, 52), (97, 53), (92, 36)], c.base)
    pen.ellipse(104, 48, 12, 8, (244, 180, 176))
    pen.disc(100, 48, 1.6, c.ink)
    pen.disc(109, 48, 1.6, c.ink)
    pen.eye(98, 31, 2.3)
    pen.eye(109, 31, 2.3)


def _sheep(pen: Pen, c: Coat) -> None:
    for x, far in ((38, True), (80, True), (46, False), (72, False)):
        pen.limb([(x, 70), (x, 97)], 7, 6, c.deep if far else c.accent)
    for x, y, r in ((34, 48, 16), (52, 38, 18), (72, 40, 17), (84, 52, 16), (74, 66, 16), (54, 68, 17), (36, 62, 15)):
        pen.disc(x, y, r, c.base)
    pen.ellipse(60, 53, 26, 20, c.base)
    for x, y in ((44, 50), (60, 46), (72, 58), (54, 64)):
        pen.limb([(x - 4, y), (x, y + 3), (x + 4, y)], 1.6, 1.6, c.dark)
    pen.ellipse(86, 38, 8, 4, c.accent, 30)
    pen.ellipse(112, 38, 8, 4, c.accent, -30)
    pen.blob([(90, 34), (108, 34), (108, 50), (100, 62), (92, 50)], c.accent)
    for x in (92, 99, 106):
        pen.disc(x, 32, 6, c.base)
    pen.eye(95.5, 44, 2.3, (250, 245, 235))
    pen.disc(96, 44, 1.3, (20, 16, 26))
    pen.eye(104, 44, 2.3, (250, 245, 235))
    pen.disc(104, 44, 1.3, (20, 16, 26))


def _rabbit(pen: Pen, c: Coat) -> None:
    pen.disc(24, 82, 9, c.pale)
    pen.blob([(26, 96), (26, 74), (38, 58), (58, 58), (72, 74), (72, 96), (50, 100)], c.base)
    pen.limb([(46, 36), (40, 18), (36, 2)], 11, 7, c.base)
    pen.limb([(62, 36), (64, 18), (70, 2)], 11, 7, c.base)
    pen.limb([(45, 32), (41, 18), (38, 6)], 5, 3, (244, 178, 180))
    pen.limb([(63, 32), (65, 18), (69, 6)], 5, 3, (244, 178, 180))
    pen.ellipse(54, 46, 20, 17, c.base)
    with pen.inside():
        pen.ellipse(54, 80, 13, 16, c.pale)
    pen.ellipse(54, 53, 9, 6.5, c.pale)
    pen.eye(46, 43, 3)
    pen.eye(63, 43, 3)
    pen.poly([(51, 49), (57, 49), (54, 52.5)], (222, 110, 120))
    pen.rect(51.5, 55, 56.5, 60, (255, 255, 250), 1)
    pen.ellipse(38, 96, 13, 4.5, c.light)
    pen.ellipse(66, 96, 13, 4.5, c.light)
    pen.limb([(45, 70), (47, 80)], 8, 8, c.light)
    pen.limb([(62, 70), (60, 80)], 8, 8, c.light)


def _pig(pen: Pen, c: Coat) -> None:
    for x, far in ((38, True), (80, True), (30, False), (72, False)):
        pen.limb([(x, 72), (x, 95)], 12, 9, c.dark if far else c.base)
        pen.rect(x - 5, 93, x + 5, 100, c.deep, 2)
    pen.limb([(18, 52), (8, 48), (10, 38), (16, 42), (9, 52)], 3, 2, c.dark)
    pen.blob([(18, 54), (34, 36), (64, 34), (88, 42), (94, 60), (78, 80), (42, 82), (22, 72)], c.base)
    pen.ellipse(90, 50, 20, 19, c.base)
    pen.poly([(76, 36), (74, 22), (90, 32)], c.dark)
    pen.poly([(94, 32), (106, 22), (106, 38)], c.dark)
    pen.ellipse(102, 55, 10, 8.5, c.light)
    pen.ellipse(99, 55, 1.6, 2.6, c.deep)
    pen.ellipse(105.5, 55, 1.6, 2.6, c.deep)
    pen.eye(87, 45, 2.4)
    pen.eye(101, 43, 2.2)


def _duck(pen: Pen, c: Coat) -> None:
    pen.limb([(48, 82), (48, 97)], 4, 4, (232, 130, 40))
    pen.limb([(62, 82), (62, 97)], 4, 4, (222, 116, 34))
    pen.ellipse(52, 98, 7, 2.6, (232, 130, 40))
    pen.ellipse(66, 98, 7, 2.6, (222, 116, 34))
    pen.blob([(8, 48), (22, 56), (44, 52), (66, 54), (82, 60), (84, 74), (66, 88), (40, 88), (18, 76)], c.base)
    pen.limb([(72, 66), (76, 46), (78, 30)], 22, 16, c.base)
    pen.ellipse(80, 26, 17, 16, c.base)
    pen.blob([(26, 58), (46, 56), (62, 62), (56, 76), (36, 78), (22, 66)], c.dark)
    pen.limb([(30, 70), (46, 71), (56, 66)], 2, 2, c.deep)
    pen.blob([(93, 22), (106, 25), (116, 31), (106, 35), (93, 33)], (240, 150, 50))
    pen.line([(94, 29), (112, 31)], 1.1, (190, 96, 30))
    pen.eye(86, 21, 3)


def _chicken(pen: Pen, c: Coat) -> None:
    pen.limb([(48, 80), (48, 97)], 3, 3, (232, 150, 50))
    pen.limb([(60, 80), (60, 97)], 3, 3, (232, 150, 50))
    for x in (48, 60):
        pen.line([(x - 5, 98), (x + 7, 98)], 2.6, (232, 150, 50))
    for dx, dy in ((2, 26), (8, 18), (17, 14)):
        pen.limb([(30, 60), (dx + 8, dy + 26), (dx, dy + 8)], 12, 6, c.deep)
    pen.blob(
        [(20, 52), (36, 56), (56, 48), (66, 28), (80, 24), (86, 38), (84, 62), (70, 82), (42, 84), (24, 72)], c.base
    )
    for x, y in ((68, 18), (74, 14), (80, 18)):
        pen.disc(x, y, 5, (216, 56, 50))
    pen.ellipse(76, 30, 12, 12, c.base)
    pen.poly([(86, 28), (98, 33), (86, 37)], (240, 170, 60))
    pen.ellipse(87, 41, 3, 5, (216, 56, 50))
    pen.blob([(34, 58), (54, 58), (64, 62), (56, 74), (40, 74)], c.dark)
    pen.eye(79, 28, 2.5)


def _mouse(pen: Pen, c: Coat) -> None:
    pen.limb([(22, 90), (4, 92), (-4, 78), (2, 66)], 4, 2, (230, 160, 160))
    pen.blob([(18, 92), (22, 66), (44, 52), (66, 58), (78, 78), (76, 96), (46, 100)], c.base)
    pen.disc(60, 38, 15, c.base)
    pen.disc(60, 38, 9, (242, 178, 178))
    pen.blob([(58, 70), (64, 50), (84, 48), (104, 66), (106, 72), (88, 82), (70, 84)], c.base)
    pen.disc(80, 38, 16, c.base)
    pen.disc(80, 38, 10, (242, 178, 178))
    pen.disc(105, 69, 4, (228, 110, 120))
    pen.eye(90, 62, 3)
    pen.ellipse(60, 97, 9, 4, c.light)
    pen.ellipse(82, 97, 8, 4, c.light)


PETS = (
    Thing(
        "dog", ("puppy", "hound", "terrier", "doggy"), (176, 112, 62), (58, 120, 190), _dog, width=118, head=(92, 17)
    ),
    Thing("cat", ("kitten", "kitty", "tabby"), (226, 142, 66), (60, 60, 70), _cat, size=0.95, width=96, head=(44, 16)),
    Thing(
        "horse", ("pony", "stallion", "foal"), (140, 84, 50), (60, 40, 30), _horse, size=1.25, width=118, head=(92, 4)
    ),
    Thing("cow", ("bull", "calf", "ox"), (244, 238, 228), (64, 52, 52), _cow, size=1.15, width=126, head=(103, 20)),
    Thing("sheep", ("lamb", "ram"), (246, 241, 230), (70, 60, 72), _sheep, size=0.9, width=118, head=(99, 28)),
    Thing("rabbit", ("bunny", "hare"), (206, 184, 160), (200, 80, 90), _rabbit, size=0.75, head=(54, 26)),
    Thing("pig", ("piglet", "hog"), (242, 164, 166), (200, 90, 100), _pig, size=0.85, width=116, head=(92, 32)),
    Thing(
        "duck", ("duckling", "goose", "swan"), (250, 214, 84), (60, 120, 80), _duck, size=0.65, width=118, head=(80, 11)
    ),
    Thing(
        "chicken",
        ("hen", "rooster", "cock", "chick"),
        (246, 236, 216),
        (200, 80, 60),
        _chicken,
        size=0.65,
        head=(76, 14),
    ),
    Thing(
        "mouse",
        ("rat", "hamster", "mice"),
        (164, 160, 170),
        (230, 160, 160),
        _mouse,
        size=0.5,
        width=112,
        head=(78, 26),
    ),
)
