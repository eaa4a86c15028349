"""Decides where the things of a scene go: how large, in which row, in the air or in the water, and who wears what."""

from __future__ import annotations

from dataclasses import dataclass, replace

from imagen.providers.sketch.drawing.figures import Spot, figure
from imagen.providers.sketch.drawing.layers import Layer, Sheet
from imagen.providers.sketch.drawing.things.catalogue import THINGS
from imagen.providers.sketch.drawing.things.thing import Thing, Where
from imagen.providers.sketch.scene import Subject

MAX_FIGURES = 16


@dataclass(frozen=True)
class Member:
    """One figure to be placed, with its number among its kind."""

    thing: Thing
    subject: Subject
    number: int


def place_things(sheet: Sheet) -> tuple[list[Layer], list[Layer]]:
    """Give the layers of all things: those behind, and those in front of the water."""
    members = [
        Member(THINGS[subject.thing], subject, number)
        for subject in sheet.scene.subjects
        for number in range(subject.count)
        if THINGS[subject.thing].name not in sheet.scene.banned
    ][:MAX_FIGURES]
    rows = {where: [member for member in members if member.thing.where is where] for where in Where}
    if not rows[Where.GROUND]:
        rows[Where.GROUND], rows[Where.BACK] = (
            (rows[Where.BACK], []) if not rows[Where.WATER] else ([], rows[Where.BACK])
        )
    alone = not rows[Where.GROUND] and not rows[Where.WATER]
    worn_alone = rows[Where.WORN] if alone else []
    standing = rows[Where.GROUND] + worn_alone
    far = _aloft(sheet, rows[Where.SKY], alone=alone and not rows[Where.AIR], level=0.3)
    back = _row(sheet, rows[Where.BACK], 0.5, sheet.ground - 0.065, 0.7, spread=True)
    water = _in_water(sheet, rows[Where.WATER])
    air = _aloft(sheet, rows[Where.AIR], alone=alone, level=0.36)
    front, spots = _standing(sheet, standing)
    worn = [] if worn_alone else _worn(sheet, rows[Where.WORN], spots)
    return [*far, *back, *air, *water], [*front, *worn]


def _spread(sheet: Sheet, members: list[Member], room: float) -> tuple[float, list[float], list[float]]:
    """Fit figures side by side: give the height of size 1 in pixels, and each figure's middle and height."""
    tallest = max(member.thing.size for member in members)
    unit = room * sheet.unit / tallest
    heights = [unit * member.thing.size * member.subject.size for member in members]
    widths = [height * member.thing.width / 100 * 1.04 for height, member in zip(heights, members, strict=True)]
    fit = min(1.0, sheet.width * 0.94 / sum(widths), sheet.height * 0.72 / max(heights))
    free = sheet.width - sum(widths) * fit
    gap = free / (len(members) + 1)
    middles, x = [], gap
    for width in widths:
        middles.append(x + width * fit / 2)
        x += width * fit + gap
    return unit, middles, [height * fit for height in heights]


def _standing(sheet: Sheet, members: list[Member]) -> tuple[list[Layer], list[tuple[Member, Spot]]]:
    """Place the figures on the ground; many of them stand in two rows."""
    if not members:
        return [], []
    if len(members) > 4:
        half = len(members) // 2
        rear, near = members[:half], members[half:]
        far, far_spots = _placed(sheet, rear, 0.34, sheet.ground - 0.045)
        close, close_spots = _placed(sheet, near, 0.36, sheet.ground + 0.055)
        return far + close, far_spots + close_spots
    return _placed(sheet, members, 0.54 if len(members) == 1 else 0.46, sheet.ground + 0.03)


