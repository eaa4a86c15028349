"""Advancing: few compute at once, others go on while some wait for a provider, and no news is lost."""

from __future__ import annotations

from collections.abc import Callable

from imagen.worker.advancing import Advancing

MOST = 8


class Workers:
    """Workers that are woken and come when they are let; `fill` says what filling one place does."""

    def __init__(self, fill: Callable[[], bool]) -> None:
        self.woken = 0
        self.tries_later = 0
        self.looks = 0
        self._fill = fill
        self.advancing = Advancing(self._look, self._wake, MOST, self._later)

    def come(self) -> None:
        """Let one of those who were woken begin."""
        assert self.woken
        self.woken -= 1
        self.advancing.go_on()

    def come_all(self) -> None:
        while self.woken:
            self.come()

    def _look(self) -> bool:
        self.looks += 1
        return self._fill()

    def _wake(self) -> None:
        self.woken += 1

    def _later(self) -> None:
        self.tries_later += 1


def test_few_are_woken_however_much_is_to_be_done() -> None:
    workers = Workers(lambda: False)
    workers.advancing.ask(MOST)
    workers.advancing.ask(MOST)
    assert workers.woken == 2


def test_a_worker_goes_on_until_there_is_nothing_more() -> None:
    left = [True, True, False]
    workers = Workers(lambda: left.pop(0))
    workers.advancing.ask()
    workers.come_all()
    assert workers.looks == 3


def test_another_goes_on_while_one_waits_for_its_provider() -> None:
    seen: list[int] = []

    def fill() -> bool:
        if not seen:
            with workers.advancing.waiting():
                seen.append(workers.woken)
        return False

    workers = Workers(fill)
    workers.advancing.ask(MOST)
    assert workers.woken == 2
    workers.come()
    assert seen == [2]  # the second of the first two, and one in the place of who waits
    workers.come_all()
    assert workers.looks == MOST


def test_as_many_wait_for_their_provider_as_were_asked_for() -> None:
    deepest: list[int] = []

    def fill() -> bool:
        with workers.advancing.waiting():
            deepest.append(len(deepest) + 1)
            if workers.woken:
                workers.come()
        return False

    workers = Workers(fill)
    workers.advancing.ask(MOST)
    workers.come()
    assert deepest[-1] == MOST


def test_news_that_comes_while_enough_compute_is_looked_at_by_them() -> None:
    news = [True]

    def fill() -> bool:
        if workers.woken:
            workers.come()  # both compute from here on
        elif news and news.pop():
            workers.advancing.ask()
            assert not workers.woken
        return False

    workers = Workers(fill)
    workers.advancing.ask(2)
    workers.come()
    assert workers.looks == 3


def test_no_news_is_lost_where_filling_fails() -> None:
    def fill() -> bool:
        if workers.looks == 1:
            workers.advancing.ask(4)
            raise OSError("the disk is full")
        return False

    workers = Workers(fill)
    workers.advancing.ask()
    workers.come_all()
    assert workers.tries_later == 1
    assert workers.looks == 5


def test_nobody_counts_on_a_wakeup_that_was_lost() -> None:
    workers = Workers(lambda: False)
    workers.advancing.ask(2)
    workers.woken = 0  # the queue's file was lost
    workers.advancing.ask()
    assert workers.woken == 0
    workers.advancing.forget_wakeups()
    workers.advancing.ask()
    assert workers.woken == 2


def test_more_than_can_come_is_not_remembered() -> None:
    workers = Workers(lambda: False)
    for _ in range(100):
        workers.advancing.ask(4)
    workers.come_all()
    assert workers.looks <= MOST + 2
