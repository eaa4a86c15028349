"""Plan an order: read its base set, count its generations, and give any of them, all in turn, or a sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Indices
from itertools import chain, repeat
from math import prod
from typing import Any

from imagen.domain.expansion.covering import Wheel, cover, cover_constructed
from imagen.domain.expansion.limits import fitting
from imagen.domain.expansion.lookups import Lookups
from imagen.domain.expansion.outcome import MOST_LABELS, REPEAT_KEY, Choice, Expanded, Factor
from imagen.domain.expansion.problems import Problem, ProblemKind
from imagen.domain.expansion.program import Run
from imagen.domain.expansion.reading import Reading
from imagen.domain.expansion.sampling import sample
from imagen.domain.parameters import ParameterSetSpec

MOST_DIGITS = 30
_WORTH_BLOCKS = 200
_MOST_ORDERED = 10_000


def plan(
    spec: ParameterSetSpec, base: Mapping[str, Any], lookups: Lookups, *, seed: int, repeats: int = 1
) -> Expansion:
    """Understand a base set: everything wrong with it, or all generations it makes; makes none yet."""
    return Expansion(Reading(spec, base, lookups).run(), seed, repeats)


class Expansion:
    """All generations of an order, numbered; texts turn slowest, then values, repeats fastest."""

    def __init__(self, reading: Reading, seed: int, repeats: int) -> None:
        self.seed = seed
        self.repeats = repeats
        self._texts = [text for text in reading.texts if not text.is_blank]
        self._blank = {text.parameter for text in reading.texts if text.is_blank}
        self.problems: tuple[Problem, ...] = ()
        self._values = reading.values
        self._lookups = reading.lookups
        self._lookup_keys = reading.lookup_keys
        self._names = reading.spec.names
        self._fixed = reading.fixed
        problems = list(reading.problems)
        self._count = 0
        self._inner = prod(value.count for value in self._values) * max(repeats, 1)
        if repeats < 1:
            message = f"An order repeats each combination at least once, and {repeats} was asked for."
            problems.append(Problem("repeats", 0, len(str(repeats)), ProblemKind.INVALID_VALUE, message))
        if not problems:
            self._count = self._counted(problems)
        if not problems:
            problems += fitting(reading, self, self._count)
        order = {name: at for at, name in enumerate(self._names)}
        self.problems = tuple(sorted(problems, key=lambda p: (order.get(p.parameter, -1), p.start, p.end)))
        self.warnings = tuple(sorted(reading.warnings, key=lambda p: (order.get(p.parameter, -1), p.start, p.end)))

    @property
    def ok(self) -> bool:
        """Tell whether the order can be made."""
        return not self.problems

    @property
    def count(self) -> int:
        """Count all generations, repeats included; 0 where there are problems."""
        return self._count if self.ok else 0

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Name the axes, slowest first."""
        if not self.ok:
            return ()
        found = [factor for text in self._texts for factor in text.factors()]
        for value in self._values:
            if value.varies:
                labels = value.table.labels(MOST_LABELS)
                kind = "random" if value.random else "value"
                name, end = value.spec.name, value.end
                start = None if end is None else 0
                found.append(Factor(name, name, value.count, labels, kind, name, value.table.size, start, end))  # type: ignore[arg-type]
        if self.repeats > 1:
            labels = tuple(str(number) for number in range(1, min(self.repeats, MOST_LABELS) + 1))
            found.append(Factor("", "repeat", self.repeats, labels, "repeat", REPEAT_KEY, self.repeats))
        return tuple(found)

    @property
    def varying_texts(self) -> frozenset[str]:
        """Name the text parameters that may differ between generations."""
        return frozenset(text.parameter for text in self._texts if text.varies)

    @property
    def varying_values(self) -> frozenset[str]:
        """Name the value parameters that may differ between generations."""
        return frozenset(value.spec.name for value in self._values if value.varies)

    @property
    def lookups_used(self) -> dict[str, str]:
        """Give name and text of every lookup that the order reaches, to be stored with it."""
        return self._lookups.reachable(self._lookup_keys)

    def at(self, index: int) -> Expanded:
        """Make one generation. Raises IndexError outside of `0 <= index < count`."""
        self._refuse_outside(index)
        choices: list[Any] = []
        combination, inner = divmod(index, self._inner)
        texts = self._render(combination, index, choices)
        values = self._pick_values(inner, index, choices)
        return Expanded(index, index % self.repeats, self._assembled(texts | values), tuple(choices))

    def values_at(self, index: int) -> dict[str, Any]:
        """Give only the value parameters of one generation, for which no text is made. Raises IndexError as `at` does."""
        self._refuse_outside(index)
        return self._pick_values(index % self._inner, index, [])

    def between(self, start: int, stop: int) -> Iterator[Expanded]:
        """Make the generations from start up to but not including stop, in order and in constant memory."""
        start, stop = max(start, 0), min(stop, self.count)
        if self._is_pure and stop - start >= _WORTH_BLOCKS:
            return self._fast(start, stop)
        return (self.at(index) for index in range(start, stop))

    def texts(self, parameter: str) -> Iterator[str]:
        """Give the text of one parameter for each generation in order, without recording choices."""
        position = next((at for at, text in enumerate(self._texts) if text.parameter == parameter), None)
        if position is None or not self.ok:
            return repeat("", self.count if parameter in self._blank else 0)
        if self._is_pure:
            return self._pure_texts(position)
        return (self._text_at(position, index) for index in range(self.count))

    def sample(self, n: int, seed: int) -> list[int]:
        """Draw n different generations evenly, in ascending order; all of them where there are no more."""
        return sample(self.count, n, seed)

    def one_of_each_first(self, indices: Indices[int] | None = None) -> list[int]:
        """Order generations so that every option comes up as early as possible; the rest follows in order.

        Without indices all generations are ordered, or, where they are more than 10,000, as many are named as it takes
        to meet every option.
        """
        if not self.ok:
            return []
        if indices is None and self.count > _MOST_ORDERED:
            return cover_constructed(self._wheels(), _MOST_ORDERED)
        chosen = list(range(self.count) if indices is None else indices)
        head, tail = chosen[:_MOST_ORDERED], chosen[_MOST_ORDERED:]
        made = self.between(0, self.count) if indices is None else map(self.at, head)
        marks = ([(choice.key, choice.option) for choice in generation.choices] for generation in made)
        return cover(head, marks) + tail

    @property
    def _is_pure(self) -> bool:
        """Tell whether each text depends on its own combination alone."""
        later = [program for text in self._texts[1:] for program in text.programs]
        return not any(text.random for text in self._texts) and not any(program.echoes for program in later)

    def _refuse_outside(self, index: int) -> None:
        if not 0 <= index < self.count:
            raise IndexError(f"This order has {self.count:,} generations, and number {index} is none of them.")

    def _counted(self, problems: list[Problem]) -> int:
        total = 1
        for parameter, count, end in [
            *((text.parameter, text.count, len(text.source)) for text in self._texts),
            *((value.spec.name, value.count, value.end or 0) for value in self._values),
            ("repeats", self.repeats, len(str(self.repeats))),
        ]:
            total *= count
            if total >= 10**MOST_DIGITS:
                message = (
                    f"This order makes a number of generations with more than {MOST_DIGITS} digits. Take choices out."
                )
                problems.append(Problem(parameter, 0, end, ProblemKind.TOO_MANY, message))
                return 0
        return total

    def _render(self, combination: int, index: int, choices: list[Any] | None) -> dict[str, Any]:
        digits = []
        for text in reversed(self._texts):
            combination, digit = divmod(combination, text.count)
            digits.append(digit)
        run = Run(self.seed, index, "", {}, choices)
        made = {}
        for text, digit in zip(self._texts, reversed(digits), strict=True):
            made[text.parameter] = text.render(digit, run)
        return made

    def _pick_values(self, inner: int, index: int, choices: list[Any]) -> dict[str, Any]:
        rest = inner // self.repeats
        digits = []
        for value in reversed(self._values):
            rest, digit = divmod(rest, value.count)
            digits.append(digit)
        made = {}
        for value, digit in zip(self._values, reversed(digits), strict=True):
            number = value.number(digit, self.seed, index)
            made[value.spec.name] = value.value(number)
            if value.varies:
                choices.append(value.choice(number))
        return made

    def _assembled(self, made: dict[str, Any]) -> dict[str, Any]:
        made = {**self._fixed, **made}
        return {name: made[name] for name in self._names if name in made}

    def _text_at(self, position: int, index: int) -> str:
        made = self._render(index // self._inner, index, None)
        return str(made[self._texts[position].parameter])

    def _pure_texts(self, position: int) -> Iterator[str]:
        text = self._texts[position]
        each = prod(other.count for other in self._texts[position + 1 :]) * self._inner
        for _ in range(prod(other.count for other in self._texts[:position])):
            digit = 0
            while digit < text.count:
                digit, block = text.block(digit, recording=False)
                if each == 1:
                    yield from block.texts
                else:
                    yield from chain.from_iterable(repeat(printed, each) for printed in block.texts)

    def _fast(self, start: int, stop: int) -> Iterator[Expanded]:
        """Make generations whose texts are pure, from blocks of combinations."""
        made = dict.fromkeys([*(t.parameter for t in self._texts), *(v.spec.name for v in self._values)])
        template, names = self._assembled(made), [text.parameter for text in self._texts]
        combination, skipped = divmod(start, self._inner)
        index = start
        for printed, chosen in self._turns(0, combination):
            parameters = template.copy()
            parameters.update(zip(names, printed, strict=True))
            if self._inner == 1 and not self._values:
                yield Expanded(index, 0, parameters, chosen)
                index += 1
            else:
                for inner in range(skipped, min(self._inner, skipped + stop - index)):
                    recorded = list(chosen)
                    values = self._pick_values(inner, index, recorded)
                    yield Expanded(index, index % self.repeats, parameters | values, tuple(recorded))
                    index += 1
                skipped = 0
            if index >= stop:
                return

    def _turns(self, position: int, start: int) -> Iterator[tuple[tuple[str, ...], tuple[Choice, ...]]]:
        """Give the texts from this position on for each combination from `start` on, with their choices."""
        if position == len(self._texts):
            yield (), ()
            return
        text, last = self._texts[position], position == len(self._texts) - 1
        digit, skipped = divmod(start, prod(other.count for other in self._texts[position + 1 :]))
        while digit < text.count:
            digit, block = text.block(digit, recording=True)
            if last:
                yield from zip(zip(block.texts, strict=True), block.choices, strict=True)
                continue
            for printed, chosen in zip(block.texts, block.choices, strict=True):
                for more, also in self._turns(position + 1, skipped):
                    yield (printed, *more), chosen + also
                skipped = 0

    def _wheels(self) -> list[Wheel]:
        values = [Wheel(value.count, ((0, ((value.count, 1),)),)) for value in self._values]
        return [*(text.wheel() for text in self._texts), *values, Wheel(self.repeats, ((0, ((self.repeats, 1),)),))]
