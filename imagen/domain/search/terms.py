"""Read one chunk of a search into the condition it is, or say what keeps it from being one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from imagen.domain.nearness import nearest
from imagen.domain.search.keys import EXAMPLES, FIGURES, LIKED, Flag, Key
from imagen.domain.search.nodes import Among, Chosen, Figure, Measure, Size, Term, When, Words
from imagen.domain.search.problems import Problem, ProblemKind, shown
from imagen.domain.search.scanning import Piece
from imagen.domain.search.values import (
    Wrong,
    read_date,
    read_figure,
    read_fixed,
    read_length,
    read_pixels,
    read_rating,
    read_size,
)

T = TypeVar("T")

_KEYS: dict[str, Key] = {key.value: key for key in Key}
_COMPARISON = re.compile(r"([^\W\d]\w*)(>=|<=|>|<)(=?)([0-9.]+[a-z]*|[a-z]+)", re.IGNORECASE)
_FIGURE_NAME = re.compile(r"[^\W\d][\w .-]{0,79}")
_LOOKS_NUMERIC = re.compile(r"[<>=]?=?\s*[+-]?\.{0,2}[0-9]")
_WORD = re.compile(r"[^\W_]")
_UNITS_OF_TIME = frozenset({"week", "month", "year"})
_WHICH = frozenset({"last", "this"})
_READERS: dict[Key, Callable[[str], Any]] = {
    Key.RATING: read_rating,
    Key.WIDTH: read_pixels,
    Key.HEIGHT: read_pixels,
    Key.LENGTH: read_length,
    Key.SIZE: read_size,
    Key.DATE: read_date,
}


def takes_next(piece: Piece, following: Piece | None) -> int:
    """Count the chunks behind this one that belong to it: one for `date:last week`, none otherwise."""
    parts = piece.cut(":")
    is_date = parts is not None and parts[0].text.casefold() == Key.DATE
    if not is_date or following is None or parts is None:
        return 0
    ends = parts[2].text.casefold() in _WHICH and following.text.casefold() in _UNITS_OF_TIME
    return 1 if ends and following.start > piece.end else 0


def read_term(source: str, piece: Piece, following: Piece | None, problems: list[Problem]) -> Term | None:
    """Read a chunk; `following` is the one behind it."""
    if takes_next(piece, following) and following is not None:
        days = read_date(f"{piece.text.partition(':')[2]}-{following.text}")
        assert not isinstance(days, Wrong)
        return When((days,), piece.start, following.end)
    parts = piece.cut(":=")
    if parts is None:
        return _words(source, piece, problems)
    name, mark, values = parts
    if mark == "=":
        if name.letters and name.letters[-1].is_mark("<>"):
            return _words(source, piece, problems)
        return _chosen(source, piece, name, values, problems)
    return _keyed(source, piece, name, values, following, problems)


def _words(source: str, piece: Piece, problems: list[Problem]) -> Words | Among | None:
    text = piece.text
    if text.casefold() == LIKED and not piece.is_quoted:
        return Among(Key.IS, (Flag.LIKED.value,), piece.start, piece.end)
    compared = None if piece.is_quoted else _COMPARISON.fullmatch(text)
    if compared:
        mend = f"{compared[1]}:{compared[2]}{compared[3]}{compared[4]}"
        if _reads(mend):
            message = f"A colon stands between a key and its value. Write {shown(mend)}."
            problems.append(Problem(ProblemKind.BAD_VALUE, piece.start, piece.end, message, mend))
            return None
    unfinished = bool(piece.letters) and piece.letters[-1].is_mark("*")
    text = text.rstrip("*") if unfinished else text
    if not _WORD.search(text):
        message = f"{shown(source[piece.start : piece.end])} has no letter or digit to look for. Take it away."
        problems.append(Problem(ProblemKind.NO_WORD, piece.start, piece.end, message, ""))
        return None
    return Words(text, unfinished, piece.start, piece.end)


def _chosen(source: str, piece: Piece, name: Piece, values: Piece, problems: list[Problem]) -> Chosen | None:
    if not name.text.strip():
        message = "A name stands before the =, as in color=red. Put quotes around it to look for the characters."
        _escape(source, piece, message, ProblemKind.UNKNOWN_KEY, problems)
        return None
    read = _values(values, lambda text: text, problems, "")
    if not any(values.letters):
        message = f"Write a value behind {name.text}=, or put quotes around it to look for the characters."
        _escape(source, piece, message, ProblemKind.NO_VALUE, problems)
        return None
    return Chosen(name.text.strip(), read, piece.start, piece.end) if read else None


def _keyed(
    source: str, piece: Piece, name: Piece, values: Piece, following: Piece | None, problems: list[Problem]
) -> Term | None:
    key = None if name.is_quoted else _KEYS.get(name.text.casefold())
    figure = name.text.strip().casefold()
    is_figure = key is None and bool(_FIGURE_NAME.fullmatch(figure))
    if not values.letters and (key is not None or figure in FIGURES):
        _no_value(source, piece, following, EXAMPLES[key] if key else ">=1", problems)
        return None
    if key is None and not (is_figure and (figure in FIGURES or _LOOKS_NUMERIC.match(values.text))):
        _unknown_key(source, piece, name, values, problems)
        return None
    return _term(key, figure, values, piece, problems)


def _term(key: Key | None, figure: str, values: Piece, piece: Piece, problems: list[Problem]) -> Term | None:
    place = piece.start, piece.end
    if key is None:
        spans = _values(values, read_figure, problems, ">=1")
        return Figure(figure, spans, *place) if spans else None
    read = _values(values, _reader(key), problems, EXAMPLES[key])
    if not read:
        return None
    if key is Key.DATE:
        return When(read, *place)
    if key is Key.SIZE:
        return Size(read, *place)
    if key in (Key.RATING, Key.WIDTH, Key.HEIGHT, Key.LENGTH):
        return Measure(key, read, *place)
    return Among(key, read, *place)


def _reader(key: Key) -> Callable[[str], Any]:
    if key in _READERS:
        return _READERS[key]
    if key in (Key.TYPE, Key.ORIGIN, Key.IS):
        return lambda text: read_fixed(key, text)
    return _read_order if key is Key.ORDER else str


def _read_order(text: str) -> str | Wrong:
    number = text.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) <= len(str(2**63)) - 1:
        return str(int(number))
    try:
        return str(UUID(text))
    except ValueError:
        digits = re.sub(r"[^0-9]", "", text)[:9]
        return Wrong(f"{shown(text)} is no order. Orders have numbers, as in order:12.", str(int(digits or "1")))


def _values(values: Piece, read: Callable[[str], T | Wrong], problems: list[Problem], example: str) -> tuple[T, ...]:
    """Read each of some values; nothing when one of them is wrong."""
    found: list[T] = []
    faults = 0
    for item in values.split(","):
        text = item.text.strip()
        if not text:
            faults += 1
            message = "A value is missing beside this comma."
            if values.letters:
                problems.append(_missing(values, item, message))
            continue
        value = read(text)
        if isinstance(value, Wrong):
            faults += 1
            problems.append(Problem(ProblemKind.BAD_VALUE, item.start, item.end, value.message, value.suggestion))
        else:
            found.append(value)
    return () if faults else tuple(dict.fromkeys(found))


def _missing(values: Piece, item: Piece, message: str) -> Problem:
    """Take a comma away together with the empty place beside it."""
    if item.start > values.start:
        return Problem(ProblemKind.NO_VALUE, item.start - 1, item.end, message, "")
    return Problem(ProblemKind.NO_VALUE, item.start, min(item.end + 1, values.end), message, "")


def _no_value(source: str, piece: Piece, following: Piece | None, example: str, problems: list[Problem]) -> None:
    written = source[piece.start : piece.end]
    end = piece.end
    mend = written + example
    if following is not None and source[piece.end : following.start].isspace():
        joined = written + source[following.start : following.end]
        if _reads(joined):
            mend, end = joined, following.end
    message = f"A value stands behind {shown(written)} at once, as in {mend}."
    problems.append(Problem(ProblemKind.NO_VALUE, piece.start, end, message, mend))


def _unknown_key(source: str, piece: Piece, name: Piece, values: Piece, problems: list[Problem]) -> None:
    near = nearest(name.text, (*_KEYS, *FIGURES))
    mend = f"{near}{source[name.end : piece.end]}" if near else ""
    if near and _reads(mend):
        message = f"There is no key {shown(name.text)}. Did you mean {near}:?"
        problems.append(Problem(ProblemKind.UNKNOWN_KEY, piece.start, piece.end, message, mend))
        return
    message = f"There is no key {shown(name.text)}. Put quotes around it to look for the words."
    _escape(source, piece, message, ProblemKind.UNKNOWN_KEY, problems)


def _escape(source: str, piece: Piece, message: str, kind: ProblemKind, problems: list[Problem]) -> None:
    mend = quoted(piece.text) if _WORD.search(piece.text) else ""
    problems.append(Problem(kind, piece.start, piece.end, message, mend))


def quoted(text: str) -> str:
    """Write a text in quotes, so that it means nothing but itself."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _reads(text: str) -> bool:
    """Tell whether a text is one condition without problems."""
    from imagen.domain.search.parser import parse

    parsed = parse(text)
    return not parsed.problems and len(parsed.placed) == 1
