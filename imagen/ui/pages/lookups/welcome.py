"""What the Lookups page says while no lookup is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from imagen.ui import design as d

EXAMPLES = (
    ("outfit", "[color] coat\n[color] dress\nstriped [color] pullover", "Clothes; each in every color."),
    ("color", "red\nblue\ngreen\nyellow\nwhite", "Plain colors."),
    ("time of day", "dawn\nnoon\ngolden hour\ndusk\nnight", ""),
)


def teach(new: Callable[[], Any], bring: Callable[[], Any], add_examples: Callable[[], Awaitable[None]]) -> None:
    """Explain lookups to somebody who has none."""
    with d.empty_state(
        "Lists of words, used by their name",
        "Keep red, blue and green as the lookup color. Then [color] in a prompt makes a picture for each, and [?\u2060color] "
        "picks one at random. Lookups may use each other.",
        icon="lookups",
    ):
        d.button("Add three to start with", add_examples, kind="primary", icon="wand")
        d.button("New lookup", new, icon="plus")
        d.button("Import text files", bring, icon="upload")


def pick_one(name: str, create: Callable[[], Any]) -> None:
    """Say that no lookup is open, or that there is none of the name that was asked for."""
    if name:
        shown = name if len(name) <= 80 else name[:79] + "…"
        with d.empty_state(f"There is no lookup named {shown}", "It may have been renamed or deleted.", icon="lookups"):
            d.button("Create it", create, kind="primary", icon="plus")
        return
    with d.empty_state("Pick a lookup", "Its values, what they make and where it is used show here.", icon="lookups"):
        pass
