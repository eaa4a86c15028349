"""Check a parsed text against the lookups and against what was bound before it, finding every fault at once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from imagen.domain.expansion.bindings import BindingWalk, Bound, Scope, Use, joined
from imagen.domain.expansion.layers import Layer
from imagen.domain.expansion.lookups import Lookups
from imagen.domain.expansion.messages import in_lookup, length_message, no_such_lookup
from imagen.domain.expansion.names import Name, is_name, name_key
from imagen.domain.expansion.nodes import (
    Broken,
    ListToken,
    LookupToken,
    Reference,
    Sequence,
    Token,
    item_size,
    tokens_within,
)
from imagen.domain.expansion.parser import DEEPEST, Parsed
from imagen.domain.expansion.problems import Fault, Faults, ProblemKind, quoted
from imagen.domain.expansion.ranges import Range
from imagen.domain.nearness import nearest

_MOST_SUGGESTIONS = 20
_MOST_COMPARED = 200_000
_LONGEST_BEGINNING = 250


@dataclass
class TextCheck:
    """Faults and warnings of one text, and what it leaves bound for the next.

    With `torn` an earlier text could not be read to its end, so what is unbound cannot be told.
    """

    source: str
    parsed: Parsed
    lookups: Lookups
    scope: Scope
    torn: bool = False
    faults: Faults = field(default_factory=Faults)
    warnings: Faults = field(default_factory=Faults)
    _bound_at: list[tuple[int, str]] = field(default_factory=list)
    _to_compare: int = _MOST_COMPARED
    _suggested: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    _torn_at: list[int] = field(default_factory=list)
    _listed: frozenset[int] = frozenset()

    def run(self) -> Scope:
        """Check everything; give the scope that the text leaves behind."""
        self._torn_at = [fault.start for fault in self.parsed.faults if fault.kind is ProblemKind.UNCLOSED]
        for fault in self.parsed.faults:
            self.faults.append(fault)
        for prompt in self.parsed.sequences:
            self._tokens(prompt)
        self._repeated_prompts()
        return self._bindings()

    def _tokens(self, prompt: Sequence) -> None:
        for token, depth, random in tokens_within(prompt.parts):
            if isinstance(token, Broken):
                self._listed |= token.listed
            elif isinstance(token, LookupToken):
                self._lookup(token, depth, random or token.random)
            elif isinstance(token, ListToken):
                self._options(token, random or token.random)

    def _lookup(self, token: LookupToken, depth: int, random: bool) -> None:
        facts = self.lookups.facts(token.lookup.key)
        if facts is None and not self.faults.full:
            self._unknown(token)
        if facts is None:
            return
        for fault in facts.faults:
            self.faults.append(Fault(fault.kind, token.start, token.end, fault.message, None, fault.path))
        if depth + facts.depth > DEEPEST:
            message = f"Brackets and lookups nest to {DEEPEST} levels, and from here it is {depth + facts.depth}."
            self.faults.append(Fault(ProblemKind.TOO_DEEP, token.start, token.end, message))
        for fault in () if random else facts.warnings:
            self.warnings.append(Fault(fault.kind, token.start, token.end, fault.message, None, fault.path))

    def _unknown(self, token: LookupToken) -> None:
        written = token.lookup.shown
        if written not in self._suggested:
            known = self.lookups.names if len(self._suggested) < _MOST_SUGGESTIONS else ()
            self._suggested[written] = no_such_lookup(written, known)
        message, near = self._suggested[written]
        if near is None and token.start in self._listed:
            return
        before, after = self.source[token.start : token.name_start], self.source[token.name_end : token.end]
        mend = f"{before}{near}{after}" if near else None
        self.faults.append(Fault(ProblemKind.UNKNOWN_LOOKUP, token.start, token.end, message, mend))

    def _options(self, token: ListToken, random: bool) -> None:
        size = sum(map(item_size, token.items))
        compare = not random and len(token.items) > 1 and size <= self._to_compare
        self._to_compare -= size if compare else 0
        seen: set[str] = set()
        for item, (start, end) in zip(token.items, token.spans, strict=True):
            if isinstance(item, str) and is_name(item) and name_key(item) in self.lookups and len(token.items) > 1:
                message = (
                    f"{quoted(item)} is an option here, though a lookup has that name. For its values write [{item}]."
                )
                kind = ProblemKind.OPTION_NAMED_LIKE_LOOKUP
                self.warnings.append(Fault(kind, start, end, message, f"[{item}]"))
            texts = _texts(item) if compare else ()
            for text in texts:
                if text in seen:
                    message = f"{quoted(text)} is here twice: each makes generations. Take one away, or pick at random with |."
                    self.warnings.append(Fault(ProblemKind.DUPLICATE, start, end, message))
                    break
            seen.update(texts)

    def _repeated_prompts(self) -> None:
        seen: set[str] = set()
        for prompt in self.parsed.sequences:
            if prompt.source in seen and not _is_random(prompt):
                message = "This sub-prompt is here twice: each makes generations."
                self.warnings.append(Fault(ProblemKind.DUPLICATE, prompt.start, prompt.end, message))
            seen.add(prompt.source)

    def _bindings(self) -> Scope:
        before = Layer(own=self.scope)
        ends = []
        for prompt in self.parsed.sequences:
            end = Layer(before)
            BindingWalk(self.lookups.facts, self._met).follow(prompt.parts, end)
            ends.append(end)
        return self.scope | joined(ends, len(ends), before)

    def _met(self, token: Token, use: Use, bound: Bound) -> None:
        torn = bool(self._torn_at) and token.start > self._torn_at[0]
        for size in () if torn else sorted(bound.sizes):
            if use.need is not None and size != use.need:
                message = length_message(use.name.shown, size, use.need) + _inside(use)
                self.faults.append(Fault(ProblemKind.LENGTH, token.start, token.end, message, None, use.path))
        hidden = self.torn or (torn and (bool(bound.sizes) or self._may_be_half_made(token, use.name)))
        if bound.open and not hidden and not self.faults.full:
            self.faults.append(self._unbound(token, use, bound))

    def _may_be_half_made(self, token: Token, name: Name) -> bool:
        """Tell whether a bracket that is still open before a reference may become the choice it means."""
        begun = (self.source[at + 1 : at + 1 + _LONGEST_BEGINNING] for at in self._torn_at if at < token.start)
        return any(name_key(text.lstrip(" ?")).startswith(name.key) for text in begun)

    def _unbound(self, token: Token, use: Use, bound: Bound) -> Fault:
        shown = use.name.shown
        near = nearest(shown, [name for name in self._names_before(token) if name_key(name) != use.name.key])
        if bound.sizes:
            message = (
                f"Some combinations come here without a choice for {quoted(shown)}: make it in every option, or before."
            )
        else:
            known = f"[{shown}]" if use.name.key in self.lookups else f"[{shown}=…]"
            message = f"Nothing to the left chooses {quoted(shown)} in this sub-prompt. Put {known} before it."
        mend = None
        if near and not bound.sizes and isinstance(token, Reference):
            mend = f"[={near}]"
            message += f" Did you mean {mend}?"
        return Fault(ProblemKind.UNBOUND, token.start, token.end, message + _inside(use), mend, use.path)

    def _names_before(self, before: Token) -> list[str]:
        """List the names bound last before a token, in its sub-prompt."""
        if not self._bound_at:
            self._bound_at.append((-1, ""))
            for prompt in self.parsed.sequences:
                self._bound_at.append((prompt.start, ""))
                for token, _, _ in tokens_within(prompt.parts):
                    if isinstance(token, ListToken | LookupToken) and token.binding:
                        self._bound_at.append((token.start, token.binding.shown))
        last = bisect_left(self._bound_at, (before.start, ""))
        names = [name for _, name in self._bound_at[max(0, last - _MOST_SUGGESTIONS) : last]]
        return names[len(names) - names[::-1].index("") :] if "" in names else names


def _inside(use: Use) -> str:
    return f" {in_lookup(use.path[-1].lookup, use.path[-1].line)}" if use.path else ""


def _texts(item: str | Sequence | Range) -> list[str]:
    if isinstance(item, Range):
        return [item[number] for number in range(item.size)]
    if isinstance(item, Sequence):
        return [] if _is_random(item) else [item.source]
    return [item]


def _is_random(sequence: Sequence) -> bool:
    tokens = tokens_within(sequence.parts)
    return any(random or getattr(token, "random", False) for token, _, random in tokens)
