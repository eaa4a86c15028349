"""Value parameters: read what was written into options, convert each by the parameter's type and check it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from imagen.domain.expansion.nodes import Item
from imagen.domain.expansion.outcome import Choice
from imagen.domain.expansion.problems import Fault, Faults, ProblemKind, quoted
from imagen.domain.expansion.program import Table
from imagen.domain.expansion.randomness import pick
from imagen.domain.expansion.ranges import BadRange, Range, mend_range, parse_range
from imagen.domain.expansion.scanning import trim, unescape
from imagen.domain.parameters import ParameterSpec, ParameterType

MOST_VALUES = 100_000
_CHECKED_ONE_BY_ONE = 200
_SEPARATOR = re.compile(r"\\[\[\],|=?#\\]|[,|]")
_KEPT_VALUES = 4096


@dataclass
class ValueOptions:
    """The options of a value parameter; `table` holds them as written, `given` as values where no text was parsed."""

    spec: ParameterSpec
    table: Table
    random: bool = False
    given: tuple[Any, ...] | None = None
    end: int | None = None
    _converted: dict[int, Any] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return 1 if self.random else self.table.count

    @property
    def varies(self) -> bool:
        """Tell whether there is more than one option to take."""
        return self.table.size > 1

    def number(self, digit: int, seed: int, index: int) -> int:
        """Say which option a generation takes."""
        return pick(seed, index, self.spec.name, self.table.size) if self.random else digit

    def value(self, number: int) -> Any:
        """Give an option as a value of the parameter's type."""
        if self.given is not None:
            return self.given[number]
        if number not in self._converted:
            if len(self._converted) >= _KEPT_VALUES:
                self._converted.clear()
            self._converted[number] = self.spec.convert(str(self.table.option(number)))
        return self._converted[number]

    def choice(self, number: int) -> Choice:
        """Say for the record which option was taken."""
        start = None if self.end is None else 0
        return Choice(self.spec.name, self.spec.name, "", number, str(self.table.option(number)), start, self.end)


@dataclass(frozen=True)
class ValuesRead:
    """What became of a value parameter: its options, or none where it is blank or faulty."""

    options: ValueOptions | None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def read_value(spec: ParameterSpec, given: Any) -> ValuesRead:
    """Read the base value of a value parameter: an expression, one value, or a list with one value an item."""
    if isinstance(given, str):
        return _Expression(spec, given).read() if given.strip() else ValuesRead(None)
    if isinstance(given, list | tuple) and not (spec.is_media and spec.rules.max_items > 1):
        return _listed(spec, list(given)) if given else ValuesRead(None)
    message = spec.problem(given)
    if message:
        return ValuesRead(None, (Fault(ProblemKind.INVALID_VALUE, 0, 0, message),))
    return ValuesRead(ValueOptions(spec, Table((str(given),)), given=(given,)))


def _listed(spec: ParameterSpec, items: list[Any]) -> ValuesRead:
    if len(items) > MOST_VALUES:
        return ValuesRead(None, (Fault(ProblemKind.TOO_MANY, 0, len(items), _too_many(spec, len(items))),))
    faults, warnings, values = Faults(), Faults(), []
    seen: set[str] = set()
    for at, item in enumerate(items):
        value, message = _taken(spec, item)
        values.append(value)
        if message:
            faults.append(Fault(ProblemKind.INVALID_VALUE, at, at + 1, message))
        shown = repr(value)
        if shown in seen:
            warnings.append(Fault(ProblemKind.DUPLICATE, at, at + 1, _twice(str(value))))
        seen.add(shown)
    table = Table(tuple(str(value) for value in values))
    return ValuesRead(ValueOptions(spec, table, given=tuple(values)), tuple(faults), tuple(warnings))


def _taken(spec: ParameterSpec, item: Any) -> tuple[Any, str | None]:
    if item is None:
        return None, f"{spec.label} has an item without a value."
    try:
        value = spec.convert(item) if isinstance(item, str) and spec.type is not ParameterType.JSON else item
    except ValueError as error:
        return item, str(error)
    return value, spec.problem(value)


