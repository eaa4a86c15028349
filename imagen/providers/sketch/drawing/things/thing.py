"""What a drawable thing is: its words, its natural colours, its place in a picture and the function that draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from imagen.providers.sketch.scene import RGB

if TYPE_CHECKING:
    from imagen.providers.sketch.drawing.colour import Coat
    from imagen.providers.sketch.drawing.pen import Pen


class Where(Enum):
    """Where a thing belongs."""

    GROUND = auto()
    BACK = auto()
    AIR = auto()
    SKY = auto()
    WATER = auto()
    WORN = auto()


@dataclass(frozen=True)
class Thing:
    """One entry of the catalogue; sizes compare heights of things with each other, a dog being 1."""

    name: str
    words: tuple[str, ...]
    colour: RGB
    accent: RGB
    draw: Callable[[Pen, Coat], None]
    where: Where = Where.GROUND
    size: float = 1.0
    width: float = 100.0
    head: tuple[float, float] | None = None
    place: str = ""
    glows: bool = False
