"""Lengths of lists are known for a moment."""

from __future__ import annotations

from functools import partial

from imagen.data.repositories.search_lengths import Lengths


def test_a_length_is_counted_anew_after_a_moment() -> None:
    moment, true_length, counts = 100.0, 3, []
    lengths = Lengths(lambda: moment)

    def count() -> int:
        counts.append(moment)
        return true_length

    assert [lengths.get("list", count), lengths.get("list", count)] == [3, 3]
    assert counts == [100.0]
    true_length = 4
    moment = 109.9
    assert lengths.get("list", count) == 3
    moment = 110.1
    assert lengths.get("list", count) == 4


def test_only_what_was_asked_for_lately_is_remembered() -> None:
    lengths = Lengths()
    for number in range(300):
        lengths.get(number, partial(int, number))
    assert lengths.get(299, lambda: -1) == 299
    assert lengths.get(0, lambda: -1) == -1
