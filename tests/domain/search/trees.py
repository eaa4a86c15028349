"""Searches made at random, for laws that all of them must keep."""

from __future__ import annotations

from hypothesis import strategies as st

from imagen.domain.search.dates import RELATIVE
from imagen.domain.search.keys import FIXED_VALUES, NAMED, Key, Orientation
from imagen.domain.search.nodes import (
    Among,
    Both,
    Bytes,
    Chosen,
    Days,
    Either,
    Everything,
    Exactly,
    Figure,
    Measure,
    Node,
    Not,
    Period,
    Pixels,
    Size,
    Span,
    When,
    Words,
)

texts = st.text(st.sampled_from('abÄé日 "\\()-:=,*<>.0#OR'), min_size=1, max_size=8).filter(
    lambda text: text.strip() == text
)
whole = st.integers(0, 10**9)
numbers = whole | st.integers(-9, 99) | st.decimals(-5, 50, places=2, allow_nan=False).map(float)


def spans(values: st.SearchStrategy[int | float]) -> st.SearchStrategy[Span]:
    """Make spans that can be written: open only at a single end."""
    return st.one_of(
        values.map(lambda n: Span(n, n)),
        st.tuples(values, values).map(lambda two: Span(min(two), max(two))),
        st.tuples(values, st.booleans()).map(lambda one: Span(one[0], None, one[1])),
        st.tuples(values, st.booleans()).map(lambda one: Span(None, one[0], False, one[1])),
    )


def few(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, min_size=1, max_size=3, unique=True).map(tuple)


periods = st.one_of(
    st.dates().filter(lambda d: 1970 <= d.year <= 2200).map(lambda d: Period(d.isoformat())),
    st.sampled_from(RELATIVE).map(Period),
    st.builds(lambda n, unit: Period(f"{n}{unit}"), st.integers(0, 9999), st.sampled_from("dwmy")),
    st.sampled_from(["2026", "2026-11", "1999-02"]).map(Period),
)
days = st.one_of(
    periods.map(lambda p: Days(p, p)),
    st.tuples(periods, periods).filter(lambda two: two[0] != two[1]).map(lambda two: Days(*two)),
    st.tuples(periods, st.booleans()).map(lambda one: Days(one[0], None, one[1])),
    st.tuples(periods, st.booleans()).map(lambda one: Days(None, one[0], False, one[1])),
)
sizes = st.one_of(
    st.sampled_from(Orientation),
    st.builds(Exactly, st.integers(0, 99999), st.integers(0, 99999)),
    spans(whole).map(Pixels),
    spans(whole).map(Bytes),
)
words = texts.filter(lambda text: any(c.isalnum() for c in text))
terms = st.one_of(
    st.builds(Words, words.filter(lambda text: not text.endswith("*")), st.booleans()),
    st.builds(Among, st.sampled_from([key for key in NAMED if key is not Key.ORDER]), few(texts)),
    st.builds(Among, st.just(Key.ORDER), few(whole.map(str))),
    st.sampled_from([Key.TYPE, Key.ORIGIN, Key.IS]).flatmap(
        lambda key: st.builds(Among, st.just(key), few(st.sampled_from(FIXED_VALUES[key])))
    ),
    st.builds(Measure, st.just(Key.RATING), few(spans(st.integers(0, 4)))),
    st.builds(Measure, st.sampled_from([Key.WIDTH, Key.HEIGHT]), few(spans(whole))),
    st.builds(Measure, st.just(Key.LENGTH), few(spans(whole))),
    st.builds(Figure, st.sampled_from(["seed", "steps", "cfg", "top_k", "höhe"]), few(spans(numbers))),
    st.builds(Size, few(sizes)),
    st.builds(When, few(days)),
    st.builds(Chosen, texts, few(texts)),
)


def _joined(kind: type[Both] | type[Either], items: list[Node]) -> Node:
    flat = [part for item in items for part in (item.items if isinstance(item, kind) else (item,))]
    return kind(tuple(flat))


def _not(node: Node) -> Node:
    return node.item if isinstance(node, Not) else Not(node)


trees = st.just(Everything()) | st.recursive(
    terms,
    lambda inner: st.one_of(
        inner.map(_not),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: _joined(Both, items)),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: _joined(Either, items)),
    ),
    max_leaves=8,
)
