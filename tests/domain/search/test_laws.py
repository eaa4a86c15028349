"""What holds for every search, however it was made."""

from __future__ import annotations

import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from imagen.domain.search import Node, complete, has_term, parse, render, with_term, without_term
from imagen.domain.search.parser import LONGEST
from tests.domain.search.names import NAMES
from tests.domain.search.trees import terms, trees

pieces = st.sampled_from(
    [
        *(
            "fox",
            "OR",
            "-",
            "(",
            ")",
            '"',
            "type:",
            "image",
            "rating:",
            ">=",
            "good",
            "..",
            "steps:20",
            ",",
            "=",
            " ",
            " ",
        ),
        *("date:", "last week", "size:", "1024x", "2mp", "*", "\\", "liked", "é", "x:y", "<", "9"),
    ]
)
written = st.lists(pieces, max_size=14).map("".join) | st.text(max_size=40)


@settings(deadline=None)
@given(trees)
def test_what_is_written_is_read_as_what_was_meant(tree: Node) -> None:
    parsed = parse(render(tree))
    assert parsed.problems == ()
    assert parsed.tree == tree


@settings(deadline=None)
@given(written)
def test_whatever_was_read_is_written_so_that_it_is_read_the_same(text: str) -> None:
    tree = parse(text).tree
    assert parse(render(tree)).tree == tree


@settings(deadline=None)
@given(written)
@example("-OR")
def test_every_place_lies_in_the_text(text: str) -> None:
    parsed = parse(text)
    for problem in parsed.problems:
        assert 0 <= problem.start < problem.end <= len(text)
        assert problem.message.endswith((".", "?"))
    for placed in parsed.placed:
        assert 0 <= placed.start <= placed.term.start < placed.term.end <= placed.end <= len(text)
        again = parse(
            "-" + text[placed.term.start : placed.term.end]
        )  # OR is a word behind a minus, and none by itself
        assert [each.term for each in again.placed] == [placed.term]


@settings(deadline=None)
@given(written)
def test_every_suggestion_mends_what_it_is_for(text: str) -> None:
    for _ in range(60):
        problems = parse(text).problems
        if not problems:
            break
        assert problems[0].suggestion is not None
        mended = problems[0].mended(text)
        left = len(parse(mended).problems)
        assert left <= len(problems)
        assert left < len(problems) or len(mended) < len(text)
        text = mended
    assert parse(text).problems == ()


@settings(deadline=None)
@given(written, st.integers(0, 50), st.integers(1, 5))
def test_completions_stand_at_the_caret_and_can_be_applied(text: str, caret: int, limit: int) -> None:
    found = complete(text, caret, NAMES, limit)
    assert 0 <= found.start <= min(caret, len(text))
    assert found.start <= found.end <= len(text)
    assert len(found.options) <= limit
    for option in found.options:
        changed, at = found.applied(text, option)
        assert option.text in changed
        assert 0 <= at <= len(changed)


@settings(deadline=None)
@given(trees, terms, st.booleans())
def test_a_condition_that_is_added_is_there_until_it_is_taken_away(tree: Node, term: Node, negated: bool) -> None:
    text = render(tree)
    added = with_term(text, term, negated=negated)
    assert parse(added).problems == ()
    assert has_term(added, term, negated=negated)
    assert with_term(added, term, negated=negated) == added
    taken = without_term(added, term, negated=negated)
    assert not has_term(taken, term, negated=negated)
    assert parse(taken).problems == ()


def test_the_longest_searches_are_read_in_linear_time() -> None:
    """Twice as much takes about twice as long; a square would show as four times."""
    for unit in ('"', "(", "a:b ", "-", "x=", '\\"', "a*", "OR ", "1..", ",", "tag:,", "date:last "):
        started = time.perf_counter()
        parse(unit * (LONGEST // len(unit)))
        assert time.perf_counter() - started < 5, unit
