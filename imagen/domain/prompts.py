"""Fill the placeholders of prompt versions: `{style}` gets the given value, literally; nothing put in is read again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.nearness import nearest

_PIECE = re.compile(r"\{\{|\}\}|\{([^\W\d][^\W]*)\}|\{|\}")
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class PlaceholderProblem:
    """One thing wrong with a template, at code points `start` to `end`; `suggestion` could stand there instead."""

    start: int
    end: int
    message: str
    suggestion: str | None = None


def placeholders(template: str) -> tuple[str, ...]:
    """List the names that a template asks for, each once, in the order in which they come up."""
    return tuple(dict.fromkeys(match[1] for match in _PIECE.finditer(template) if match[1]))


def template_problems(template: str, given: Mapping[str, str] | None = None) -> list[PlaceholderProblem]:
    """Report every lone brace, and where values are given, every name that has none and every value no place asks for."""
    found = []
    for match in _PIECE.finditer(template):
        if match[0] in ("{", "}"):
            message = f"A lone {match[0]} stands here. Double it ({match[0] * 2}) to print one, or write a name as in {{style}}."
            found.append(PlaceholderProblem(match.start(), match.end(), message, match[0] * 2))
        elif match[1] and given is not None and match[1] not in given:
            found.append(_missing(match, given))
    if given is not None:
        found += _unknown(template, given)
    return found


def fill(template: str, given: Mapping[str, str], field: str = "prompt") -> str:
    """Put the values in. Raises InvalidInput with every problem of the template, for this field."""
    problems = template_problems(template, given)
    if problems:
        details = [FieldProblem(field, p.message, "placeholder", p.start, p.end, p.suggestion) for p in problems]
        raise InvalidInput(problems[0].message, "Mend the template, then try again.", details)
    return _PIECE.sub(lambda match: given[match[1]] if match[1] else match[0][0], template)


def escape_braces(text: str) -> str:
    """Write a text as a template that gives it back."""
    return text.replace("{", "{{").replace("}", "}}")


def joined(system: str, user: str) -> str:
    """Join system and user prompt for a model with one field, by a blank line; a blank one is left out."""
    return "\n\n".join(part.strip() for part in (system, user) if part.strip())


def _missing(match: re.Match[str], given: Mapping[str, str]) -> PlaceholderProblem:
    near = nearest(match[1], given)
    hint = f"Did you mean {{{near}}}?" if near else f"Values are given for: {_listed(given)}."
    message = f"There is no value for {{{match[1]}}}. {hint}"
    return PlaceholderProblem(match.start(), match.end(), message, f"{{{near}}}" if near else None)


def _unknown(template: str, given: Mapping[str, str]) -> list[PlaceholderProblem]:
    asked = placeholders(template)
    end = len(template)
    return [
        PlaceholderProblem(0, end, f"The template asks for no {{{name}}}. It asks for: {_listed(asked)}.")
        for name in given
        if name not in asked
    ]


def _listed(names: Mapping[str, str] | tuple[str, ...]) -> str:
    listed = list(names)
    return ", ".join(listed[:_MOST_NAMED]) + (" …" if len(listed) > _MOST_NAMED else "") if listed else "nothing"
