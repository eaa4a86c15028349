"""Names and texts that people give to what they keep: checked, and compared however they are spelled."""

from __future__ import annotations

import re
from typing import Protocol, TypeVar
from uuid import UUID

from imagen.domain.errors import DuplicateName, FieldProblem, InvalidInput
from imagen.domain.expansion.names import name_key
from imagen.domain.search.keys import NONE
from imagen.domain.search.names import WITHOUT

LONGEST_NAME = 120
LONGEST_TEXT = 20_000
COLORS = ("#5b8def", "#c678dd", "#2bb3a3", "#d08a3e", "#e0679a", "#7a9f35", "#8a7ce0", "#4fa8d5")
"""Colours that new tags get in turn."""

_SOUGHT_BY_NAME = frozenset(key.value for key in WITHOUT)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_UNSHOWN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class Named(Protocol):
    """A record with a name, as repositories give it."""

    id: UUID
    name: str


N = TypeVar("N", bound=Named)


def checked_name(name: str, word: str, field: str = "name") -> tuple[str, str]:
    """Give a name with single spaces, and the key it is compared by. Raises InvalidInput.

    What searches can ask for by its name cannot be named as they write that there is none.
    """
    shown = " ".join(_UNSHOWN.sub(" ", name).split())
    if not shown:
        message = f"A {word} needs a name."
        raise InvalidInput(message, problems=[FieldProblem(field, message)])
    if len(shown) > LONGEST_NAME:
        message = f"A name may have {LONGEST_NAME} characters, and this has {len(shown):,}."
        raise InvalidInput(message, problems=[FieldProblem(field, message)])
    key = name_key(shown)
    if key == NONE and word in _SOUGHT_BY_NAME:
        message = f"“{shown}” means without any {word} in a search."
        raise InvalidInput(message, "Choose another name.", [FieldProblem(field, message)])
    return shown, key


def checked_text(text: str, field: str) -> str:
    """Give a text without space around it. Raises InvalidInput when it is too long."""
    if len(text) > LONGEST_TEXT:
        message = f"This may have {LONGEST_TEXT:,} characters, and it has {len(text):,}."
        raise InvalidInput(message, problems=[FieldProblem(field, message)])
    return text.strip()


def is_color(color: str) -> bool:
    """Tell whether a text is a colour as tags have one, and nothing else that a page would take for more."""
    return _COLOR.fullmatch(color) is not None


def checked_color(color: str) -> str:
    """Give a colour as `#rrggbb`. Raises InvalidInput."""
    if not is_color(color):
        message = "A colour is written as # and six hexadecimal digits, such as #5b8def."
        raise InvalidInput(message, problems=[FieldProblem("color", message)])
    return color.lower()


def refuse_taken(there: Named | None, own_id: UUID | None, word: str) -> None:
    """Refuse a name that something else has. Raises DuplicateName."""
    if there is not None and there.id != own_id:
        message = f"There is a {word} named {there.name} already."
        raise DuplicateName(message, "Choose another name.", [FieldProblem("name", message)])


def counted(count: int, word: str, plural: str = "") -> str:
    """Write how many there are of something."""
    return f"1 {word}" if count == 1 else f"{count:,} {plural or word + 's'}"
