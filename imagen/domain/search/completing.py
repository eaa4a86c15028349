"""Say what may come next in a search that is being typed: keys, fixed values, and the names of things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from imagen.domain.search.dates import RELATIVE
from imagen.domain.search.keys import EXPLAINED, FIGURES, FIXED_VALUES, LIKED, NONE, Key
from imagen.domain.search.names import KIND_OF, WITHOUT, NameKind, Names
from imagen.domain.search.problems import Problem
from imagen.domain.search.scanning import Mark, Piece, scan
from imagen.domain.search.terms import quoted
from imagen.domain.search.writing import value_text

MOST = 12
_ENOUGH_TYPED = 2
_EXAMPLES = 3
_LONGEST_EXAMPLE = 20
_AGO = ("7d", "30d", "12m")
_SIZES = ("1024x1024", ">=1mp", ">=2mp", ">5mb")
_COMPARED = {Key.RATING: (">=good", ">=acceptable", "<=poor"), Key.LENGTH: ("<10s", ">10s", ">1min")}


@dataclass(frozen=True, slots=True)
class Option:
    """A text to write, what it is called, and what it means; `goes_on` when a value comes next, so that no space follows."""

    text: str
    label: str
    detail: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in place of the code points `start` to `end`, the likeliest first."""

    start: int
    end: int
    options: tuple[Option, ...] = ()

    def applied(self, text: str, option: Option) -> tuple[str, int]:
        """Give the text with an option in place, and where the caret goes on."""
        behind = text[self.end :]
        written = option.text if option.goes_on or behind.startswith((" ", ",", ")")) else f"{option.text} "
        at = self.start + len(written) + (1 if not option.goes_on and behind.startswith(" ") else 0)
        return text[: self.start] + written + behind, at


def complete(text: str, caret: int, names: Names, limit: int = MOST) -> Completion:
    """Say what may be written at the caret, a number of code points from the start."""
    caret = max(0, min(caret, len(text)))
    piece = _piece_at(text, caret)
    if piece is None:
        return Completion(caret, caret, _first(_keys("", names, limit), limit))
    parts = piece.cut(":=")
    if parts is None or caret <= parts[0].end:
        return _completed_key(text, piece, caret, parts is not None, names, limit)
    name, mark, values = parts
    item = next(item for item in values.split(",") if item.start <= caret <= item.end)
    typed = "".join(letter.text for letter in item.letters if letter.end <= caret).strip()
    found: Iterable[Option]
    if mark == "=":
        found = (Option(value_text(value), value) for value in names.options(name.text, typed, limit))
    else:
        found = _values(name.text.casefold(), typed, names, limit)
    return Completion(item.start, item.end, _first(found, limit))


def _completed_key(text: str, piece: Piece, caret: int, has_value: bool, names: Names, limit: int) -> Completion:
    typed = text[piece.start : caret]
    end = caret
    while end < piece.end and (text[end].isalnum() or text[end] == "_"):
        end += 1
    found: Iterable[Option] = _keys(typed.strip('"'), names, limit) if typed else ()
    if has_value:
        end = next(letter.start for letter in piece.letters if letter.is_mark(":="))
        found = (
            Option(option.text.rstrip(":="), option.label, option.detail, True) for option in found if option.goes_on
        )
    return Completion(piece.start, end, _first(found, limit))


def _piece_at(text: str, caret: int) -> Piece | None:
    """Find the chunk in which or directly behind which the caret stands."""
    ignored: list[Problem] = []
    for token in scan(text, ignored):
        if token.mark is Mark.CHUNK and token.start <= caret <= token.end:
            return token.piece
    return None


def _keys(typed: str, names: Names, limit: int) -> Iterator[Option]:
    """Give keys, figures and tokens that begin with what was typed, then those that hold it."""
    wanted = typed.casefold()
    if LIKED.startswith(wanted):
        yield Option(LIKED, LIKED, "those you like")
    fixed = [Option(f"{key}:", f"{key}:", EXPLAINED[key], True) for key in Key if key.value.startswith(wanted)]
    yield from fixed
    choices = [_choice(name, names) for name in names.names(NameKind.CHOICE, wanted, limit)] if wanted else []
    yield from (option for option in choices if option.label.casefold().startswith(wanted))
    for name in FIGURES:
        if name.startswith(wanted):
            yield Option(f"{name}:", f"{name}:", "a number, as 20, 20..40 or >=20", True)
    if not wanted:
        return
    values = names.chosen(typed, limit) if len(wanted) >= _ENOUGH_TYPED else ()
    yield from (_value(name, value) for name, value in values if value.casefold().startswith(wanted))
    for name in names.names(NameKind.FIGURE, wanted, limit):
        text = value_text(name) if name.isidentifier() else quoted(name)
        yield Option(f"{text}:", f"{name}:", "a number, as 20, 20..40 or >=20", True)
    yield from choices
    yield from (_value(name, value) for name, value in values)


def _choice(name: str, names: Names) -> Option:
    """Offer a choice, with some of what it has chosen."""
    some = [
        value if len(value) <= _LONGEST_EXAMPLE else f"{value[: _LONGEST_EXAMPLE - 1]}…" for value in _some(name, names)
    ]
    told = ", ".join(some[:_EXAMPLES]) + (", …" if len(some) > _EXAMPLES else "")
    return Option(f"{_written(name)}=", f"{name}=", f"chosen: {told}" if told else "what was chosen here", True)


def _some(name: str, names: Names) -> list[str]:
    return [value for value in names.options(name, "", _EXAMPLES + 1) if value]


def _value(name: str, value: str) -> Option:
    """Offer what a choice has chosen by that value alone."""
    return Option(f"{_written(name)}={value_text(value)}", f"{name}={value}", "made with this choice")


def _written(name: str) -> str:
    return name if name.isidentifier() else quoted(name)


def _values(name: str, typed: str, names: Names, limit: int) -> Iterator[Option]:
    if name not in set(Key):
        return
    key = Key(name)
    wanted = typed.casefold()
    for value in _fixed(key):
        if value.startswith(wanted):
            yield Option(value, value)
    if key in WITHOUT and NONE.startswith(wanted):
        yield Option(NONE, NONE, f"without any {key.value}")
    if key in KIND_OF:
        for value in names.names(KIND_OF[key], typed, limit):
            yield Option(value_text(value), value)


def _fixed(key: Key) -> Iterable[str]:
    if key is Key.DATE:
        return (*RELATIVE, *_AGO)
    more = _SIZES if key is Key.SIZE else _COMPARED.get(key, ())
    return (*FIXED_VALUES.get(key, ()), *more)


def _first(options: Iterable[Option], limit: int) -> tuple[Option, ...]:
    found: dict[str, Option] = {}
    for option in options:
        found.setdefault(option.text, option)
        if len(found) == limit:
            break
    return tuple(found.values())
