"""Change single conditions of a search as somebody clicks on facets, leaving the rest as it was typed."""

from __future__ import annotations

from dataclasses import replace

from imagen.domain.search.nodes import Among, Chosen, Node, Not, Size, Term, When, Words, both
from imagen.domain.search.parser import Parsed, Placed, parse
from imagen.domain.search.writing import render_term


def with_term(text: str, term: Term, *, negated: bool = False) -> str:
    """Ask for one condition more; values of a key that is there already are listed with it (`type:image,video`)."""
    parsed = parse(text)
    if any(_is_same(placed, term, negated) for placed in _plain(parsed)):
        return text
    beside = None if negated else next((placed for placed in _plain(parsed) if _can_join(placed, term)), None)
    if beside is not None:
        return _written(text, beside, render_term(_joined(beside.term, term)))
    minus = "-" if negated else ""
    return f"{_grouped(text, parsed)} {minus}{render_term(term)}".strip()


def without_term(text: str, term: Term, *, negated: bool = False) -> str:
    """Ask no more for one condition, or for one of the values of a key."""
    parsed = parse(text)
    for placed in reversed(_plain(parsed)):
        if placed.is_negated != negated:
            continue
        left = _rest(placed.term, term)
        if left is None:
            text = _without(text, placed)
        elif left != placed.term:
            text = _written(text, placed, render_term(left))
    return text


def with_only(text: str, term: Term) -> str:
    """Ask for one condition instead of all others on the same key."""
    for placed in reversed(_plain(parse(text))):
        if _subject(placed.term) == _subject(term) and not isinstance(term, Words):
            text = _without(text, placed)
    return with_term(text, term)


def has_term(text: str, term: Term, *, negated: bool = False) -> bool:
    """Tell whether a condition is asked for, alone or among the values of a key."""
    return any(
        placed.is_negated == negated and _rest(placed.term, term) != placed.term for placed in _plain(parse(text))
    )


def narrowed(tree: Node, term: Term, *, negated: bool = False) -> Node:
    """Ask for a condition in addition to a whole search."""
    return both(tree, Not(term) if negated else term)


def as_typed(parsed: Parsed) -> Node:
    """Take the last word for an unfinished one where the text ends with it, so that results come while one types."""
    last = parsed.placed[-1] if parsed.placed else None
    if last is None or not isinstance(last.term, Words) or last.term.unfinished or last.end != len(parsed.source):
        return parsed.tree
    if parsed.source[last.start] == '"' or parsed.source.endswith('"'):
        return parsed.tree
    return parse(f"{parsed.source}*").tree


def _plain(parsed: Parsed) -> list[Placed]:
    return [placed for placed in parsed.placed if placed.is_plain]


def _grouped(text: str, parsed: Parsed) -> str:
    """Put alternatives in parentheses before something is asked for in addition."""
    return f"({text.strip()})" if parsed.is_alternatives else text.rstrip()


def _is_same(placed: Placed, term: Term, negated: bool) -> bool:
    return placed.is_negated == negated and (placed.term == term or (_can_join(placed, term) and _covers(placed, term)))


def _covers(placed: Placed, term: Term) -> bool:
    return set(_values(term)) <= set(_values(placed.term))


def _can_join(placed: Placed, term: Term) -> bool:
    is_listed = isinstance(term, Among | Chosen | Size | When)
    return is_listed and not placed.is_negated and _subject(placed.term) == _subject(term)


def _subject(term: Term) -> tuple[str, ...]:
    if isinstance(term, Among):
        # several values of these are several conditions on one product, not a choice between them
        return (term.key.value, *(term.values if term.key.value in ("is", "tag", "collection") else ()))
    if isinstance(term, Chosen):
        return ("=", term.name.casefold())
    key = getattr(term, "key", None) or getattr(term, "name", None) or getattr(term, "text", "")
    return (type(term).__name__, str(key))


def _values(term: Term) -> tuple[object, ...]:
    if isinstance(term, Among | Chosen):
        return term.values
    return term.options if isinstance(term, Size) else term.spans if isinstance(term, When) else (term,)


def _with_values(term: Term, values: tuple[object, ...]) -> Term:
    if isinstance(term, Among | Chosen):
        return replace(term, values=tuple(str(value) for value in values))
    if isinstance(term, Size):
        return replace(term, options=values)  # type: ignore[arg-type]  # they come from options
    return replace(term, spans=values)  # type: ignore[arg-type]  # they come from spans


def _joined(term: Term, more: Term) -> Term:
    return _with_values(term, tuple(dict.fromkeys((*_values(term), *_values(more)))))


def _rest(term: Term, taken: Term) -> Term | None:
    """Give what a condition asks for without some of its values, None when nothing is left."""
    if term == taken:
        return None
    is_listed = isinstance(term, Among | Chosen | Size | When) and type(term) is type(taken)
    if not is_listed or (isinstance(term, Among) and isinstance(taken, Among) and term.key is not taken.key):
        return term
    if isinstance(term, Chosen) and isinstance(taken, Chosen) and term.name.casefold() != taken.name.casefold():
        return term
    left = tuple(value for value in _values(term) if value not in _values(taken))
    return _with_values(term, left) if left else None


def _written(text: str, placed: Placed, instead: str) -> str:
    minus = "-" if placed.is_negated else ""
    return text[: placed.start] + minus + instead + text[placed.end :]


def _without(text: str, placed: Placed) -> str:
    before, behind = text[: placed.start].rstrip(), text[placed.end :].lstrip()
    return f"{before} {behind}".strip() if before and behind else before + behind
