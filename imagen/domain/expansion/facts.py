"""What is known of each lookup once and for all: its faults, its depth, and what it does to bindings."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from imagen.domain.expansion.bindings import BindingWalk, Bound, Scope, Use, joined
from imagen.domain.expansion.graph import groups
from imagen.domain.expansion.layers import Layer
from imagen.domain.expansion.lookup_values import (
    LookupValues,
    duplicate_value_message,
    read_values,
    too_many_values_message,
)
from imagen.domain.expansion.messages import in_lookup, length_message, no_such_lookup
from imagen.domain.expansion.nodes import Sequence, Token
from imagen.domain.expansion.parser import DEEPEST
from imagen.domain.expansion.problems import Fault, PathStep, ProblemKind, quoted

_MOST = 50
"""A lookup passes on this many faults to the texts that use it."""


@dataclass
class LookupFacts:
    """What a lookup's users need to know of it; `depth` counts the brackets below one of its tokens."""

    size: int | None
    depth: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    needs: dict[tuple[str, int | None], Use] = field(default_factory=dict)
    effect: Scope = field(default_factory=dict)

    @property
    def uses(self) -> tuple[Use, ...]:
        return tuple(self.needs.values())


class FactBook:
    """Works out the facts of lookups as they are asked for, and keeps them."""

    def __init__(self, texts: Mapping[str, tuple[str, str]]) -> None:
        self._texts = texts
        self._facts: dict[str, LookupFacts] = {}
        self._circles: dict[str, frozenset[str]] = {}

    def get(self, key: str) -> LookupFacts | None:
        """Give the facts of a lookup, or None where there is no such lookup."""
        if key not in self._texts:
            return None
        if key not in self._facts and key not in self._circles:
            self._resolve(key)
        if key not in self._facts:
            self._facts[key] = self._circular(key)
        return self._facts[key]

    def uses(self, key: str) -> list[str]:
        """List the lookups that a lookup names and that exist, in order."""
        return list(
            dict.fromkeys(use.token.lookup.key for use in self.values(key).uses if use.token.lookup.key in self._texts)
        )

    def values(self, key: str) -> LookupValues:
        return read_values(self._texts[key][1])

    def _resolve(self, key: str) -> None:
        known = self._facts.keys() | self._circles.keys()
        for group in groups([key], lambda name: [] if name in known else self.uses(name)):
            name = group[0]
            if name in known:
                continue
            if len(group) > 1 or name in self.uses(name):
                self._circles.update(dict.fromkeys(group, frozenset(group)))
            else:
                self._facts[name] = self._straight(name)

    def _straight(self, key: str) -> LookupFacts:
        """Work out the facts of a lookup all of whose used lookups are known."""
        values = self.values(key)
        facts = LookupFacts(values.size, values.depth)
        self._own_faults(key, facts)
        for use in values.uses:
            step = self._step(key, use.line, use.token)
            used = self.get(use.token.lookup.key)
            if used is None:
                message, _ = no_such_lookup(use.token.lookup.shown, self.names)
                _add(facts.faults, ProblemKind.UNKNOWN_LOOKUP, f"{message} {in_lookup(step.lookup, use.line)}", (step,))
                continue
            facts.depth = max(facts.depth, use.depth + used.depth)
            for fault in used.faults[:_MOST]:
                _add(facts.faults, fault.kind, fault.message, (step, *fault.path))
            for fault in () if use.random else used.warnings:
                _add(facts.warnings, fault.kind, fault.message, (step, *fault.path))
        if values.repeated:
            line = values.repeated[1]
            place = PathStep(self._shown(key), line, 0, len(values.repeated[2]))
            _add(facts.warnings, ProblemKind.DUPLICATE, duplicate_value_message(self._shown(key), values), (place,))
        if facts.depth <= DEEPEST:  # otherwise nobody can use it
            self._follow(key, facts)
        return facts

    def _own_faults(self, key: str, facts: LookupFacts) -> None:
        values, shown = self.values(key), self._shown(key)
        if values.too_many:
            message = too_many_values_message(shown, values.too_many)
            facts.faults.append(Fault(ProblemKind.TOO_MANY, 0, 0, message, path=(PathStep(shown, 1, 0, 0),)))
            facts.size = None
        elif not values.size:
            message = f"The lookup {quoted(shown)} has no values. Add one a line."
            facts.faults.append(Fault(ProblemKind.EMPTY_LOOKUP, 0, 0, message))
        for line, fault in values.faults[:_MOST]:
            step = PathStep(shown, line, fault.start, fault.end)
            _add(facts.faults, fault.kind, f"{fault.message} {in_lookup(shown, line)}", (step,))

    def _follow(self, key: str, facts: LookupFacts) -> None:
        values, line = self.values(key), 0

        def met(token: Token, use: Use, bound: Bound) -> None:
            path = (self._step(key, line, token), *use.path)
            if bound.open:
                facts.needs.setdefault((use.name.key, use.need), Use(use.name, use.need, path))
            for size in sorted(bound.sizes):
                if use.need is not None and size != use.need:
                    message = (
                        f"{length_message(use.name.shown, size, use.need)} {in_lookup(path[-1].lookup, path[-1].line)}"
                    )
                    _add(facts.faults, ProblemKind.LENGTH, message, path)

        walk = BindingWalk(self.get, met)
        outside: Layer[Bound] = Layer()
        ends = []
        for at in values.nested:
            line = values.lines[at]
            value = values.values[at]
            assert isinstance(value, Sequence)
            end = Layer(outside)
            walk.follow(value.parts, end)
            ends.append(end)
        facts.effect = joined(ends, values.size, outside)

    def _circular(self, key: str) -> LookupFacts:
        """Give the facts of a lookup that comes back to itself: its own faults and the way round."""
        facts = LookupFacts(self.values(key).size)
        self._own_faults(key, facts)
        path = self._way_round(key)
        shown = [step.lookup for step in path][:8] + ["…"] * (len(path) > 8) + [path[0].lookup]
        message = f"The lookups go round in a circle: {' → '.join(shown)}. Take one of the tokens out."
        facts.faults.append(Fault(ProblemKind.CYCLE, 0, 0, message, path=path))
        return facts

    def _way_round(self, key: str) -> tuple[PathStep, ...]:
        circle = self._circles[key]
        came: dict[str, tuple[str, PathStep]] = {}
        waiting = deque([key])
        while key not in came:
            user = waiting.popleft()
            for use in self.values(user).uses:
                used = use.token.lookup.key
                if used in circle and used not in came:
                    came[used] = (user, self._step(user, use.line, use.token))
                    waiting.append(used)
        steps: list[PathStep] = []
        at = key
        while not steps or at != key:
            at, step = came[at]
            steps.append(step)
        return tuple(reversed(steps))

    @property
    def names(self) -> list[str]:
        return [shown for shown, _ in self._texts.values()]

    def _shown(self, key: str) -> str:
        return self._texts[key][0]

    def _step(self, key: str, line: int, token: Token) -> PathStep:
        return PathStep(self._shown(key), line, token.start, token.end)


def _add(faults: list[Fault], kind: ProblemKind, message: str, path: tuple[PathStep, ...]) -> None:
    if len(faults) < _MOST:
        faults.append(Fault(kind, 0, 0, message, None, path))