@dataclass
class _Expression:
    """The text of a value parameter, on its way to options."""

    spec: ParameterSpec
    source: str
    faults: Faults = field(default_factory=Faults)
    warnings: Faults = field(default_factory=Faults)

    def read(self) -> ValuesRead:
        start, end = trim(self.source, 0, len(self.source))
        random = self.source[start] == "?"
        first = trim(self.source, start + 1, end)[0] if random else start
        separators = [m.start() for m in _SEPARATOR.finditer(self.source, first, end) if len(m[0]) == 1]
        marks = {self.source[at] for at in separators}
        if first >= end:
            self._fault(ProblemKind.EMPTY, start, end, f"{self.spec.label} has nothing to pick from behind the ?.")
        elif len(marks) > 1:
            message = "Commas and bars do not mix. Use commas to take each value, or bars to take one at random."
            self._fault(ProblemKind.MIXED, start, end, message)
        if self.faults:
            return ValuesRead(None, tuple(self.faults))
        items, spans = self._items(first, end, separators)
        table = Table(tuple(items))
        if not self.faults and table.size > MOST_VALUES:
            self._fault(ProblemKind.TOO_MANY, start, end, _too_many(self.spec, table.size))
        random = random or "|" in marks
        if not self.faults:
            self._check(items, spans, random)
        options = None if self.faults else ValueOptions(self.spec, table, random, end=len(self.source))
        return ValuesRead(options, tuple(self.faults), tuple(self.warnings))

    def _items(self, start: int, end: int, separators: list[int]) -> tuple[list[Item], list[tuple[int, int]]]:
        items: list[Item] = []
        spans: list[tuple[int, int]] = []
        for stop in [*separators, end]:
            left, right = trim(self.source, start, stop)
            if left >= right:
                at = max(min(stop, end - 1), 0)
                self._fault(ProblemKind.EMPTY, at, at + 1, "There is no value beside this separator. Take it out.", "")
            else:
                items.append(self._item(left, right, single=not separators))
                spans.append((left, right))
            start = stop + 1
        return items, spans

    def _item(self, start: int, end: int, *, single: bool) -> Item:
        written = self.source[start:end]
        numbers = parse_range(written) if ".." in written else None
        if isinstance(numbers, Range):
            return numbers
        if isinstance(numbers, BadRange) and numbers.too_long:
            self._fault(ProblemKind.RANGE_TOO_LONG, start, end, numbers.message)
        elif single and ".." in written:
            guess = mend_range(written)
            mend = guess[1:-1] if guess and guess.endswith("]") else None
            rule = numbers.message if numbers else "A range is two plain numbers with .. between them, as in 10..20."
            hint = f" Did you mean {mend}?" if mend else ""
            self._fault(ProblemKind.RANGE, start, end, f"{quoted(written)} is no range. {rule}{hint}", mend)
        return unescape(written)

    def _check(self, items: list[Item], spans: list[tuple[int, int]], random: bool) -> None:
        seen: set[str] = set()
        for item, (start, end) in zip(items, spans, strict=True):
            message = next(filter(None, (self._wrong(text) for text in _to_check(self.spec, item))), None)
            if message:
                self._fault(ProblemKind.INVALID_VALUE, start, end, message)
            texts = [item[n] for n in range(item.size)] if isinstance(item, Range) and len(items) > 1 else [item]
            repeated = None if random else next((t for t in texts if isinstance(t, str) and t in seen), None)
            if repeated is not None:
                self.warnings.append(Fault(ProblemKind.DUPLICATE, start, end, _twice(repeated)))
            seen.update(t for t in texts if isinstance(t, str))

    def _wrong(self, text: str) -> str | None:
        try:
            return self.spec.problem(self.spec.convert(text))
        except ValueError as error:
            return str(error)

    def _fault(self, kind: ProblemKind, start: int, end: int, message: str, mend: str | None = None) -> None:
        self.faults.append(Fault(kind, start, end, message, mend))


def _to_check(spec: ParameterSpec, item: Item) -> Iterator[str]:
    """Give the texts whose checking says whether all are right: of equal steps, the ends and the second tell."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, Range):
        few = item.even or spec.rules.choices or item.size <= _CHECKED_ONE_BY_ONE
        yield from (item[n] for n in (range(item.size) if few else (0, 1, item.size - 1)))


def _twice(text: str) -> str:
    return f"{quoted(text)} is here twice: each makes generations. Take one away."


def _too_many(spec: ParameterSpec, count: int) -> str:
    return f"{spec.label} has {count:,} values, and may have {MOST_VALUES:,}."
