"""The sentences that more than one part of the expansion says."""

from __future__ import annotations

from collections.abc import Iterable

from imagen.domain.expansion.problems import quoted
from imagen.domain.nearness import nearest


def in_lookup(name: str, line: int) -> str:
    """Say where in a lookup a fault is."""
    return f"(In the lookup {quoted(name)}, line {line}.)"


def length_message(name: str, size: int, given: int) -> str:
    """Say that a lockstep token has another number of options than the choice it follows."""
    options = "1 option" if given == 1 else f"{given:,} options"
    choices = "1 choice" if size == 1 else f"{size:,} choices"
    return f"{quoted(name)} has {choices}, and here are {options} behind the arrow. Write one for each choice, in its order."


def no_such_lookup(written: str, known: Iterable[str]) -> tuple[str, str | None]:
    """Say that a lookup is unknown, with the name nearest to what was written."""
    near = nearest(written, known)
    mend = f" Did you mean [{near}]?" if near else " Make it under Lookups, or add an option with a comma."
    return f"There is no lookup named {quoted(written)}.{mend} For the characters themselves write \\[.", near
