"""Shares and their intervals, held against published figures and against what must hold for any counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.statistics import (
    ENOUGH,
    Comparison,
    Verdict,
    chance_of,
    compare,
    difference,
    no_accidents,
    verdicts,
    wilson,
)


@pytest.mark.parametrize(
    ("good", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_of_shares_are_those_of_newcombe_1998(good: int, count: int, low: float, high: float) -> None:
    found = wilson(good, count)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_intervals_of_differences_are_those_of_newcombe_1998(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = difference(*first, *second)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_the_chance_of_a_difference_is_that_of_the_normal_curve() -> None:
    # shares 0.5 and 0.64 of 100 each: z = 0.14 / sqrt(0.57 * 0.43 * 0.02) = 1.99960
    assert chance_of(50, 100, 64, 100) == pytest.approx(0.04554, abs=1e-5)
    assert chance_of(5, 10, 5, 10) == 1.0
    assert chance_of(0, 10, 0, 10) == 1.0


def test_findings_that_stand_are_those_of_benjamini_and_hochberg_1995() -> None:
    published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719]
    published += [0.6528, 0.7590, 1.0]
    assert no_accidents(published) == [True] * 4 + [False] * 11
    assert no_accidents([]) == []


def test_nothing_is_said_of_too_few() -> None:
    few = compare(5, ENOUGH - 1, 5, 1000)
    everything = compare(50, 100, 50, 100)
    clear, same = compare(60, 100, 100, 1000), compare(10, 100, 100, 1000)
    assert verdicts([few, everything, clear, same]) == [Verdict.FEW, Verdict.FEW, Verdict.MORE, Verdict.UNCLEAR]
    assert everything.other_share is None
    assert verdicts([compare(0, 400, 200, 800)]) == [Verdict.LESS]


counts = st.integers(0, 5000).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count)))


@given(counts)
def test_an_interval_holds_its_share_and_narrows_with_more(pair: tuple[int, int]) -> None:
    good, count = pair
    found = wilson(good, count)
    assert 0 <= found.low <= found.high <= 1
    if count:
        assert found.low <= good / count <= found.high
        wider = found.high - found.low
        narrower = wilson(good * 4, count * 4)
        assert narrower.high - narrower.low <= wider


@given(counts, counts)
def test_a_difference_turned_round_is_its_mirror(first: tuple[int, int], second: tuple[int, int]) -> None:
    one, other = difference(*first, *second), difference(*second, *first)
    assert one.low == pytest.approx(-other.high, abs=1e-12)
    assert one.high == pytest.approx(-other.low, abs=1e-12)
    assert -1 - 1e-9 <= one.low <= one.high <= 1 + 1e-9


@given(st.lists(st.floats(0, 1), max_size=40))
def test_what_stands_is_less_likely_an_accident_than_what_does_not(chances: list[float]) -> None:
    standing = no_accidents(chances)
    kept = [chance for chance, stands in zip(chances, standing, strict=True) if stands]
    left = [chance for chance, stands in zip(chances, standing, strict=True) if not stands]
    assert not kept or not left or max(kept) <= min(left)
    assert all(chance <= 0.05 for chance in kept)


@given(counts, counts)
def test_a_verdict_says_only_what_its_interval_does(first: tuple[int, int], second: tuple[int, int]) -> None:
    found: Comparison = compare(*first, first[0] + second[0], first[1] + second[1])
    (verdict,) = verdicts([found])
    if verdict is Verdict.MORE:
        assert found.difference.low > 0
    elif verdict is Verdict.LESS:
        assert found.difference.high < 0
