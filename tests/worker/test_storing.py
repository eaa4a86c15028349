"""Storing: a few at a time while places are to be filled, all of them in the end, whatever happens to one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from imagen.services.filling import Filling
from imagen.worker import storing as module
from imagen.worker.storing import Storing


class Store:
    """Stores when it is let, and remembers how many were at it together."""

    def __init__(self) -> None:
        self.stored: list[UUID] = []
        self.most = 0
        self.may = threading.Event()
        self.broken: UUID | None = None
        self._at_it = 0
        self._lock = threading.Lock()

    def settle(self, generation_id: UUID) -> None:
        with self._lock:
            self._at_it += 1
            self.most = max(self.most, self._at_it)
        assert self.may.wait(30)
        with self._lock:
            self._at_it -= 1
            self.stored.append(generation_id)
        if generation_id == self.broken:
            raise OSError("broken")


def filling(is_wanted: bool) -> Filling:
    made = Filling()
    made.is_wanted = is_wanted
    return made


def storing_of(store: Store, filling: Filling, at_once: int) -> tuple[Storing, list[Callable[[], None]]]:
    """Give it with what it wants to have done later; woken, it goes on at once."""
    later: list[Callable[[], None]] = []

    def wake() -> None:
        made.go_on()

    made = Storing(store.settle, filling, at_once, lambda _, act: later.append(act), wake)
    return made, later


def store_all(storing: Storing, store: Store, ids: list[UUID], returning: int) -> None:
    """Ask for all at once; `returning` of them leave their work to others before anything is stored."""
    with ThreadPoolExecutor(len(ids)) as pool:
        asked = [pool.submit(storing.store, each) for each in ids]
        while sum(each.done() for each in asked) < returning:
            threading.Event().wait(0.005)
        store.may.set()
        for each in asked:
            each.result(30)


def test_few_store_while_places_are_to_be_filled() -> None:
    store, ids = Store(), [uuid4() for _ in range(12)]
    storing, _ = storing_of(store, filling(is_wanted=True), 2)
    store_all(storing, store, ids, returning=10)
    assert sorted(store.stored) == sorted(ids)
    assert store.most == 2


def test_all_store_when_nothing_waits_for_a_place() -> None:
    store, ids = Store(), [uuid4() for _ in range(6)]
    storing, _ = storing_of(store, filling(is_wanted=False), 2)
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(storing.store, each) for each in ids]
        while store.most < 6:
            threading.Event().wait(0.005)
        store.may.set()
        for each in asked:
            each.result(30)
    assert sorted(store.stored) == sorted(ids)


def test_those_too_many_stop_when_places_are_to_be_filled_again() -> None:
    store, ids, wanted = Store(), [uuid4() for _ in range(6)], filling(is_wanted=False)
    storing, _ = storing_of(store, wanted, 1)
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(storing.store, each) for each in ids[:3]]
        while store.most < 3:
            threading.Event().wait(0.005)
        wanted.is_wanted = True
        asked += [pool.submit(storing.store, each) for each in ids[3:]]
        while sum(each.done() for each in asked) < 3:
            threading.Event().wait(0.005)
        store.may.set()
        for each in asked:
            each.result(30)
    assert sorted(store.stored) == sorted(ids)
    assert not storing._began


def test_one_that_breaks_off_keeps_no_other_from_being_stored() -> None:
    store, ids = Store(), [uuid4() for _ in range(5)]
    store.broken = ids[0]
    storing, _ = storing_of(store, filling(is_wanted=True), 1)
    store_all(storing, store, ids, returning=4)
    assert sorted(store.stored) == sorted(ids)
    assert not storing._began


def test_others_are_stored_while_some_wait_for_a_slow_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SLOW_SECONDS", 0.01)
    hanging, quick = Store(), Store()
    quick.may.set()
    slow = [uuid4(), uuid4()]
    storing, later = storing_of(hanging, filling(is_wanted=True), 2)
    storing._settle = lambda each: (hanging if each in slow else quick).settle(each)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(storing.store, each) for each in slow]
        while hanging.most < 2:
            threading.Event().wait(0.005)
        monkeypatch.setattr(module, "_SLOW_SECONDS", 60.0)
        others = [uuid4(), uuid4(), uuid4()]
        for each in others:
            storing.store(each)
        assert quick.stored == []
        monkeypatch.setattr(module, "_SLOW_SECONDS", 0.0)
        (look_again,) = later
        look_again()
        assert quick.stored == others
        hanging.may.set()
        for each in asked:
            each.result(30)
    assert sorted(hanging.stored) == sorted(slow)


class Counted(Filling):
    """Counts who gives way, and since when each had waited."""

    def __init__(self, is_wanted: bool) -> None:
        super().__init__()
        self.is_wanted = is_wanted
        self.given_way: list[float] = []

    def give_way(self, since: float) -> None:
        self.given_way.append(since)


@pytest.mark.parametrize(("is_wanted", "times"), [(True, 9), (False, 0)])
def test_each_gives_way_where_places_are_to_be_filled(is_wanted: bool, times: int) -> None:
    store, counted = Store(), Counted(is_wanted)
    storing, _ = storing_of(store, counted, 1)
    store.may.set()
    for _ in range(9):
        storing.store(uuid4())
    assert (len(store.stored), len(counted.given_way)) == (9, times)


def test_how_long_one_gives_way_counts_from_when_it_came() -> None:
    store, counted = Store(), Counted(is_wanted=True)
    storing, _ = storing_of(store, counted, 1)
    with storing._lock:
        storing._waiting.extend([(uuid4(), 100.0), (uuid4(), 101.0)])
    store.may.set()
    storing.go_on()
    assert counted.given_way == [100.0, 101.0]


def test_nobody_gives_way_to_places_that_storing_itself_keeps_from_being_filled() -> None:
    store, busy, ids = Store(), Counted(is_wanted=True), [uuid4() for _ in range(6)]
    busy.waits_for_storing = True
    storing, _ = storing_of(store, busy, 1)
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(storing.store, each) for each in ids]
        while store.most < 6:  # as many as there are workers
            threading.Event().wait(0.005)
        store.may.set()
        for each in asked:
            each.result(30)
    assert busy.given_way == []
