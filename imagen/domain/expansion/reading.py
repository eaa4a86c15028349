"""Read a whole base set: every parameter by its interpolation, with all problems of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imagen.domain.expansion.bindings import Scope
from imagen.domain.expansion.checking import TextCheck
from imagen.domain.expansion.layers import Layer
from imagen.domain.expansion.lookups import Lookups
from imagen.domain.expansion.measuring import LONGEST_TEXT, Extent, TooLongError, join_bound, measure, wider
from imagen.domain.expansion.nodes import LookupToken, Sequence, tokens_within
from imagen.domain.expansion.parser import Parsed, parse
from imagen.domain.expansion.problems import Fault, Problem, ProblemKind
from imagen.domain.expansion.program import build
from imagen.domain.expansion.scanning import length_unescaped
from imagen.domain.expansion.texts import TextProgram
from imagen.domain.expansion.values import ValueOptions, read_value
from imagen.domain.nearness import nearest
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec


@dataclass
class Reading:
    """A base set as it was understood; texts and values turn in the order in which they stand here."""

    spec: ParameterSetSpec
    base: Mapping[str, Any]
    lookups: Lookups
    fixed: dict[str, Any] = field(default_factory=dict)
    texts: list[TextProgram] = field(default_factory=list)
    values: list[ValueOptions] = field(default_factory=list)
    extents: dict[str, Extent] = field(default_factory=dict)
    parsed: dict[str, tuple[str, Parsed]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def run(self) -> Reading:
        """Read everything."""
        self._unknown()
        for parameter in self.spec.parameters:
            self._parameter(parameter)
        self._check_texts()
        if not self.problems:
            self._measure_texts()
        if not self.problems:
            for name, (source, parsed) in self.parsed.items():
                programs = [build(sequence, self.lookups) for sequence in parsed.sequences]
                self.texts.append(TextProgram(name, source, parsed.sequences, programs))
        return self

    @property
    def lookup_keys(self) -> list[str]:
        """List the keys of the lookups that the texts name, in order."""
        keys: dict[str, None] = {}
        for _, parsed in self.parsed.values():
            for sequence in parsed.sequences:
                for token, _, _ in tokens_within(sequence.parts):
                    if isinstance(token, LookupToken):
                        keys[token.lookup.key] = None
        return list(keys)

    def _unknown(self) -> None:
        for name, value in self.base.items():
            if value is not None and self.spec.get(name) is None:
                near = nearest(name, self.spec.names)
                hint = f"Did you mean {near}?" if near else f"It has: {', '.join(self.spec.names)}."
                message = f"This model has no parameter named {name}. {hint}"
                self._add(name, Fault(ProblemKind.INVALID_VALUE, 0, len(str(value)), message, near))

    def _parameter(self, parameter: ParameterSpec) -> None:
        given = self.base.get(parameter.name)
        if given is None or (isinstance(given, str) and not given.strip()):
            self._blank(parameter, given or "")
        elif parameter.interpolation is Interpolation.TEXT:
            self._text(parameter, given)
        elif parameter.interpolation is Interpolation.VALUES:
            self._values(parameter, given)
        else:
            self._plain(parameter, given)

    def _blank(self, parameter: ParameterSpec, given: str) -> None:
        if parameter.interpolation is Interpolation.TEXT:
            self.parsed[parameter.name] = (given, parse(given))
        message = parameter.problem(parameter.default)
        if message:
            self._add(parameter.name, Fault(ProblemKind.INVALID_VALUE, 0, len(given), message))

    def _text(self, parameter: ParameterSpec, given: Any) -> None:
        if not isinstance(given, str):
            message = f"{parameter.label} must be a text."
            self._add(parameter.name, Fault(ProblemKind.INVALID_VALUE, 0, len(str(given)), message))
            return
        if length_unescaped(given) > LONGEST_TEXT:
            message = f"{parameter.label} has {len(given):,} characters, and may have {LONGEST_TEXT:,}."
            self._add(parameter.name, Fault(ProblemKind.TOO_LONG, 0, len(given), message))
            return
        parsed = parse(given)
        self.parsed[parameter.name] = (given, parsed)
        if not parsed.sequences and parameter.required:  # nothing but ||
            self._blank(parameter, given)

    def _values(self, parameter: ParameterSpec, given: Any) -> None:
        if isinstance(given, str) and len(given) > LONGEST_TEXT:
            message = f"{parameter.label} has {len(given):,} characters, and may have {LONGEST_TEXT:,}."
            self._add(parameter.name, Fault(ProblemKind.TOO_LONG, 0, len(given), message))
            return
        read = read_value(parameter, given)
        for fault in (*read.faults, *read.warnings):
            self._add(parameter.name, fault)
        if read.options:
            self.values.append(read.options)
        elif not read.faults and parameter.required and parameter.default is None:
            self._add(parameter.name, Fault(ProblemKind.INVALID_VALUE, 0, 0, f"{parameter.label} is required."))

    def _plain(self, parameter: ParameterSpec, given: Any) -> None:
        try:
            value = parameter.convert(given) if isinstance(given, str) else given
            message = parameter.problem(value)
        except ValueError as error:
            message = str(error)
        if message:
            self._add(parameter.name, Fault(ProblemKind.INVALID_VALUE, 0, len(str(given)), message))
        else:
            self.fixed[parameter.name] = value

    def _check_texts(self) -> None:
        scope: Scope = {}
        torn = any(problem.kind is ProblemKind.TOO_LONG for problem in self.problems)
        for name, (source, parsed) in self.parsed.items():
            check = TextCheck(source, parsed, self.lookups, scope, torn)
            scope = check.run()
            torn = torn or any(fault.kind is ProblemKind.UNCLOSED for fault in parsed.faults)
            for fault in (*check.faults, *check.warnings):
                self._add(name, fault)

    def _measure_texts(self) -> None:
        bound: Layer[Extent] = Layer()
        for name, (_, parsed) in self.parsed.items():
            ends = []
            extent: Extent | None = None
            for prompt in parsed.sequences:
                end = Layer(bound)
                found = self._extent(name, prompt, end)
                extent = wider(extent, found) if extent else found
                ends.append(end)
            bound.own.update(join_bound(ends, len(ends), bound))
            self.extents[name] = extent or Extent(0, True)

    def _extent(self, name: str, prompt: Sequence, bound: Layer[Extent]) -> Extent:
        try:
            return measure(prompt.parts, bound, self.lookups)
        except TooLongError:
            message = (
                f"This can make a text of more than {LONGEST_TEXT:,} characters. Repeat less, or use shorter values."
            )
            self._add(name, Fault(ProblemKind.TOO_LONG, prompt.start, prompt.end, message))
            return Extent(LONGEST_TEXT, False)

    def _add(self, parameter: str, fault: Fault) -> None:
        (self.warnings if fault.kind.is_warning else self.problems).append(fault.as_problem(parameter))
