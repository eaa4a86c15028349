"""Look at models again in the background: one thread, one question at a time, and an end as soon as it is asked for."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence

from imagen.domain.errors import ImagenError, RateLimited

logger = logging.getLogger(__name__)

_PAUSE = 0.2
_LONGEST_WAIT = 60.0
_SECONDS_TO_END = 5.0


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
            self._keys.extend(key for key in dict.fromkeys(keys) if key not in self._keys)
            self._begin()
            self._change.notify_all()

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
        try:
            self._look(key)
        except RateLimited as error:
            asked = error.retry_after.total_seconds() if error.retry_after else _LONGEST_WAIT
            return min(asked, _LONGEST_WAIT)
        except ImagenError as error:
            logger.info("The model %s could not be looked at again: %s", key, error)
        except Exception:
            logger.exception("The model %s could not be looked at again", key)
        return _PAUSE
