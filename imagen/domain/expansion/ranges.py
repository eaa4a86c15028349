"""Ranges of numbers (`1..10..4`, `0..1#5`), computed exactly in whole multiples of a power of ten."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_NUMBERS = 10_000
_MOST_DIGITS = 15
_LONGEST_NUMBER = 40
_EVEN_PLACES = 6
_MEASURED_ONE_BY_ONE = 100
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})(?:\s*\.\.\s*({_NUMBER})|#([0-9]+))?\Z")


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers of a range, each given as text on demand.

    The i-th number is `(first + i * step) / divisor` in units of `10 ** -places`; with a divisor above 1 or `even` it
    is rounded half-even to six places.
    """

    first: int
    step: int
    size: int
    places: int
    divisor: int = 1
    even: bool = False

    def __getitem__(self, number: int) -> str:
        units = self.first + number * self.step
        if not self.even:
            return decimal_text(units, self.places)
        return decimal_text(_round_half_even(units * 10**_EVEN_PLACES, self.divisor * 10**self.places), _EVEN_PLACES)

    @property
    def longest(self) -> int:
        """Count the characters of the longest number (with many decimals: what it could have at most)."""
        if self.size <= _MEASURED_ONE_BY_ONE:
            return max(len(self[number]) for number in range(self.size))
        places = _EVEN_PLACES if self.even else self.places
        ends = max(len(self[0].partition(".")[0]), len(self[self.size - 1].partition(".")[0]))
        return ends + 1 + places + 1 if places else ends


@dataclass(frozen=True, slots=True)
class BadRange:
    """Why something with `..` is no range; `too_long` when it is one with more numbers than allowed."""

    message: str
    too_long: bool = False


def parse_range(text: str) -> Range | BadRange | None:
    """Read a range; None where the text is none at all (what then is wrong depends on where it stands)."""
    match = _RANGE.match(text)
    if match is None or any(_too_exact(number) for number in match.groups()[:3] if number):
        return None
    start, stop, step, wanted = match.groups()
    if wanted is not None:
        return _even(start, stop, wanted)
    return _stepped(start, stop, step or "1")


def decimal_text(units: int, places: int) -> str:
    """Write `units / 10 ** places` in its shortest form, without exponent."""
    if places == 0:
        return str(units)
    digits = str(abs(units)).zfill(places + 1)
    whole, fraction = digits[:-places], digits[-places:].rstrip("0")
    return ("-" if units < 0 else "") + (f"{whole}.{fraction}" if fraction else whole)


def mend_range(text: str) -> str | None:
    """Guess the range that somebody meant, with what follows it behind a `]` (`1..3mm`: `[1..3]mm`), or None."""
    plain = re.sub(r"\.{3,}", "..", text).replace("+", "").replace("−", "-")
    plain = re.sub(r"(?<![0-9])(?<![0-9]\.)[0-9]{1,4}(?:\.[0-9]+)?[eE][0-9]{1,2}(?![0-9])", _without_exponent, plain)
    if plain != text and isinstance(parse_range(plain), Range):
        return f"[{plain}]"
    step = re.fullmatch(r"(.*\.\.\s*)-?([0-9.]+)", plain)
    if step and isinstance(parse_range(step[1] + step[2]), Range) and step[1].count("..") > 1:
        return f"[{step[1]}{step[2]}]"
    unit = re.fullmatch(r"(.*?[0-9])(\s*[^\W\d_]{1,12}|\s*[%°])", plain)
    if unit and isinstance(parse_range(unit[1]), Range):
        return f"[{unit[1]}]{unit[2]}"
    return None


def _stepped(start: str, stop: str, step: str) -> Range | BadRange:
    places = max(_places(number) for number in (start, stop, step))
    first, last, distance = (_units(number, places) for number in (start, stop, step))
    if distance <= 0:
        return BadRange("The step of a range is above zero; write the ends the other way round to run down.")
    size = abs(last - first) // distance + 1
    if size > MOST_NUMBERS:
        return _too_long(size)
    return Range(first, distance if last >= first else -distance, size, places)


def _even(start: str, stop: str, wanted: str) -> Range | BadRange:
    digits = wanted.lstrip("0")
    if not digits:
        return BadRange("A range of evenly spaced values needs a count of one or more after the #.")
    if len(digits) > _MOST_DIGITS or int(digits) > MOST_NUMBERS:
        return _too_long(int(digits[: _MOST_DIGITS + 1]))
    size = int(digits)
    places = max(_places(start), _places(stop))
    first, last = _units(start, places), _units(stop, places)
    gaps = max(size - 1, 1)
    return Range(first * gaps, last - first, size, places, gaps, even=True)


def _too_long(size: int) -> BadRange:
    return BadRange(f"This range has {size:,} values, and a range may have {MOST_NUMBERS:,}; take a larger step.", True)


def _too_exact(number: str) -> bool:
    digits = number.lstrip("-").replace(".", "").lstrip("0")
    return len(digits) > _MOST_DIGITS or len(number) > _LONGEST_NUMBER


def _places(number: str) -> int:
    return len(number.partition(".")[2])


def _units(number: str, places: int) -> int:
    whole, _, fraction = number.partition(".")
    return int(whole + fraction.ljust(places, "0"))


def _round_half_even(numerator: int, denominator: int) -> int:
    quotient, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and quotient % 2):
        return quotient + 1
    return quotient


def _without_exponent(match: re.Match[str]) -> str:
    mantissa, _, exponent = match[0].lower().partition("e")
    places = _places(mantissa)
    return decimal_text(_units(mantissa, places) * 10 ** int(exponent), places)
