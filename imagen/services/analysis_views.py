"""What an analysis of the liked or well-rated tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from imagen.domain.search import Problem
from imagen.domain.statistics import Comparison, Verdict


class By(StrEnum):
    """What counts as good: what is liked, or what is rated good or excellent among all that is rated."""

    LIKED = "liked"
    RATED = "rated"


class About(StrEnum):
    """What a finding is about."""

    MODEL = "model"
    CHOICE = "choice"
    FIGURE = "figure"
    WORD = "word"


@dataclass(frozen=True)
class Finding:
    """A value with how many have it, how many of those are good, and what that tells beside the others.

    `name` is the token or parameter, empty for models and words. `term` asks for the value in a search, `q` is the search
    with it added. `verdict` is careful about how many values were looked at.
    """

    about: About
    name: str
    value: str
    label: str
    compared: Comparison
    verdict: Verdict
    term: str
    q: str


@dataclass(frozen=True)
class Analysis:
    """What is found of a search: `total` of which `good`, and the findings by kind.

    Of each kind those come first that occur most among the good, then those with the clearest difference. `wider` is the
    search that was looked at: where `q` asks for what is good, the same without that. `prompts` is how many prompts were
    read for the words, all unless it is fewer than `total`; `words_good` of these are good.
    """

    by: By
    q: str
    total: int
    good: int
    findings: tuple[Finding, ...]
    prompts: int
    problems: tuple[Problem, ...]
    wider: str = ""
    words_good: int = 0
