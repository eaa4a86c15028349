"""Find the name that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_ENOUGH = 0.6
_LONGEST = 80
_MOST = 2000


def nearest(written: str, known: Iterable[str]) -> str | None:
    """Give the known name most like what was written, or None when none is near."""
    wanted = written.casefold()[:_LONGEST]
    best, best_ratio = None, _ENOUGH
    matcher = SequenceMatcher(autojunk=False, b=wanted)
    for seen, name in enumerate(known):
        if seen >= _MOST:
            break
        matcher.set_seq1(name.casefold()[:_LONGEST])
        if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
            ratio = matcher.ratio()
            if ratio > best_ratio:
                best, best_ratio = name, ratio
    return best
