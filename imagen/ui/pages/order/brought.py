"""What somebody brings along to the Order page: a product to be made again, or one to make something of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from imagen.services.reuse import ReuseWhat
from imagen.ui.components.reusing import Way
from imagen.ui.laid_address import Asked

# A reload shows the form as it was left, and does not fill it once more.
FORGET = "history.replaceState(history.state, '', location.pathname)"


@dataclass(frozen=True)
class Brought:
    """The ids of products; None where nothing is brought. What is made again is so in a `way`.

    `missing` is a grid of which holes are to be filled: those of its `row` and `column`, where these are given.
    """

    reuse: UUID | None = None
    use: UUID | None = None
    way: Way = field(default_factory=Way)
    missing: Asked | None = None

    @classmethod
    def read(cls, reuse: str, use: str, what: str = "", seed: str = "", model: str = "", missing: str = "") -> Self:
        """Read it from the address of the page; what cannot be understood is nothing."""
        wanted = ReuseWhat(what) if what in set(ReuseWhat) else ReuseWhat.TEMPLATE
        way = Way(wanted, seed != "new", model == "other")
        return cls(_id(reuse), _id(use), way, Asked.parsed(missing) if missing else None)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
