"""The search language of the gallery: reading, checking, completing, writing and editing searches."""

from imagen.domain.search.checking import unknown_names
from imagen.domain.search.completing import Completion, Option, complete
from imagen.domain.search.editing import as_typed, has_term, narrowed, with_only, with_term, without_term
from imagen.domain.search.keys import Flag, Key, Orientation, Rating
from imagen.domain.search.meaning import all_problems, asks_for, meant
from imagen.domain.search.names import NameKind, Names
from imagen.domain.search.nodes import (
    Among,
    Both,
    Chosen,
    Either,
    Everything,
    Figure,
    Measure,
    Node,
    Not,
    Size,
    When,
    Words,
)
from imagen.domain.search.parser import Parsed, Placed, parse
from imagen.domain.search.problems import Problem, ProblemKind
from imagen.domain.search.writing import render, render_term

__all__ = [
    "Among",
    "Both",
    "Chosen",
    "Completion",
    "Either",
    "Everything",
    "Figure",
    "Flag",
    "Key",
    "Measure",
    "NameKind",
    "Names",
    "Node",
    "Not",
    "Option",
    "Orientation",
    "Parsed",
    "Placed",
    "Problem",
    "ProblemKind",
    "Rating",
    "Size",
    "When",
    "Words",
    "all_problems",
    "as_typed",
    "asks_for",
    "complete",
    "has_term",
    "meant",
    "narrowed",
    "parse",
    "render",
    "render_term",
    "unknown_names",
    "with_only",
    "with_term",
    "without_term",
]
