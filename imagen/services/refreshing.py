"""Look at models again in the background: one thread, one question at a time, and an end as soon as it is asked for."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from imagen.domain.errors import AuthenticationFailed, ImagenError, RateLimited

logger = logging.getLogger(__name__)

_PAUSE = 0.2
_LONGEST_WAIT = 60.0
_SECONDS_TO_END = 5.0


@dataclass(frozen=True)
class Round:
    """How far looking at a provider's models is: `asked` models, `left` of them still to come; `trouble` is the last one's."""

    asked: int = 0
    left: int = 0
    failed: int = 0
    trouble: str = ""

    @property
    def done(self) -> int:
        return self.asked - self.left


class Refreshing:
    """Carries out what is asked for in the order in which it came; what is asked for twice is done once."""

    def __init__(self) -> None:
        self._look: Callable[[str], object] = lambda key: None
        self._first: Callable[[], object] | None = None
        self._keys: deque[str] = deque()
        self._change = threading.Condition()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._at_work = False
        self._rounds: dict[str, Round] = {}

    def connect(self, look: Callable[[str], object]) -> None:
        """Say what looks at one model."""
        self._look = look

    def start(self, first: Callable[[], object]) -> None:
        """Begin, on a thread of its own, with something that asks for what is due."""
        with self._change:
            self._first = first
            self._begin()

    def ask(self, keys: Sequence[str]) -> None:
        """Look at these models soon."""
        with self._change:
            if self._ended.is_set():
                return
            for key in dict.fromkeys(keys):
                if key not in self._keys:
                    self._keys.append(key)
                    self._count_in(_provider(key))
            self._begin()
            self._change.notify_all()

    def round(self, provider: str) -> Round:
        """Tell how far looking at a provider's models is; the last round's counts stay until the next begins."""
        with self._change:
            return self._rounds.get(provider, Round())

    def stop(self, provider: str) -> None:
        """Look at no more models of a provider; one that is being looked at is finished."""
        with self._change:
            kept = [key for key in self._keys if _provider(key) != provider]
            dropped = len(self._keys) - len(kept)
            self._keys = deque(kept)
            told = self.round(provider)
            self._rounds[provider] = replace(told, asked=told.asked - dropped, left=told.left - dropped)

    def _count_in(self, provider: str) -> None:
        told = self._rounds.get(provider, Round())
        told = told if told.left else Round()
        self._rounds[provider] = replace(told, asked=told.asked + 1, left=told.left + 1)

    def _count_out(self, provider: str, trouble: str) -> None:
        with self._change:
            told = self._rounds[provider]
            failed = told.failed + bool(trouble)
            self._rounds[provider] = replace(told, left=told.left - 1, failed=failed, trouble=trouble or told.trouble)

    def _begin(self) -> None:
        if self._thread is None and not self._ended.is_set():
            self._at_work = True
            self._thread = threading.Thread(target=self._run, name="models", daemon=True)
            self._thread.start()

    @property
    def is_idle(self) -> bool:
        """Tell whether everything that was asked for is done."""
        with self._change:
            return not self._keys and not self._at_work

    def close(self) -> None:
        """End; a question that is under way is waited for a little."""
        self._ended.set()
        with self._change:
            self._keys.clear()
            self._change.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(_SECONDS_TO_END)

    def _run(self) -> None:
        if self._first is not None:
            try:
                self._first()
            except Exception:
                logger.exception("Which models are due could not be found out")
        while not self._ended.is_set():
            with self._change:
                self._at_work = False
                self._change.wait_for(lambda: bool(self._keys) or self._ended.is_set())
                if self._ended.is_set():
                    return
                key = self._keys.popleft()
                self._at_work = True
            self._ended.wait(self._look_at(key))

    def _look_at(self, key: str) -> float:
        """Look at one model, and give the seconds until the next."""
        pause, trouble = _PAUSE, ""
        try:
            self._look(key)
        except ImagenError as error:
            trouble = str(error)
            logger.info("The model %s could not be looked at again: %s", key, error)
            if isinstance(error, AuthenticationFailed):
                self.stop(_provider(key))  # it would be the same with every one of them
            if isinstance(error, RateLimited):
                pause = min(error.retry_after.total_seconds() if error.retry_after else _LONGEST_WAIT, _LONGEST_WAIT)
        except Exception:
            trouble = "Imagen made a mistake; its log says more."
            logger.exception("The model %s could not be looked at again", key)
        self._count_out(_provider(key), trouble)
        return pause


def _provider(key: str) -> str:
    return key.partition(":")[0]
