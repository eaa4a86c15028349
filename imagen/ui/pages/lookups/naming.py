"""Names for lookups that are made from others, and for the files they are written to."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from imagen.domain.expansion import name_key

_LONGEST = 200


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Give the wanted name, or it with the first number behind it that makes it new."""
    keys = {name_key(name) for name in taken}
    if name_key(wanted) not in keys:
        return wanted
    for number in count(2):
        ending = f" {number}"
        candidate = wanted[: _LONGEST - len(ending)].rstrip() + ending
        if name_key(candidate) not in keys:
            return candidate
    raise AssertionError("counting never ends")


def file_name(name: str) -> str:
    """Give the name of the text file for a lookup; folders in its name become dashes."""
    return f"{name.replace('/', '-')}.txt"
