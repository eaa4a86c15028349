"""Let new products be found: those that wait are indexed many at once, in the background or before the next search."""

from __future__ import annotations

import logging
import threading

from imagen.data.derived_tables import has_pending, index_pending, retry_refused
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import DatabaseUnavailable
from imagen.domain.events import DomainEvent, GenerationCompleted, ProductChanged, ProductsAdded

logger = logging.getLogger(__name__)

AT_ONCE = 250
"""So many are indexed in a transaction; others who write need not wait longer than for these."""

_QUIET_SECONDS = 1.0
_LONGEST_SECONDS = 5.0
_SECONDS_AFTER_TROUBLE = 10.0
_PATIENCE_SECONDS = 0.5
_SECONDS_TO_END = 5.0


class SearchIndex:
    """Index on one thread: soon after products came and no more follow, at the latest some seconds after the first.

    Nothing is lost where that fails: the database itself notes what waits.
    """

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ended = False
        self._asked = False
        self._retries = False
        self._hurried = 0
        self._answered = 0
        self._heard = 0

    def start(self) -> None:
        """Begin with what was left by whoever ran before, also with what could not be indexed then."""
        with self._change:
            self._asked = self._retries = True
            self._begin()

    def hear(self, event: DomainEvent) -> None:
        """Wake up when products came; for the bus."""
        if isinstance(event, GenerationCompleted | ProductChanged | ProductsAdded):
            with self._change:
                self._heard += 1
                self._asked = True
                self._change.notify_all()

    def catch_up(self, patience: float = _PATIENCE_SECONDS) -> bool:
        """Index all that waits before going on, or give up after some seconds; tell whether nothing is left."""
        with self._units.reading() as reading:
            if not has_pending(reading.session.connection()):
                return True
        with self._change:
            if self._ended:
                return False
            self._begin()
            self._hurried += 1
            mine = self._hurried
            self._change.notify_all()
            if not self._change.wait_for(lambda: self._answered >= mine or self._ended, patience):
                return False
        with self._units.reading() as reading:
            return not has_pending(reading.session.connection())

    def close(self) -> None:
        """End; what still waits is indexed at the next start."""
        with self._change:
            self._ended = True
            self._change.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(_SECONDS_TO_END)

    def _begin(self) -> None:
        if self._thread is None and not self._ended:
            self._thread = threading.Thread(target=self._run, name="search index", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._asked or self._is_hurried or self._ended)
                self._await_quiet()
                if self._ended:
                    return
                self._asked = False
                answering = self._hurried
            is_done = self._index()
            with self._change:
                self._answered = max(self._answered, answering)
                self._change.notify_all()
                if not is_done:
                    self._change.wait_for(lambda: self._is_hurried or self._ended, _SECONDS_AFTER_TROUBLE)
                    self._asked = True

    def _await_quiet(self) -> None:
        """Wait until nothing has come for a moment, unless somebody searches."""
        waited = 0.0
        while waited < _LONGEST_SECONDS:
            heard = self._heard
            if self._change.wait_for(lambda: self._is_hurried or self._ended, _QUIET_SECONDS):
                return
            waited += _QUIET_SECONDS
            if heard == self._heard:
                return

    @property
    def _is_hurried(self) -> bool:
        return self._answered < self._hurried

    def _index(self) -> bool:
        """Index all that waits, and tell whether that went well."""
        try:
            if self._retries:
                with self._units() as unit:
                    retry_refused(unit.session.connection())
                    unit.commit()
                self._retries = False
            with self._units.reading() as reading:
                waiting = has_pending(reading.session.connection())
            while waiting and not self._ended:
                with self._units(durable=False) as unit:
                    waiting = index_pending(unit.session.connection(), AT_ONCE) == AT_ONCE
                    unit.commit()
        except DatabaseUnavailable as error:
            logger.info("New products cannot be indexed now: %s", error)
            return False
        except Exception:
            logger.exception("New products could not be indexed")
            return False
        return True
