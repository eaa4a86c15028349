"""Huey's consumer inside this process: worker threads started and stopped with the application."""

from __future__ import annotations

from huey import Huey
from huey.consumer import Consumer

_SECONDS_TO_STOP = 10


class InProcessConsumer(Consumer):  # type: ignore[misc]
    """A consumer that leaves the signals of the process alone."""

    def _set_signal_handlers(self) -> None:
        """Do nothing: the server stops the application, and that stops the consumer."""

    def stop_and_wait(self) -> None:
        """Let running tasks end, for some seconds at most."""
        self.stop_flag.set()
        self.huey.storage.wake_all()
        self.stop(graceful=True)

    @property
    def working(self) -> bool:
        """Tell whether any worker is alive."""
        return any(thread.is_alive() for _, thread in self.worker_threads)


def make_consumer(queue: Huey, workers: int) -> InProcessConsumer:
    return InProcessConsumer(
        queue, workers=workers, periodic=False, check_worker_health=False, shutdown_timeout=_SECONDS_TO_STOP
    )
