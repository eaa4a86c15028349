"""Turn words that people type into a query that the full-text index understands."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_MOST_WORDS = 32


def match_expression(words: str) -> str:
    """Ask for texts with all the words, the last one perhaps unfinished; punctuation counts as space."""
    found = _WORD.findall(words)[:_MOST_WORDS]
    return " ".join(f'"{word}"' for word in found[:-1]) + (f' "{found[-1]}"*' if found else '""')
