"""Turn wildcard files of other tools into the values of a lookup: printed as they stand, or their marks converted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

from imagen.domain.expansion.escaping import escape, escape_line, escape_option
from imagen.domain.expansion.names import is_name

_WILDCARD = re.compile(r"__([^\s_*](?:(?:[^\s_*]|_(?!_)| (?! ))*[^\s_*])?)__")
_ANY_WILDCARD = re.compile(r"__[^\s_][^_]*\*[^_]*__|__\*+__|\$\{")
_WEIGHT = re.compile(r"\s*(\d{1,6}(?:\.\d{1,4})?|\.\d{1,4})::")
_PICKS_SEVERAL = re.compile(r"\s*(?:\d*\s*[-~]\s*\d*|\d+)?\$\$")
_PLAIN = re.compile(r"[^_\\{|}]+")
_MOST_NESTING = 40  # below the language's own limit, as the line stands inside a lookup
_MOST_COPIES = 24


@dataclass(frozen=True)
class _Wildcard:
    """`__name__`."""

    name: str


@dataclass(frozen=True)
class _Variants:
    """`{a|b}`; a weight is how often an option stands in the list."""

    options: tuple[tuple[_Piece, ...], ...]
    weights: tuple[int, ...]


_Piece: TypeAlias = "str | _Wildcard | _Variants"


@dataclass(frozen=True)
class _Line:
    pieces: tuple[_Piece, ...]
    is_whole: bool


def plain_wildcards(text: str) -> str:
    """Print every line of a wildcard file exactly as it stands; remarks (`#`) stay remarks."""
    return "\n".join(line if _stays(line) else escape_line(line) for line in _lines(text))


def convert_wildcards(text: str) -> str:
    """Turn `__name__` into a random pick of that lookup, and `{a|b}` into a random pick of its options.

    `{a}` is `a`; weights (`2::a`) become repetition. What the language has no form for (`{2$$a|b}`, `__*__`, `${a}`,
    a brace without its partner) is printed as it stands; `unconverted_lines` names it.
    """
    return "\n".join(line if _stays(line) else _written(_read(line)) for line in _lines(text))


def unconverted_lines(text: str) -> list[int]:
    """List the lines, from 1, of which something stays as it stands when the file is converted."""
    numbered = enumerate(_lines(text), 1)
    return [number for number, line in numbered if not _stays(line) and not _read(line).is_whole]


def lookup_name(file_name: str) -> str:
    """Make a lookup's name of a wildcard's or file's name; what a name may not hold becomes `_`."""
    stem = unicodedata.normalize("NFC", file_name.replace("\\", "/")).removesuffix(".txt").strip("/ ")
    cleaned = "".join(c if is_name(f"a{c}a") else "_" for c in " ".join(stem.split()))[:200].strip()
    if not cleaned:
        return "wildcards"
    return cleaned if is_name(cleaned) else f"_{cleaned}"[:200]


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _stays(line: str) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith("#")


class _Group:
    """A brace that is open: the options before the last `|`, and the one being read."""

    def __init__(self) -> None:
        self.options: list[list[_Piece]] = [[]]

    def add(self, piece: _Piece) -> None:
        last = self.options[-1]
        if isinstance(piece, str) and last and isinstance(last[-1], str):
            last[-1] += piece
        else:
            last.append(piece)

    def add_all(self, pieces: list[_Piece]) -> None:
        for piece in pieces:
            self.add(piece)


def _read(line: str) -> _Line:
    """Read a line into pieces in one pass."""
    stack = [_Group()]
    is_whole = _ANY_WILDCARD.search(line) is None
    at = 0
    while at < len(line):
        character, top = line[at], stack[-1]
        plain = _PLAIN.match(line, at)
        if plain:
            top.add(plain[0])
            at = plain.end()
            continue
        wildcard = _WILDCARD.match(line, at) if character == "_" else None
        if wildcard:
            top.add(_Wildcard(wildcard[1]))
            at = wildcard.end()
            continue
        if character == "\\" and line[at + 1 : at + 2] in ("{", "}"):
            top.add(line[at + 1])
            at += 2
            continue
        if character == "{" and line[at - 1 : at] != "$" and len(stack) <= _MOST_NESTING:
            stack.append(_Group())
        elif character == "|" and len(stack) > 1:
            top.options.append([])
        elif character == "}" and len(stack) > 1:
            stack.pop()
            is_whole &= _close(top, stack[-1])
        else:
            is_whole &= character not in "{}"
            top.add(character)
        at += 1
    is_whole &= len(stack) == 1
    while len(stack) > 1:
        left_open = stack.pop()
        _spell_out(left_open, stack[-1], "{", "")
    return _Line(tuple(stack[0].options[0]), is_whole)


def _close(group: _Group, outer: _Group) -> bool:
    """Put a closed brace into what is around it; false where it had to be left as it stands."""
    first = group.options[0][0] if group.options[0] else ""
    if group.options == [[]] or (isinstance(first, str) and _PICKS_SEVERAL.match(first)):
        _spell_out(group, outer, "{", "}")
        return group.options == [[]]
    shares, options = zip(*(_weighed(option) for option in group.options), strict=True)
    if len(options) == 1:
        outer.add_all(list(options[0]))
    else:
        outer.add(_Variants(options, _copies(shares)))
    return True


def _spell_out(group: _Group, outer: _Group, opening: str, closing: str) -> None:
    outer.add(opening)
    for number, option in enumerate(group.options):
        if number:
            outer.add("|")
        outer.add_all(option)
    outer.add(closing)


def _weighed(option: list[_Piece]) -> tuple[Fraction, tuple[_Piece, ...]]:
    weight = _WEIGHT.match(option[0]) if option and isinstance(option[0], str) else None
    if weight is None:
        return Fraction(1), tuple(option)
    rest = str(option[0])[weight.end() :]
    return Fraction(weight[1]), (rest, *option[1:]) if rest else tuple(option[1:])


def _copies(shares: tuple[Fraction, ...]) -> tuple[int, ...]:
    """Turn weights into the smallest numbers of copies with the same odds, or nearly so where those were too many."""
    if not any(shares):
        return tuple(1 for _ in shares)
    whole = lcm(*(share.denominator for share in shares))
    numbers = [int(share * whole) for share in shares]
    common = gcd(*numbers)
    numbers = [number // common for number in numbers]
    if sum(numbers) > max(_MOST_COPIES, len(numbers)):
        fit = Fraction(max(_MOST_COPIES, len(numbers)), sum(numbers))
        numbers = [max(1, round(number * fit)) if number else 0 for number in numbers]
    return tuple(numbers)


def _written(line: _Line) -> str:
    written = _render(line.pieces, inside=False)
    return f"\\{written.lstrip()}" if written.lstrip().startswith("#") else written


def _render(pieces: tuple[_Piece, ...], *, inside: bool) -> str:
    out: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(escape_option(piece) if inside else escape(piece))
            continue
        if out and not inside and out[-1].endswith("\\"):
            out.append("\\")  # or the text's own backslash would take the bracket's meaning away
        out.append(f"[?{lookup_name(piece.name)}]" if isinstance(piece, _Wildcard) else _list(piece))
    return "".join(out)


def _list(variants: _Variants) -> str:
    written = [
        rendered
        for option, copies in zip(variants.options, variants.weights, strict=True)
        for rendered in [_render(option, inside=True).strip()] * copies
    ]
    if len(set(written)) == 1:
        return written[0]
    return f"[?{'|'.join(text or ' ' for text in written)}]"  # the space keeps two bars from becoming one mark
