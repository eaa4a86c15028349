"""Write a syntax tree as the text that is read as it."""

from __future__ import annotations

import re

from imagen.domain.search.keys import LIKED, OR, RATINGS, Key, Orientation
from imagen.domain.search.nodes import (
    Among,
    Both,
    Bytes,
    Chosen,
    Days,
    Either,
    Everything,
    Exactly,
    Figure,
    Measure,
    Node,
    Not,
    Number,
    Size,
    SizeOption,
    Span,
    Term,
    When,
    Words,
)
from imagen.domain.search.terms import quoted
from imagen.domain.search.values import BYTE_UNITS, LENGTH_UNITS, PIXEL_UNITS

_PLAIN_WORD = re.compile(r"[^\s()\":=<>*\\-][^\s()\":=<>*\\]*")
_PLAIN_VALUE = re.compile(r"[^\s()\",]+")


def render(node: Node) -> str:
    """Write a tree as text; reading that gives the same tree."""
    if isinstance(node, Everything):
        return ""
    if isinstance(node, Both):
        return " ".join(_inside(item, Either) for item in node.items)
    if isinstance(node, Either):
        return f" {OR} ".join(render(item) for item in node.items)
    if isinstance(node, Not):
        return f"-{_inside(node.item, Both, Either)}"
    return render_term(node)


def render_term(term: Term) -> str:
    """Write one condition."""
    if isinstance(term, Words):
        return _words(term)
    if isinstance(term, Among):
        return LIKED if term.key is Key.IS and term.values == (LIKED,) else f"{term.key}:{_listed(term.values)}"
    if isinstance(term, Chosen):
        return f"{_name(term.name)}={_listed(term.values)}"
    if isinstance(term, Figure):
        return f"{_name(term.name)}:{','.join(_span(span) for span in term.spans)}"
    return _measured(term)


def _measured(term: Measure | Size | When) -> str:
    if isinstance(term, Size):
        return f"{Key.SIZE}:{','.join(_size(option) for option in term.options)}"
    if isinstance(term, Measure):
        return f"{term.key}:{','.join(_measure(term.key, span) for span in term.spans)}"
    return f"{Key.DATE}:{','.join(_days(span) for span in term.spans)}"


def _name(name: str) -> str:
    return name if _PLAIN_WORD.fullmatch(name) else quoted(name)


def value_text(value: str) -> str:
    """Write a value behind a key, in quotes where it needs them."""
    return value if _PLAIN_VALUE.fullmatch(value) else quoted(value)


def _inside(node: Node, *needing: type[Both] | type[Either]) -> str:
    return f"({render(node)})" if isinstance(node, needing) else render(node)


def _words(term: Words) -> str:
    is_word = _PLAIN_WORD.fullmatch(term.text) and term.text != OR and term.text.casefold() != LIKED
    return (term.text if is_word else quoted(term.text)) + ("*" if term.unfinished else "")


def _listed(values: tuple[str, ...]) -> str:
    return ",".join(value_text(value) for value in values)


def _measure(key: Key, span: Span) -> str:
    if key is Key.RATING:
        return _span(span, lambda number: RATINGS[int(number)])
    if key is Key.LENGTH:
        return _span(span, lambda number: _with_unit(number, LENGTH_UNITS))
    return _span(span)


def _size(option: SizeOption) -> str:
    if isinstance(option, Orientation):
        return option.value
    if isinstance(option, Exactly):
        return f"{option.width}x{option.height}"
    units = BYTE_UNITS if isinstance(option, Bytes) else PIXEL_UNITS
    return _span(option.span, lambda number: _with_unit(number, units))


def _span(span: Span, write: object = None) -> str:
    def number(value: Number) -> str:
        return str(write(value)) if callable(write) else _number(value)

    if span.low is not None and span.high is not None:
        return number(span.low) if span.low == span.high else f"{number(span.low)}..{number(span.high)}"
    if span.low is not None:
        return f"{'>' if span.low_open else '>='}{number(span.low)}"
    return f"{'<' if span.high_open else '<='}{number(span.high or 0)}"


def _days(span: Days) -> str:
    if span.low is not None and span.high is not None:
        return span.low.text if span.low == span.high else f"{span.low.text}..{span.high.text}"
    if span.low is not None:
        return f"{'>' if span.low_open else '>='}{span.low.text}"
    return f"{'<' if span.high_open else '<='}{span.high.text if span.high else ''}"


def _number(value: Number) -> str:
    if isinstance(value, int):
        return str(value)
    text = f"{value:.12f}".rstrip("0")
    return text if not text.endswith(".") else f"{text}0"


def _with_unit(number: Number, units: dict[str, int]) -> str:
    """Write a number in the largest unit in which it is whole, or else with decimals in the smallest."""
    for unit, size in sorted(units.items(), key=lambda pair: -pair[1]):
        if number % size == 0 and number:
            return f"{int(number // size)}{unit}"
    unit, size = min(units.items(), key=lambda pair: pair[1])
    whole, rest = divmod(int(number), size)
    decimals = f".{rest:0{len(str(size)) - 1}}".rstrip("0") if rest else ""
    return f"{whole}{decimals}{unit}"
