"""Read a key as people paste it: with its variable's name before it, in quotes, or as a header."""

from __future__ import annotations

import re

SHORTEST_KEY, LONGEST_KEY = 8, 500
_VARIABLE = re.compile(r"^(?:export\s+)?[A-Z]+_[A-Z0-9_]+\s*=\s*(?=\S{8})")
_SCHEME = re.compile(r"^(?i:authorization:\s*)?(?i:bearer|token|key)\s+")


def read_key(written: str) -> str:
    """Give the bare key. Raises ValueError with the end of a sentence that begins with what the key is of."""
    bare = _VARIABLE.sub("", written.strip()).strip("\"'").strip()
    bare = _SCHEME.sub("", bare)
    if not bare.isascii() or not bare.isprintable() or " " in bare:
        raise ValueError("must be one word of ASCII characters")
    if not SHORTEST_KEY <= len(bare) <= LONGEST_KEY:
        raise ValueError(f"must have {SHORTEST_KEY} to {LONGEST_KEY} characters")
    return bare
