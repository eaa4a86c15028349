"""Follow bindings from left to right: which choices a reference may meet, and whether any combination meets none.

What a text or a lookup does to bindings does not depend on what came before it, so it is worked out once for each
lookup: for each name the sizes of the choices that may be bound to it afterwards, and whether an earlier binding may
shine through. That keeps the work linear however lookups nest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from imagen.domain.expansion.layers import Layer, changed
from imagen.domain.expansion.names import Name
from imagen.domain.expansion.nodes import (
    Broken,
    ListToken,
    Lockstep,
    LookupToken,
    Part,
    Reference,
    Sequence,
    Token,
    inner_sequences,
    item_size,
)
from imagen.domain.expansion.problems import PathStep


@dataclass(frozen=True, slots=True)
class Bound:
    """What a name may stand for: choices of these sizes, and while `open` also what it stood for before, or nothing."""

    sizes: frozenset[int]
    open: bool


UNTOUCHED = Bound(frozenset(), True)
"""A name that nothing here has bound."""

Scope: TypeAlias = dict[str, Bound]


@dataclass(frozen=True, slots=True)
class Use:
    """A reference that a lookup makes to a name from outside: how many choices it needs, and where it stands."""

    name: Name
    need: int | None
    path: tuple[PathStep, ...]


class LookupEffect(Protocol):
    """What a lookup token does to bindings besides binding its own name."""

    @property
    def size(self) -> int | None: ...
    @property
    def uses(self) -> Iterable[Use]: ...
    @property
    def effect(self) -> Scope: ...


Meeting: TypeAlias = Callable[[Token, Use, Bound], None]
"""Told of each reference: the token of this text, what is needed, and what the name may stand for there."""


@dataclass(frozen=True)
class BindingWalk:
    """Walk through one text, keeping its scope and telling of each reference."""

    effect_of: Callable[[str], LookupEffect | None]
    met: Meeting

    def follow(self, parts: Iterable[Part], scope: Layer[Bound]) -> None:
        """Go through the parts in order; the scope is changed in place. Depth is limited by the parser."""
        for token in parts:
            if isinstance(token, str):
                continue
            if isinstance(token, Reference):
                self._meet(token, Use(token.name, None, ()), scope)
            elif isinstance(token, LookupToken):
                self._lookup(token, scope)
            else:
                self._options(token, scope)

    def _options(self, token: ListToken | Lockstep | Broken, scope: Layer[Bound]) -> None:
        if isinstance(token, Broken):
            self.follow(token.children, Layer(scope))
            if token.binding:
                scope.set(token.binding.key, Bound(frozenset(), False))
            return
        size = sum(map(item_size, token.items))
        if isinstance(token, Lockstep):
            self._meet(token, Use(token.name, size, ()), scope)
        self.alternatives(inner_sequences(token), len(token.items), scope)
        if isinstance(token, ListToken) and token.binding:
            scope.set(token.binding.key, Bound(frozenset((size,)), False))

    def _lookup(self, token: LookupToken, scope: Layer[Bound]) -> None:
        facts = self.effect_of(token.lookup.key)
        sizes: frozenset[int] = frozenset()
        if facts is not None:
            for use in facts.uses:
                self._meet(token, use, scope)
            for key, bound in facts.effect.items():
                scope.set(key, _after(scope.get(key) or UNTOUCHED, bound))
            sizes = frozenset(() if facts.size is None else (facts.size,))
        scope.set(token.binding.key, Bound(sizes, False))

    def alternatives(self, options: Iterable[Sequence], count: int, scope: Layer[Bound]) -> None:
        """Go through options of which one is taken, and join what they leave behind."""
        ends = []
        for option in options:
            end = Layer(scope)
            self.follow(option.parts, end)
            ends.append(end)
        for key, found in changed(ends).items():
            if len(found) < count:
                found.append(scope.get(key) or UNTOUCHED)
            scope.set(key, _either(found))

    def _meet(self, token: Token, use: Use, scope: Layer[Bound]) -> None:
        self.met(token, use, scope.get(use.name.key) or UNTOUCHED)


def joined(ends: list[Layer[Bound]], count: int, before: Layer[Bound]) -> Scope:
    """Join what some of `count` alternatives leave behind, the rest changing nothing."""
    return {
        key: _either(found if len(found) == count else [*found, before.get(key) or UNTOUCHED])
        for key, found in changed(ends).items()
    }


def _either(found: list[Bound]) -> Bound:
    return Bound(frozenset().union(*(b.sizes for b in found)), any(b.open for b in found))


def _after(before: Bound, effect: Bound) -> Bound:
    if not effect.open:
        return effect
    return Bound(effect.sizes | before.sizes, before.open)