def _placed(
    sheet: Sheet, members: list[Member], room: float, foot: float, *, spread: bool = False
) -> tuple[list[Layer], list[tuple[Member, Spot]]]:
    _, middles, heights = _spread(sheet, members, room)
    layers, spots = [], []
    for member, x, tall in zip(members, middles, heights, strict=True):
        chance = sheet.chance("spot", member.thing.name, member.number)
        side = (chance.random() - 0.5) * (0.24 if len(members) == 1 else 0.04) * sheet.width
        if spread and len(members) == 1:
            side = sheet.width * (0.27 if chance.random() < 0.5 else -0.27)
        y = sheet.height * (foot + (chance.random() - 0.5) * 0.025)
        mirrored = chance.random() < 0.5
        height = tall * (0.9 + 0.2 * chance.random())
        half = height * (member.thing.width + 16) / 200
        inside = min(max(x + side, half), max(sheet.width - half, half))
        spot = Spot(inside, y, height, mirrored, 0.8 if spread else 0.95, member.number)
        layers += figure(sheet, member.thing, member.subject, spot)
        spots.append((member, spot))
    return layers, spots


def _row(sheet: Sheet, members: list[Member], room: float, foot: float, depth: float, *, spread: bool) -> list[Layer]:
    if not members:
        return []
    layers, _ = _placed(sheet, members, room, foot, spread=spread)
    return [replace(layer, depth=depth) for layer in layers]


def _in_water(sheet: Sheet, members: list[Member]) -> list[Layer]:
    """Place swimmers at the waterline; where there is no water they float through the air, as in dreams."""
    if not members:
        return []
    room = 0.46 if len(members) == 1 else 0.36
    level = sheet.waterline + 0.075 if sheet.waterline else 0.68
    if sheet.scene.place == "underwater":
        level = 0.7
    return _placed(sheet, members, room, level)[0]


def _aloft(sheet: Sheet, members: list[Member], *, alone: bool, level: float) -> list[Layer]:
    """Place what flies or hangs in the sky; alone it is large."""
    if not members:
        return []
    layers: list[Layer] = []
    room = 0.5 if alone and len(members) == 1 else 0.36 if alone else 0.24
    _, middles, heights = _spread(sheet, members, room)
    for index, (member, x, tall) in enumerate(zip(members, middles, heights, strict=True)):
        chance = sheet.chance("aloft", member.thing.name, member.number)
        height = tall * (0.62 + 0.3 * member.thing.size if not alone else 1.0)
        swing = 0.0 if len(members) == 1 else 0.11 * (-1 if index % 2 else 1)
        y = (
            sheet.height * (level + (0.1 if alone else -0.08) + swing * 0.7 + 0.05 * (chance.random() - 0.5))
            + height / 2
        )
        shift = (chance.random() - 0.5) * sheet.width * (0.14 if alone else 0.4) / len(members)
        if not alone and len(members) == 1:
            shift = sheet.width * (0.3 if chance.random() < 0.5 else -0.3)
        depth = 0.12 if member.thing.where is Where.SKY else 0.6
        y = max(y, height * 1.06)
        layers += figure(
            sheet, member.thing, member.subject, Spot(x + shift, y, height, chance.random() < 0.5, depth, index)
        )
    return layers


def _worn(sheet: Sheet, members: list[Member], spots: list[tuple[Member, Spot]]) -> list[Layer]:
    """Put hats on heads and umbrellas above them, one each, starting with the first figure."""
    layers: list[Layer] = []
    if not spots:
        return _aloft(sheet, members, alone=False, level=0.4)
    for index, member in enumerate(members):
        wearer, spot = spots[index % len(spots)]
        at = wearer.thing.head or (wearer.thing.width / 2, 4.0)
        scale = spot.tall / 100
        side = -1 if spot.mirrored else 1
        x = spot.x + side * (at[0] - wearer.thing.width / 2) * scale
        top = spot.y - spot.tall + at[1] * scale
        if member.thing.name == "umbrella":
            tall = spot.tall * 0.95 * min(member.subject.size, 1.4)
            place = Spot(x - side * tall * 0.06, top + tall * 0.56, tall, spot.mirrored, spot.depth, member.number)
        else:
            tall = spot.tall * 0.25 * member.subject.size
            place = Spot(x, top + tall * 0.24, tall, spot.mirrored, spot.depth, member.number)
        layers += figure(sheet, member.thing, member.subject, place)
    return layers
