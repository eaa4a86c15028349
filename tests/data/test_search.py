"""Words find prompts, however they are typed."""

from __future__ import annotations

import pytest

from imagen.data.unit_of_work import UnitOfWorkFactory
from tests.data.rows import add_order


@pytest.fixture
def searched(units: UnitOfWorkFactory) -> UnitOfWorkFactory:
    with units() as unit:
        add_order(unit, ["a red fox at dawn", "a blue fox"])
        add_order(unit, ["Größe und Straße", '100% [off] "quoted"'])
        unit.commit()
    return units


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("fox", 2),
        ("FOX dawn", 1),
        ("fo", 2),
        ("da fox", 0),
        ("fox da", 1),
        ("grosse", 0),
        ("große", 1),
        ("größe", 1),
        ("100% off", 1),
        ('"quoted" OR fox*', 0),
        ("---", 0),
        ("NEAR(", 0),
        ("x" * 5000, 0),
    ],
)
def test_generations_are_found_by_the_words_of_their_prompts(
    searched: UnitOfWorkFactory, words: str, found: int
) -> None:
    with searched.reading() as reading:
        rows, total = reading.generations.page(words=words)
    assert (len(rows), total) == (found, found)


def test_orders_are_found_by_the_words_of_their_generations(searched: UnitOfWorkFactory) -> None:
    with searched.reading() as reading:
        assert reading.orders.page(words="blue")[1] == 1
        assert reading.orders.page(words="violet")[1] == 0
