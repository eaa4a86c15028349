"""Fill the placeholders of prompt versions: `{style}` gets the given value, literally; nothing put in is read again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
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


def template_problems(template: str, given: Collection[str] | None = None) -> list[PlaceholderProblem]:
    """Report every lone brace and, where the given names are told, every placeholder that is not among them."""
    found = []
    for match in _PIECE.finditer(template):
        if match[0] in ("{", "}"):
            message = f"A lone {match[0]} stands here. Double it ({match[0] * 2}) to print one, or write a name as in {{style}}."
            found.append(PlaceholderProblem(match.start(), match.end(), message, match[0] * 2))
        elif match[1] and given is not None and match[1] not in given:
            found.append(_missing(match, given))
    return found


def fill(template: str, given: Mapping[str, str], field: str = "prompt") -> str:
    """Put the values in. Raises InvalidInput with every problem of the template, for this field."""
    return fill_together({field: template}, given)[field]


def fill_together(templates: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Put the same values into several fields, as system and user prompt.

    Raises InvalidInput with every problem of every field; a value that no field asks for is one too.
    """
    problems = [
        FieldProblem(field, p.message, "placeholder", p.start, p.end, p.suggestion)
        for field, template in templates.items()
        for p in template_problems(template, given)
    ]
    asked = tuple(dict.fromkeys(name for template in templates.values() for name in placeholders(template)))
    for name in given:
        if name not in asked:
            message = f"No placeholder asks for {name}. Asked for: {_listed(asked)}."
            problems.append(FieldProblem(name, message, "placeholder", suggestion=nearest(name, asked)))
    if problems:
        raise InvalidInput(problems[0].message, "Mend the template or the values, then try again.", problems)
    return {field: _PIECE.sub(lambda m: given[m[1]] if m[1] else m[0][0], text) for field, text in templates.items()}


def escape_braces(text: str) -> str:
    """Write a text as a template that gives it back."""
    return text.replace("{", "{{").replace("}", "}}")


def joined(system: str, user: str) -> str:
    """Join system and user prompt for a model with one field, by a blank line; a blank one is left out."""
    return "\n\n".join(part.strip() for part in (system, user) if part.strip())


def _missing(match: re.Match[str], given: Collection[str]) -> PlaceholderProblem:
    near = nearest(match[1], given)
    hint = f"Did you mean {{{near}}}? " if near else ""
    message = f"There is no value for {{{match[1]}}}. {hint}Values are given for: {_listed(given)}."
    return PlaceholderProblem(match.start(), match.end(), message, f"{{{near}}}" if near else None)


def _listed(names: Collection[str]) -> str:
    listed = list(names)
    return (", ".join(listed[:_MOST_NAMED]) + (" …" if len(listed) > _MOST_NAMED else "")) if listed else "nothing"
