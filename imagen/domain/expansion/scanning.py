"""The characters of the language: escapes, trimming, and texts cut into literal parts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from imagen.domain.expansion.nodes import Part, Sequence, Token

MARKS = re.compile(r"\\[\[\],|=?#\\]|[\[\],|=]")
"""An escaped character, or one of those that may mean something, in one pass over a text."""

_ESCAPE = re.compile(r"\\([\[\],|=?#\\])")


def unescape(text: str) -> str:
    """Give the characters that a text with escapes stands for."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def length_unescaped(text: str) -> int:
    """Count the characters of a text, an escaped one once."""
    return len(text) - sum(1 for _ in _ESCAPE.finditer(text)) if "\\" in text else len(text)


def trim(source: str, start: int, end: int) -> tuple[int, int]:
    """Move the ends of a span inwards past white space."""
    piece = source[start:end]
    start = end - len(piece.lstrip())
    return start, max(start, start + len(piece.strip()))


def sequence(source: str, start: int, end: int, tokens: Iterable[Token]) -> Sequence:
    """Build the sequence that a span with its tokens is."""
    parts: list[Part] = []
    at = start
    for token in tokens:
        if token.start > at:
            parts.append(unescape(source[at : token.start]))
        parts.append(token)
        at = token.end
    if at < end:
        parts.append(unescape(source[at:end]))
    return Sequence(tuple(parts), start, end, source[start:end])
