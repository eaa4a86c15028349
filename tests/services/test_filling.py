"""Filling places goes before storing: whoever stores waits while somebody fills, and never for ever."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from imagen.services import filling as module
from imagen.services.filling import Filling


def test_nobody_waits_where_nothing_is_filled() -> None:
    Filling().give_way(since=time.monotonic())


def test_storing_goes_on_when_the_place_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST_SECONDS", 60.0)
    monkeypatch.setattr(module, "_QUIET_SECONDS", 0.01)
    filling, is_filled, order = Filling(), threading.Event(), []

    def store() -> None:
        filling.give_way(time.monotonic())
        order.append("stored")

    with ThreadPoolExecutor(1) as pool:
        with filling.under_way():
            storing = pool.submit(store)
            is_filled.wait(0.05)
            order.append("filled")
        storing.result(30)
    assert order == ["filled", "stored"]


def test_a_place_that_is_filled_without_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST_SECONDS", 0.05)
    filling = Filling()
    with filling.under_way(), ThreadPoolExecutor(1) as pool:
        pool.submit(filling.give_way, time.monotonic()).result(30)


def test_whoever_came_long_ago_waits_no_more() -> None:
    filling = Filling()
    with filling.under_way(), ThreadPoolExecutor(1) as pool:
        pool.submit(filling.give_way, time.monotonic() - 3600).result(30)


def test_a_place_that_could_not_be_filled_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST_SECONDS", 60.0)
    monkeypatch.setattr(module, "_QUIET_SECONDS", 0.0)
    filling = Filling()
    with pytest.raises(OSError, match="full"), filling.under_way():
        raise OSError("full")
    filling.give_way(time.monotonic())
