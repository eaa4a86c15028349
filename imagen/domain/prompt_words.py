"""The words of prompts that are worth counting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_][\w'’]+")
_LITTLE_WORDS = (
    "a an and are as at be but by do for from has have he her his in into is it its my no not of off on one or our out "
    "over she so some than that the their them then there these they this those through to too under up very was we "
    "were what when where which while who will with without you your"
)
_LITTLE = frozenset(_LITTLE_WORDS.split())


def words_of(prompt: str) -> set[str]:
    """Give the different words of a prompt, folded, without those that only join others."""
    return set(_WORD.findall(prompt.casefold())) - _LITTLE


def count_words(prompts: Iterable[str]) -> Counter[str]:
    """Count in how many prompts each word stands."""
    counts: Counter[str] = Counter()
    for prompt, times in Counter(prompts).items():
        found = words_of(prompt)
        if times == 1:
            counts.update(found)
        else:
            for word in found:
                counts[word] += times
    return counts
