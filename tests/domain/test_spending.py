"""Limits: what fits, what is said when nothing does, and when a day begins."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.spending import Budget, LimitKind, first_exceeded, reason, seconds_to_next_day, start_of_day

DAY = Budget(LimitKind.DAY, 5_000_000, 4_980_000)
NO_LIMIT = Budget(LimitKind.ORDER, None, 10**12)


@pytest.mark.parametrize(
    ("budget", "amount", "allowed"),
    [(DAY, 20_000, True), (DAY, 20_001, False), (DAY, 0, True), (NO_LIMIT, 10**12, True)]
    + [(Budget(LimitKind.DAY, 0), amount, amount == 0) for amount in (0, 1)],
)
def test_a_limit_allows_what_fits_and_what_is_free(budget: Budget, amount: int, allowed: bool) -> None:
    assert budget.allows(amount) is allowed


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**7), max_size=60))
def test_what_is_allowed_one_by_one_never_adds_up_to_more(limit: int, amounts: list[int]) -> None:
    spent = 0
    for amount in amounts:
        if Budget(LimitKind.ORDER, limit, spent).allows(amount):
            spent += amount
    assert spent <= limit


def test_the_first_limit_that_is_broken_is_named() -> None:
    order = Budget(LimitKind.ORDER, 100, 90)
    assert first_exceeded((NO_LIMIT, order, DAY), 50_000) is order
    assert first_exceeded((NO_LIMIT, order, DAY), 10) is None


@pytest.mark.parametrize("kind", [LimitKind.ORDER, LimitKind.PROJECT, LimitKind.DAY])
def test_a_reason_says_limit_spent_and_next(kind: LimitKind) -> None:
    said = reason(Budget(kind, 5_000_000, 4_980_000), 40_000)
    assert all(words in said for words in ("$5.00", "$4.98", "$0.04"))


@pytest.fixture(params=["UTC", "Pacific/Auckland", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("month", [1, 3, 4, 9, 11])
def test_a_day_is_the_persons_own(zone: str, month: int) -> None:
    for hours in range(0, 24 * 30, 5):
        at = datetime(2026, month, 1, tzinfo=UTC) + timedelta(hours=hours)
        begun = start_of_day(at)
        assert begun <= at
        assert begun.astimezone().date() == at.astimezone().date()
        assert (begun.hour, begun.minute) == (0, 0)
        tomorrow = at + timedelta(seconds=seconds_to_next_day(at))
        assert start_of_day(tomorrow) == tomorrow
