"""Writes that come at the same moment share one transaction, and so its cost."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from imagen.domain.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from imagen.data.unit_of_work import UnitOfWork

T = TypeVar("T")

_MOST_AT_ONCE = 16


class WritesTogether:
    """Carry out the writes of many threads: whoever's turn it is carries out all that wait."""

    def __init__(self, open_unit: Callable[[], UnitOfWork]) -> None:
        self._open_unit = open_unit
        self._waiting: deque[_Write] = deque()
        self._turn = threading.Lock()

    def write(self, act: Callable[[UnitOfWork], T]) -> T:
        """Carry out one write and give what it gives, once that is on the disk.

        `act` may be called twice, and does not commit. What it raises is raised here and takes back its own write only;
        where the disk or the database refuses, all that were carried out with it are told so.
        """
        mine = _Write(act)
        self._waiting.append(mine)
        with self._turn:
            while not mine.is_over:
                self._carry_out([self._waiting.popleft()], self._more())
        result: T = mine.result()
        return result

    def _more(self) -> Iterator[_Write]:
        """Give what else waits, and what comes while that is written: its own transaction would only cost more."""
        for _ in range(_MOST_AT_ONCE - 1):
            if not self._waiting:
                return
            yield self._waiting.popleft()

    def _carry_out(self, writes: list[_Write], more: Iterable[_Write] = ()) -> None:
        acting = True
        try:
            with self._open_unit() as unit:
                results = [write.act(unit) for write in writes]
                for write in more:
                    writes.append(write)
                    results.append(write.act(unit))
                acting = False
                unit.commit()
        except Exception as error:
            if acting and len(writes) > 1 and not isinstance(error, DatabaseUnavailable):
                for write in writes:
                    self._carry_out([write])
            else:
                _fail(writes, error)
        except BaseException as error:
            _fail(writes, error)
            raise
        else:
            for write, result in zip(writes, results, strict=True):
                write.end(result)


class _Write:
    def __init__(self, act: Callable[[UnitOfWork], Any]) -> None:
        self.act = act
        self.is_over = False
        self._result: Any = None
        self._error: BaseException | None = None

    def end(self, result: Any) -> None:
        self._result, self.is_over = result, True

    def fail(self, error: BaseException) -> None:
        self._error, self.is_over = error, True

    def result(self) -> Any:
        if self._error is not None:
            raise self._error
        return self._result


def _fail(writes: list[_Write], error: BaseException) -> None:
    for write in writes:
        write.fail(error)
