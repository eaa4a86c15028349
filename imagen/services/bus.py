"""Tell what happened to whoever listens, on the thread where it happened; knows no page and no queue."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from imagen.domain.events import DomainEvent

logger = logging.getLogger(__name__)

Handler = Callable[[DomainEvent], None]


class EventBus:
    """Hand each event to every handler, from any thread; a failing handler never hinders the others or the publisher."""

    def __init__(self) -> None:
        self._handlers: tuple[Handler, ...] = ()
        self._lock = threading.Lock()

    def subscribe(self, handler: Handler) -> Callable[[], None]:
        """Call the handler for every event from now on; the returned function ends that."""
        with self._lock:
            self._handlers = (*self._handlers, handler)
        return lambda: self._unsubscribe(handler)

    def publish(self, event: DomainEvent) -> None:
        """Hand an event to all handlers, in the order in which they came."""
        for handler in self._handlers:
            try:
                handler(event)
            except Exception:
                logger.exception("A listener failed on %s", type(event).__name__)

    def _unsubscribe(self, handler: Handler) -> None:
        with self._lock:
            self._handlers = tuple(h for h in self._handlers if h is not handler)
