"""Writes that share a transaction: each gets its own answer, and one that fails takes no other with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from imagen.data.together import WritesTogether
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import DatabaseUnavailable
from tests.fakes.scripted_provider import wait_until

COUNT = 12


def put(name: str) -> Callable[[UnitOfWork], str]:
    def act(unit: UnitOfWork) -> str:
        unit.settings.put(name, {"by": name})
        return name

    return act


def kept(units: UnitOfWorkFactory) -> set[str]:
    with units.reading() as reading:
        return set(reading.settings.starting_with(""))


def all_at_once(units: UnitOfWorkFactory, acts: list[Callable[[UnitOfWork], Any]]) -> list[Any]:
    """Let the first write wait until all others stand behind it; give each one's answer or error."""
    together = units.together.__self__  # type: ignore[attr-defined]
    go_on = threading.Event()

    def first(unit: UnitOfWork) -> str:
        assert go_on.wait(10)
        return "first"

    def answer(act: Callable[[UnitOfWork], Any]) -> Any:
        try:
            return units.together(act)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(acts) + 1) as pool:
        begun = pool.submit(answer, first)
        wait_until(lambda: together._turn.locked() and not together._waiting)
        others = [pool.submit(answer, act) for act in acts]
        wait_until(lambda: len(together._waiting) == len(acts))
        go_on.set()
        begun.result()
        return [other.result() for other in others]


def commits(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    counted: list[bool] = []
    real = UnitOfWork.commit

    def count(self: UnitOfWork) -> None:
        counted.append(True)
        real(self)

    monkeypatch.setattr(UnitOfWork, "commit", count)
    return counted


def test_what_comes_at_once_is_written_at_once(units: UnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = commits(monkeypatch)
    names = [f"name {n}" for n in range(COUNT)]
    assert all_at_once(units, [put(name) for name in names]) == names
    assert kept(units) == set(names)
    assert len(counted) == 1, "also what came while the first was written"


def test_a_transaction_ends_though_more_keep_coming(units: UnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = commits(monkeypatch)
    names = [f"name {n}" for n in range(40)]
    assert all_at_once(units, [put(name) for name in names]) == names
    assert kept(units) == set(names)
    assert len(counted) == 3, "sixteen at most in each"


def test_one_that_fails_takes_back_its_own_write_only(units: UnitOfWorkFactory) -> None:
    def broken(unit: UnitOfWork) -> None:
        unit.settings.put("broken", {"half": "done"})
        unit.session.flush()
        raise ValueError("a mistake")

    answers = all_at_once(units, [put("before"), broken, put("after")])
    assert answers[0] == "before"
    assert isinstance(answers[1], ValueError)
    assert answers[2] == "after"
    assert kept(units) == {"before", "after"}


def test_a_disk_that_refuses_tells_everybody(units: UnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[bool] = []

    def full(self: UnitOfWork) -> None:
        tried.append(True)
        raise OSError("No space left on device")

    monkeypatch.setattr(UnitOfWork, "commit", full)
    answers = all_at_once(units, [put("one"), put("two")])[:2]
    assert all(isinstance(answer, OSError | DatabaseUnavailable) for answer in answers)
    assert len(tried) == 1, "nobody tries again what may have been written"
    assert kept(units) == set()


def test_a_later_write_sees_an_earlier_one_of_its_transaction(units: UnitOfWorkFactory) -> None:
    def count(unit: UnitOfWork) -> int:
        unit.settings.put(f"counted {len(unit.settings.starting_with('counted'))}", {"is": True})
        return len(unit.settings.starting_with("counted"))

    assert sorted(all_at_once(units, [count] * 5)) == [1, 2, 3, 4, 5]


def test_a_database_that_cannot_be_opened_tells_whoever_writes() -> None:
    def refuse() -> UnitOfWork:
        raise OSError("no such disk")

    with ThreadPoolExecutor(1) as pool, pytest.raises(OSError, match="no such disk"):
        pool.submit(WritesTogether(refuse).write, lambda unit: None).result(10)
