"""Ids rise, from any number of threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from imagen.domain.ids import new_id


def test_ids_rise_strictly_and_are_of_version_seven() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {one.version for one in made} == {7}


def test_threads_never_get_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(), range(8_000)))
    assert len(set(made)) == 8_000
