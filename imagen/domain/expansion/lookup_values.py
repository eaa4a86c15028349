"""Read the text of a lookup into its values: one a line, remarks and blank lines left out, parsed where needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from imagen.domain.expansion.nodes import LookupToken, Sequence, tokens_within
from imagen.domain.expansion.parser import parse
from imagen.domain.expansion.problems import Fault, quoted
from imagen.domain.expansion.scanning import unescape

MOST_VALUES = 100_000
_KEPT_TEXTS = 256


@dataclass(frozen=True, slots=True)
class LookupUse:
    """A token in a lookup's values that names a lookup: how many brackets hold it, on which line, in a random pick or not."""

    token: LookupToken
    depth: int
    line: int
    random: bool


@dataclass(frozen=True, slots=True)
class LookupValues:
    """The values of a lookup: plain text, or a sequence where there are tokens; `lines` count from 1."""

    values: tuple[str | Sequence, ...]
    lines: tuple[int, ...]
    faults: tuple[tuple[int, Fault], ...] = ()
    nested: tuple[int, ...] = ()
    uses: tuple[LookupUse, ...] = ()
    depth: int = 0
    longest: int = 0
    has_blank: bool = False
    too_many: int = 0
    repeated: tuple[int, int, str] | None = field(default=None)

    @property
    def size(self) -> int:
        return len(self.values)


@lru_cache(maxsize=_KEPT_TEXTS)
def read_values(text: str) -> LookupValues:
    """Read all values of a lookup's text; kept for the texts used last, as forms ask at each key press."""
    numbered = _lines(text)
    if len(numbered) > MOST_VALUES:
        return LookupValues((), (), too_many=len(numbered))
    values: list[str | Sequence] = []
    faults: list[tuple[int, Fault]] = []
    nested: list[int] = []
    may_nest = "[" in text or "]" in text or "||" in text
    for number, line in numbered:
        if may_nest and ("[" in line or "]" in line or "||" in line):
            value = _parsed(line, number, faults)
        else:
            value = unescape(line.strip())
        if isinstance(value, Sequence):
            nested.append(len(values))
        values.append(value)
    lines = tuple(number for number, _ in numbered)
    return _described(tuple(values), lines, tuple(faults), tuple(nested))


def duplicate_value_message(name: str, values: LookupValues) -> str:
    """Say which value a lookup has twice."""
    first, second, text = values.repeated or (0, 0, "")
    return (
        f"The lookup {quoted(name)} has the value {quoted(text)} on lines {first} and {second}: each makes generations."
    )


def too_many_values_message(name: str, count: int) -> str:
    """Say that a lookup has more values than allowed."""
    return (
        f"The lookup {quoted(name)} has {count:,} values, and a lookup may have {MOST_VALUES:,}. Part it into several."
    )


def _lines(text: str) -> list[tuple[int, str]]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    numbered = enumerate(text.split("\n"), 1)
    return [(n, line) for n, line in numbered if (bare := line.strip()) and bare[0] != "#"]


def _parsed(line: str, number: int, faults: list[tuple[int, Fault]]) -> str | Sequence:
    parsed = parse(line, splits=False)
    faults.extend((number, fault) for fault in parsed.faults)
    if not parsed.sequences:
        return ""
    value = parsed.sequences[0]
    if len(value.parts) == 1 and isinstance(value.parts[0], str):
        return value.parts[0]
    return value


def _described(
    values: tuple[str | Sequence, ...],
    lines: tuple[int, ...],
    faults: tuple[tuple[int, Fault], ...],
    nested: tuple[int, ...],
) -> LookupValues:
    plain = [value for value in values if isinstance(value, str)] if nested else values
    longest = max(map(len, plain), default=0)  # type: ignore[arg-type]
    has_blank = any(not value.strip() for value in plain)  # type: ignore[union-attr]
    repeated = _first_repeated(values, lines)
    uses, depth = _uses(values, lines, nested)
    return LookupValues(values, lines, faults, nested, uses, depth, longest, has_blank, repeated=repeated)


def _uses(
    values: tuple[str | Sequence, ...], lines: tuple[int, ...], nested: tuple[int, ...]
) -> tuple[tuple[LookupUse, ...], int]:
    found, deepest = [], 0
    for at in nested:
        value = values[at]
        assert isinstance(value, Sequence)
        for token, depth, random in tokens_within(value.parts):
            deepest = max(deepest, depth)
            if isinstance(token, LookupToken):
                found.append(LookupUse(token, depth, lines[at], random or token.random))
    return tuple(found), deepest


def _first_repeated(values: tuple[str | Sequence, ...], lines: tuple[int, ...]) -> tuple[int, int, str] | None:
    plain = [value for value in values if isinstance(value, str)]
    if len(set(plain)) == len(plain):
        return None
    seen: dict[str, int] = {}
    for value, line in zip(values, lines, strict=True):
        if isinstance(value, str):
            if value in seen:
                return seen[value], line, value
            seen[value] = line
    return None
