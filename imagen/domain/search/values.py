"""Read what stands behind a key: numbers, ratings, sizes, lengths and fixed values, or say what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from imagen.domain.nearness import nearest
from imagen.domain.search.dates import RELATIVE, read_days
from imagen.domain.search.keys import EXAMPLES, FIXED_VALUES, RATINGS, Key, Orientation
from imagen.domain.search.nodes import Bytes, Days, Exactly, Number, Pixels, SizeOption, Span
from imagen.domain.search.problems import shown

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,19}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})")
_COMPARED = re.compile(r"(>=|<=|>|<|=)(.*)", re.DOTALL)
_DASHED = re.compile(r"([0-9.]+[a-z]*)\s*[-–]\s*([0-9.]+[a-z]*)")
_EXACTLY = re.compile(r"([0-9]{1,6})[x×]([0-9]{1,6})")
_UNIT = re.compile(r"(.*?)\s*([a-z]*)", re.DOTALL)
BYTE_UNITS = {"kb": 10**3, "mb": 10**6, "gb": 10**9}
PIXEL_UNITS = {"mp": 10**6}
LENGTH_UNITS = {"ms": 1, "s": 10**3, "min": 60 * 10**3, "h": 3600 * 10**3}


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value cannot be read, and what could stand there instead."""

    message: str
    suggestion: str


def read_fixed(key: Key, text: str) -> str | Wrong:
    """Read one of a key's fixed values."""
    wanted, values = text.casefold(), FIXED_VALUES[key]
    if wanted in values:
        return wanted
    near = nearest(wanted, values) or EXAMPLES[key]
    return Wrong(f"{shown(text)} is nothing that {key}: knows. It knows {', '.join(values)}.", near)


def read_number(text: str) -> Number | None:
    """Read a plain number; whole ones stay whole."""
    if not _NUMBER.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


def read_figure(text: str) -> Span | Wrong:
    """Read `20`, `20..40`, `>=20` or `<3.5`."""
    return _read_span(text, read_number, "a number, as in 20, 20..40 or >=20", ">=1")


def read_pixels(text: str) -> Span | Wrong:
    """Read a number of pixels along one side."""
    return _read_span(text.casefold().replace("px", ""), read_number, "a number of pixels, as in >=1024", ">=1024")


def read_rating(text: str) -> Span | Wrong:
    """Read `good`, `>=good` or `poor..good`; the five ratings are 0 to 4."""
    wanted = text.casefold()
    if wanted.isdecimal() and 1 <= int(wanted[:3]) <= len(RATINGS):
        name = RATINGS[int(wanted) - 1]
        return Wrong(f"Ratings have names: {', '.join(RATINGS)}.", name)
    found = _read_span(wanted, lambda name: RATINGS.index(name) if name in RATINGS else None, "", "")
    if isinstance(found, Span):
        return found
    compared = _COMPARED.fullmatch(wanted)
    before, name = (
        (compared[1].replace("=", "") if len(compared[1]) == 1 else compared[1], compared[2])
        if compared
        else ("", wanted)
    )
    near = found.suggestion or before + (nearest(name, RATINGS) or "good")
    return Wrong(f"{shown(text)} is no rating. Ratings are {', '.join(RATINGS)}, also as >=good or poor..good.", near)


def read_length(text: str) -> Span | Wrong:
    """Read `>10s` or `1min..2min` into milliseconds; a number alone means seconds."""
    return _read_span(text.casefold(), _reader(LENGTH_UNITS, "s"), "a length, as in >10s or 1min..2min", ">10s")


def read_size(text: str) -> SizeOption | Wrong:
    """Read `portrait`, `1024x1024`, `>2mp` or `>5mb`."""
    wanted = text.casefold()
    if wanted in FIXED_VALUES[Key.SIZE]:
        return Orientation(wanted)
    exact = _EXACTLY.fullmatch(wanted)
    if exact:
        return Exactly(int(exact[1]), int(exact[2]))
    rule = "a size: portrait, landscape, square, 1024x1024, >2mp or >5mb"
    near = nearest(wanted, FIXED_VALUES[Key.SIZE])
    is_file = wanted.endswith(tuple(BYTE_UNITS))
    reader = _reader(BYTE_UNITS, "") if is_file else _reader(PIXEL_UNITS, "")
    found = _read_span(wanted, reader, rule, near or _with_unit(wanted) or "portrait")
    if isinstance(found, Wrong):
        return found
    return Bytes(found) if is_file else Pixels(found)


def read_date(text: str) -> Days | Wrong:
    """Read a date, a range of dates or a time ago."""
    found = read_days(text)
    if found is not None:
        return found
    rule = "Write 2026-11-21, 2026-11, today, last-week, 7d, or a range as 2026-01..2026-03."
    mended = re.sub(r"[/.](?!\.)(?<!\.\.)", "-", text)
    near = mended if read_days(mended) else nearest(text, RELATIVE) or "today"
    return Wrong(f"{shown(text)} is no date. {rule}", near)


def _read_span(text: str, read: Callable[[str], Number | None], rule: str, example: str) -> Span | Wrong:
    compared = _COMPARED.fullmatch(text)
    if compared:
        return _compared(text, compared[1], read(compared[2].strip()), rule, example)
    first, dots, last = text.partition("..")
    if not dots:
        number = read(text)
        return Span(number, number) if number is not None else _wrong(text, read, rule, example)
    low, high = read(first.strip()), read(last.strip())
    if (first and low is None) or (last and high is None) or (low is None and high is None):
        return _wrong(text, read, rule, example)
    if low is not None and high is not None and low > high:
        return Wrong(f"{shown(text)} goes from the larger to the smaller.", f"{last.strip()}..{first.strip()}")
    return Span(low, high)


def _compared(text: str, mark: str, number: Number | None, rule: str, example: str) -> Span | Wrong:
    if number is None:
        return Wrong(f"{shown(text)} is not {rule}.", example)
    if mark == "=":
        return Span(number, number)
    is_open = len(mark) == 1
    return Span(number, None, is_open) if mark[0] == ">" else Span(None, number, False, is_open)


def _wrong(text: str, read: Callable[[str], Number | None], rule: str, example: str) -> Wrong:
    dashed = _DASHED.fullmatch(text)
    if dashed:
        ends = [(read(end), end) for end in dashed.groups()]
        if all(number is not None for number, _ in ends):
            low, high = sorted(ends, key=lambda pair: pair[0] or 0)
            return Wrong(f"A range is written with two dots: {low[1]}..{high[1]}.", f"{low[1]}..{high[1]}")
    return Wrong(f"{shown(text)} is not {rule}.", example)


def _reader(units: dict[str, int], alone: str) -> Callable[[str], Number | None]:
    def read(text: str) -> Number | None:
        match = _UNIT.fullmatch(text.strip())
        number = read_number(match[1]) if match else None
        unit = (match[2] or alone) if match else ""
        return round(number * units[unit]) if number is not None and unit in units else None

    return read


def _with_unit(text: str) -> str | None:
    """Take a bare number for megapixels, and one of pixels for a square."""
    compared = _COMPARED.fullmatch(text)
    number = read_number(compared[2] if compared else text)
    if number is None or number < 0:
        return None
    return f"{compared[1] if compared else '>='}{number}mp" if number < 1000 else f"{int(number)}x{int(number)}"
