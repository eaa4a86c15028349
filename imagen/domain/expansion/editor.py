"""What the editor shows of a text: its tokens to colour, and the first values of a lookup."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Literal, TypeAlias

from imagen.domain.expansion.checking import TextCheck
from imagen.domain.expansion.layers import Layer
from imagen.domain.expansion.lookups import Lookups
from imagen.domain.expansion.measuring import LONGEST_TEXT, TooLongError, measure
from imagen.domain.expansion.nodes import (
    Broken,
    Lockstep,
    LookupToken,
    Reference,
    Sequence,
    Token,
    tokens_within,
)
from imagen.domain.expansion.parser import Parsed, parse
from imagen.domain.expansion.problems import ProblemKind
from imagen.domain.expansion.program import Run, lookup_table

SpanKind: TypeAlias = Literal["lookup", "inline", "back", "split", "random", "error"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text to be coloured, in code points; spans of nested tokens lie inside those around them."""

    start: int
    end: int
    kind: SpanKind


def spans(text: str, lookups: Lookups) -> list[Span]:
    """Find what to colour, outer spans first; bindings are not judged, as they may come from another parameter."""
    if len(text) > 2 * LONGEST_TEXT:
        return []
    parsed = parse(text)
    check = TextCheck(text, parsed, lookups, {})
    check.run()
    judged = [fault for fault in check.faults if fault.kind not in (ProblemKind.UNBOUND, ProblemKind.LENGTH)]
    wrong = {(fault.start, fault.end) for fault in judged}
    found = [Span(at, at + 2, "split") for at in parsed.splits]
    for prompt in parsed.sequences:
        for token, _, random in tokens_within(prompt.parts):
            kind = "error" if (token.start, token.end) in wrong else _kind(token, random)
            found.append(Span(token.start, token.end, kind))
            wrong.discard((token.start, token.end))
    found += [Span(start, end, "error") for start, end in wrong]
    return sorted(found, key=lambda span: (span.start, -span.end))


def peek(lookups: Lookups, name: str, limit: int) -> list[str]:
    """Give the first expanded values of a lookup; as they are written where they refer outside or cannot be expanded."""
    from imagen.domain.expansion.names import name_key

    key = name_key(name)
    facts = lookups.facts(key)
    if facts is None:
        return []
    if facts.faults or facts.depth >= 50 or facts.needs or _too_long(lookups, key):
        values = lookups.values(key).values
        return [value.source if isinstance(value, Sequence) else value for value in islice(values, limit)]
    table = lookup_table(key, lookups)
    return [_render(table.locate(digit), digit, key) for digit in range(min(limit, table.count))]


def _render(located: tuple[int, object, int], index: int, key: str) -> str:
    from imagen.domain.expansion.program import Program

    number, body, rest = located
    if isinstance(body, Program):
        return body.render(rest, Run(0, index, "", {}, None), f"{key}/{number}", False, None)
    return str(body)


def _too_long(lookups: Lookups, key: str) -> bool:
    parsed: Parsed = parse(f"[{lookups.shown(key)}]")
    try:
        measure(parsed.sequences[0].parts, Layer(), lookups)
    except TooLongError:
        return True
    return False


def _kind(token: Token, random: bool) -> SpanKind:
    if isinstance(token, Broken):
        return "error"
    if isinstance(token, Reference | Lockstep):
        return "back"
    if random or token.random:
        return "random"
    return "lookup" if isinstance(token, LookupToken) else "inline"
