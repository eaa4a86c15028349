"""What is usual of a model's runs, and when they are looked at: plain arithmetic on seconds."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from imagen.services.durations import AT_ONCE, Durations, duration, first_look, next_look, usual_end


def test_what_is_usual_is_known_after_some_runs_and_forgotten_with_time() -> None:
    durations = Durations()
    durations.note("a", 1.0)
    durations.note("a", 5.0)
    assert durations.usual("a") is None
    durations.note("a", 6.0)
    assert durations.usual("a") == 1.0
    for _ in range(20):
        durations.note("a", 7.0)
    assert durations.usual("a") == 7.0
    assert durations.usual("b") is None


def test_runs_that_end_about_together_are_waited_for_and_slower_ones_are_not() -> None:
    assert usual_end([2.0, 2.01, 2.05, 2.2, 9.0]) == 2.05
    assert usual_end([100.0, 103.5, 104.5]) == 103.5
    assert usual_end([0.2]) == 0.2


def test_the_first_look_at_something_short_finds_it_over() -> None:
    assert first_look(0.4) == 0.4
    assert first_look(2.0) == 2.0


def test_something_long_is_looked_at_early_to_show_where_it_stands() -> None:
    assert first_look(None) == AT_ONCE
    assert first_look(8.0) == pytest.approx(0.8)
    assert first_look(600.0) == 2.0


def test_looks_at_something_long_go_on_until_it_is_usually_over_and_then_come_often() -> None:
    at, looks = first_look(30.0), []
    while at < 40.0:
        looks.append(at)
        at += next_look(30.0, at, 4.0)
    assert any(look == pytest.approx(30.0) for look in looks)
    assert all(later - earlier <= 6.0 for earlier, later in pairwise(looks))
    assert len([look for look in looks if 30.0 < look < 33.0]) >= 2


def test_without_anything_known_looks_come_at_the_usual_pace() -> None:
    assert next_look(None, 12.0, 4.0) == 4.0


def test_what_a_provider_tells_counts_as_far_as_it_agrees_with_what_was_seen() -> None:
    assert duration(2.1, 0.5, 2.0) == 2.0
    assert duration(2.1, 0.5, 0.1) == 0.5, "it was seen unfinished later than that"
    assert duration(2.1, 0.5, 3600.0) == 2.1, "it was seen finished before that"


def test_where_a_provider_tells_nothing_the_next_look_comes_earlier_until_that_is_too_early() -> None:
    assert 2.0 < duration(2.1, 0.0, None) < 2.1
    assert duration(2.1, 2.09, None) == 2.09


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize(("quickest", "slowest"), [(2.0, 2.02), (0.7, 0.75), (2.5, 2.55)])
def test_a_model_whose_runs_are_alike_is_looked_at_hardly_more_than_once_and_soon(
    tells: bool, quickest: float, slowest: float
) -> None:
    chance, durations, looks, late = random.Random(1), Durations(), 0, 0.0
    for run in range(1200):
        took = chance.uniform(quickest, slowest)
        at, unfinished = first_look(durations.usual("a")), 0.0
        counted = run >= 200
        looks += counted
        while at < took:
            unfinished = at
            at += next_look(durations.usual("a"), at, 1.0)
            looks += counted
        late += (at - took) * counted
        durations.note("a", duration(at, unfinished, took if tells else None))
    assert looks <= (1100 if tells else 1400)
    assert late / 1000 <= 0.06
