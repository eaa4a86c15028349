"""The properties of an object: in what order they come, and which names a form can show."""

from __future__ import annotations

from collections.abc import Mapping

from imagen.providers.schema.shapes import Shape, texts
from imagen.providers.schema.wording import is_storable

_LONGEST_NAME = 100


def is_name(name: str) -> bool:
    """Tell whether an input's name can be the name of a field."""
    return 0 < len(name) <= _LONGEST_NAME and name == name.strip() and is_storable(name) and "\n" not in name


def ordered(shape: Shape) -> list[str]:
    """Give the names of properties in the provider's order: `x-order`, `x-fal-order-properties`, else as written."""
    properties = shape.properties
    listed = shape.schema.get("x-fal-order-properties")
    places = {name: at for at, name in enumerate(texts(listed))}
    last = len(properties) + len(places)

    def place(name: str) -> float:
        written = properties[name]
        own = written.get("x-order") if isinstance(written, Mapping) else None
        if isinstance(own, int | float) and not isinstance(own, bool) and abs(own) <= 1e9:
            return own
        return places.get(name, last)

    return sorted(properties, key=place)
