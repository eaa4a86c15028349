"""What the look brought at which a submission was seen to be over, so that collecting need not ask for the same again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

import httpx

AnswerT = TypeVar("AnswerT")

MOST_KEPT = 256
LARGEST_KEPT = 64 * 2**10


class FinishedAnswers(Generic[AnswerT]):
    """Keeps answers by request id until they are taken, once: whoever tries again asks anew, for links end.

    Only small answers are kept, and only so many: the oldest goes. Safe to use from any thread.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, AnswerT] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, request_id: str, answer: AnswerT, came_in: httpx.Response) -> None:
        """Keep what was read of a response, unless that is large."""
        if len(came_in.content) > LARGEST_KEPT:
            return
        with self._lock:
            self._kept[request_id] = answer
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def take(self, request_id: str) -> AnswerT | None:
        """Give an answer and forget it; None where there is none, or no more."""
        with self._lock:
            return self._kept.pop(request_id, None)
