"""Keeps the elements of a list in step with what they show: those that stay are moved and told, never made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from nicegui import ui

KeyT = TypeVar("KeyT")
ThingT = TypeVar("ThingT")
ElementT = TypeVar("ElementT", bound=ui.element)


def reconcile(
    place: ui.element,
    there: dict[KeyT, ElementT],
    things: Mapping[KeyT, ThingT],
    make: Callable[[ThingT], ElementT],
    show: Callable[[ElementT, ThingT], object],
) -> None:
    """Have `place` hold an element for each of `things`, in their order; `there` is what it holds, changed in place.

    `make` makes an element where there is none; `show` tells one that is there what its thing is like now.
    """
    for gone in [key for key in there if key not in things]:
        there.pop(gone).delete()
    for at, (key, thing) in enumerate(things.items()):
        element = there.pop(key, None)
        if element is None:
            with place:
                element = make(thing)
        else:
            show(element, thing)
        there[key] = element  # put in again, so that they come in the order of the things
        if place.default_slot.children[at] is not element:
            element.move(target_index=at)
