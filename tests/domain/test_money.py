"""Amounts in whole millionths, and the words for them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.money import Currency, buzz, dollars, dollars_left, in_dollars


@pytest.mark.parametrize(
    ("micros", "words"),
    [
        (0, "$0.00"),
        (1, "$0.000001"),
        (120, "$0.0001"),
        (3_000, "$0.003"),
        (40_000, "$0.04"),
        (52_500, "$0.0525"),
        (100_000, "$0.10"),
        (1_000_000, "$1.00"),
        (1_234_567_000_000, "$1,234,567.00"),
    ],
)
def test_dollars_are_written_as_people_do(micros: int, words: str) -> None:
    assert dollars(micros) == words


@given(st.integers(1, 10**15))
def test_what_costs_something_is_never_written_as_nothing(micros: int) -> None:
    assert float(dollars(micros).removeprefix("$").replace(",", "")) > 0


@pytest.mark.parametrize(("micros", "words"), [(12_000_000, "12 Buzz"), (1_500_000, "1.50 Buzz"), (0, "0 Buzz")])
def test_buzz_is_written_whole_where_it_is(micros: int, words: str) -> None:
    assert buzz(micros) == words


def test_buzz_is_worth_what_is_said() -> None:
    assert in_dollars(8_000_000, Currency.BUZZ) == 8_000
    assert in_dollars(8_000_000, Currency.BUZZ, 500) == 16_000
    assert in_dollars(8_000_000, Currency.DOLLARS, 500) == 8_000_000


@pytest.mark.parametrize(
    ("micros", "words"), [(185_000, "$0.19"), (535_000, "$0.54"), (1_005_000, "$1.01"), (999_995_000, "$1,000.00")]
)
def test_halves_of_cents_go_up(micros: int, words: str) -> None:
    assert dollars(micros) == words


@given(st.integers(100_000, 10**9), st.integers(120_000, 10**9))
def test_what_is_spent_and_what_is_left_never_make_more_than_the_limit(spent: int, left: int) -> None:
    limit = (spent + left) // 10_000 * 10_000
    shown = Decimal(dollars(spent).strip("$").replace(",", "")) + Decimal(
        dollars_left(limit - spent).strip("$").replace(",", "")
    )
    assert shown <= Decimal(limit) / 1_000_000
