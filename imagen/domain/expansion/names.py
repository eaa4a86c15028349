"""Names of lookups and bindings: what is one, and when two are the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LONGEST = 200
_ASCII_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_/-]*(?:\s+[A-Za-z0-9_/-]+)*\Z", re.ASCII)
_LATER = frozenset("_-/ ")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was written, with the key by which names are compared."""

    shown: str
    key: str


def name_key(text: str) -> str:
    """Give what two spellings of one name have in common: single spaces, NFC, casefolded."""
    joined = " ".join(text.split())
    if joined.isascii():
        return joined.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", joined).casefold())


def is_name(text: str) -> bool:
    """Tell whether a text is a name: a letter or `_`, then letters, marks, digits, `_ - /` and spaces between words."""
    if not text or len(text) > _LONGEST:
        return False
    if text.isascii():
        return _ASCII_NAME.match(text) is not None
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    return bool(joined) and _begins(joined[0]) and all(_goes_on(c) for c in joined)


def read_name(text: str) -> Name | None:
    """Read a name, or nothing where the text is none."""
    text = text.strip()
    return Name(" ".join(text.split()), name_key(text)) if is_name(text) else None


def read_own_name(text: str) -> Name | None:
    """Read the name that a token gives itself: a name without spaces."""
    name = read_name(text)
    return name if name and " " not in name.shown else None


def _begins(character: str) -> bool:
    return character == "_" or unicodedata.category(character)[0] == "L"


def _goes_on(character: str) -> bool:
    if character in _LATER:
        return True
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd"
