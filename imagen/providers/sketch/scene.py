"""What a prompt means to Sketch: things with colours and numbers, in a place, at a time, in some weather."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

RGB = tuple[int, int, int]


@dataclass(frozen=True)
class Subject:
    """Something to draw, by its name in the catalogue; `colour` None means its natural one."""

    thing: str
    colour: RGB | None = None
    accent: RGB | None = None
    count: int = 1
    size: float = 1.0


@dataclass(frozen=True)
class Scene:
    """A whole prompt, read; `strangers` are the words that have no meaning here and set the mood."""

    subjects: tuple[Subject, ...] = ()
    place: str = ""
    time: str = ""
    season: str = ""
    weather: frozenset[str] = frozenset()
    moods: frozenset[str] = frozenset()
    tint: RGB | None = None
    place_colour: RGB | None = None
    banned: frozenset[str] = frozenset()
    banned_colours: frozenset[RGB] = frozenset()
    strangers: tuple[str, ...] = ()
    text: str = field(default="", repr=False)

    @property
    def strangeness(self) -> str:
        """Digest the unknown words, so that they shift composition and palette and nothing else does."""
        return digest(*self.strangers) if self.strangers else ""


def digest(*parts: object) -> str:
    """Give a short hash that is the same on every machine."""
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).hexdigest()
