"""The expansion language: a base parameter set is a small program, and this makes its generations."""

from imagen.domain.expansion.editor import Span, peek, spans
from imagen.domain.expansion.escaping import escape, escape_line, escape_option, escape_value, literal
from imagen.domain.expansion.expander import Expansion, plan
from imagen.domain.expansion.lookups import Lookups
from imagen.domain.expansion.names import is_name, name_key
from imagen.domain.expansion.outcome import Choice, Expanded, Factor
from imagen.domain.expansion.problems import PathStep, Problem, ProblemKind

__all__ = [
    "Choice",
    "Expanded",
    "Expansion",
    "Factor",
    "Lookups",
    "PathStep",
    "Problem",
    "ProblemKind",
    "Span",
    "escape",
    "escape_line",
    "escape_option",
    "escape_value",
    "is_name",
    "literal",
    "name_key",
    "peek",
    "plan",
    "spans",
]
