"""What was read is kept until the state is another."""

from __future__ import annotations

from functools import partial

from imagen.services.remembered import Remembered


def test_one_state_is_read_once_and_the_next_anew() -> None:
    kept, reads = Remembered(), []

    def read() -> int:
        reads.append(1)
        return len(reads)

    assert [kept.get(1, "a", read), kept.get(1, "a", read), kept.get(1, "b", read)] == [1, 1, 2]
    assert kept.get(2, "a", read) == 3
    assert kept.get(2, "b", read) == 4


def test_it_keeps_a_few_only() -> None:
    kept = Remembered()
    for number in range(1000):
        kept.get(1, number, partial(int, number))
    assert len(kept._results) < 100
    assert kept.get(1, 999, lambda: -1) == 999
    assert kept.get(1, 0, lambda: -1) == -1
