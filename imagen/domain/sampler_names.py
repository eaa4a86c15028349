"""Recognise a sampler under the names that different programs and models give it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from imagen.domain.parameters import Choice

_ENDINGS = ("discrete", "scheduler")
_SAME = {
    "eulera": "eulerancestral",
    "dpm2a": "dpm2ancestral",
    "dpmpp2sa": "dpmpp2sancestral",
    "klms": "lms",
    "unipcmultistep": "unipc",
    "dpmsolvermultistep": "dpmpp2m",
    "dpmpp": "dpmpp2m",
    "karrasdpm": "dpmpp2mkarras",
}
_ORDINARY = frozenset({"", "normal", "automatic", "default", "discrete"})


def plain_sampler(name: str) -> str:
    """Give a name without what the programs write differently: `K_EULER_ANCESTRAL` and `Euler a` are one."""
    word = name.casefold().replace("++", "pp").removeprefix("k_").removeprefix("sample_")
    word = re.sub(r"[\W_]+", "", word)
    for ending in _ENDINGS:
        word = word.removesuffix(ending)
    return _SAME.get(word, word)


def find_sampler(sampler: str, scheduler: str, choices: Iterable[Choice]) -> Choice | None:
    """Find a sampler among the choices of a model, with its schedule in one name where that is a choice."""
    by_name: dict[str, Choice] = {}
    for choice in choices:
        for name in (str(choice.value), choice.label):
            by_name.setdefault(plain_sampler(name), choice)
    by_name.pop("", None)
    together = plain_sampler(sampler) + plain_sampler(scheduler)
    if plain_sampler(scheduler) not in _ORDINARY and together in by_name:
        return by_name[together]
    return by_name.get(plain_sampler(sampler))
