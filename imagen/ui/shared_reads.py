"""Let pages that ask the same question at the same moment share one answer, so that ten open pages cost little more than one."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

R = TypeVar("R")

_MOST_KEPT = 64


class SharedReads:
    """Answers stand for one moment: `moment()` must change whenever anything has happened that could change them."""

    def __init__(self, moment: Callable[[], int]) -> None:
        self._moment = moment
        self._answers: OrderedDict[Hashable, tuple[int, asyncio.Task[Any]]] = OrderedDict()

    async def read(self, question: Hashable, act: Callable[[], R]) -> R:
        """Give the answer to a question: another page's, when it asked since the last thing that happened.

        What failed is asked anew.
        """
        moment = self._moment()
        known = self._answers.get(question)
        if known is None or known[0] != moment or _failed(known[1]):
            known = moment, asyncio.create_task(asyncio.to_thread(act))
            self._answers[question] = known
            self._answers.move_to_end(question)
            if len(self._answers) > _MOST_KEPT:
                self._answers.popitem(last=False)
        return cast(R, await asyncio.shield(known[1]))


def _failed(answer: asyncio.Task[Any]) -> bool:
    return answer.done() and (answer.cancelled() or answer.exception() is not None)
