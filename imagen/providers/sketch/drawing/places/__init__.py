"""Paints the places: each adds layers behind and before the things, and says where these stand."""

from __future__ import annotations

from collections.abc import Callable

from imagen.providers.sketch.drawing.layers import Sheet
from imagen.providers.sketch.drawing.places.country import desert, field, forest, garden, meadow, mountain
from imagen.providers.sketch.drawing.places.elsewhere import high_sky, room, space, underwater
from imagen.providers.sketch.drawing.places.shores import beach, lake, sea
from imagen.providers.sketch.drawing.places.towns import city, street

PLACES: dict[str, Callable[[Sheet], None]] = {
    "meadow": meadow,
    "field": field,
    "garden": garden,
    "forest": forest,
    "mountain": mountain,
    "desert": desert,
    "beach": beach,
    "sea": sea,
    "lake": lake,
    "city": city,
    "street": street,
    "room": room,
    "space": space,
    "underwater": underwater,
    "sky": high_sky,
}
