"""The catalogue of all things, by name and by word."""

from __future__ import annotations

from imagen.providers.sketch.drawing.things.buildings import BUILDINGS
from imagen.providers.sketch.drawing.things.nature import NATURE
from imagen.providers.sketch.drawing.things.objects import OBJECTS
from imagen.providers.sketch.drawing.things.people import PEOPLE
from imagen.providers.sketch.drawing.things.pets import PETS
from imagen.providers.sketch.drawing.things.thing import Thing
from imagen.providers.sketch.drawing.things.travel import TRAVEL
from imagen.providers.sketch.drawing.things.waters import WATERS
from imagen.providers.sketch.drawing.things.wildlife import WILDLIFE

THINGS: dict[str, Thing] = {
    thing.name: thing for kind in (PETS, WILDLIFE, WATERS, PEOPLE, TRAVEL, BUILDINGS, NATURE, OBJECTS) for thing in kind
}

THING_WORDS: dict[str, str] = {word: thing.name for thing in THINGS.values() for word in (thing.name, *thing.words)}
