"""The work of Sketch on this machine: a few threads, progress, stopping, results kept until they are stored."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from imagen.domain.errors import ImagenError, Rejected, Unavailable
from imagen.providers.base import FailureReason, Progress, RemoteState

log = logging.getLogger(__name__)

KEPT_JOBS = 64
KEPT_BYTES = 256 * 1024 * 1024
NEWS_INTERVAL = 0.1


class Stopped(Exception):
    """End a drawing that nobody wants any more."""


@dataclass(frozen=True)
class Made:
    """What a job produced: one file's bytes for each output, and what the model answers about itself."""

    files: tuple[bytes, ...]
    returned: Mapping[str, Any] = field(default_factory=dict)


Report = Callable[[float, str], None]
"""Take a fraction from 0 to 1 and a word about the work; raises Stopped when the work is to end."""

Work = Callable[[Report], Made]


class Job:
    """One piece of work with its progress; read from any thread, advanced by the thread that does it."""

    def __init__(self, request_id: str, news: Callable[[str], None]) -> None:
        self.request_id = request_id
        self.made: Made | None = None
        self.milliseconds = 0
        self.done = threading.Event()
        self.stop = threading.Event()
        self._news = news
        self._told = 0.0
        self._progress = Progress(RemoteState.QUEUED, 0.0)

    @property
    def progress(self) -> Progress:
        return self._progress

    @property
    def size(self) -> int:
        """Count the bytes this job keeps in memory."""
        return sum(len(file) for file in self.made.files) if self.made else 0

    def report(self, fraction: float, note: str) -> None:
        """Note how far the work is. Raises Stopped."""
        if self.stop.is_set():
            raise Stopped
        reached = max(self._progress.fraction or 0.0, min(fraction, 1.0))
        self._progress = Progress(RemoteState.RUNNING, reached, note)
        if time.monotonic() - self._told >= NEWS_INTERVAL:
            self._told = time.monotonic()
            self._news(self.request_id)

    def run(self, work: Work) -> None:
        """Do the work and keep what came of it; never raises."""
        started = time.perf_counter()
        try:
            self.report(0.0, "")
            made = work(self.report)
            self.milliseconds = round((time.perf_counter() - started) * 1000)
            self.made = made
            self.end(Progress(RemoteState.SUCCEEDED, 1.0))
        except Stopped:
            self.end(Progress(RemoteState.CANCELLED, self._progress.fraction))
        except Rejected as error:
            self.end(_failed(error, FailureReason.VALIDATION))
        except ImagenError as error:
            self.end(_failed(error, FailureReason.PROVIDER_BUG))
        except Exception:
            log.exception("Sketch could not finish %s", self.request_id)
            message = "Sketch could not finish this drawing. The log has the details."
            self.end(Progress(RemoteState.FAILED, failure=FailureReason.PROVIDER_BUG, message=message))

    def end(self, progress: Progress) -> None:
        self._progress = progress
        self.done.set()
        self._news(self.request_id)


class Jobs:
    """All jobs of the provider, by request id."""

    def __init__(self, threads: int, news: Callable[[str], None]) -> None:
        self._news = news
        self._threads = threads
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False

    def start(self, request_id: str, work: Work) -> Job:
        """Start a job, or give the one that already has this id. Raises Unavailable after closing."""
        with self._lock:
            if request_id in self._jobs:
                return self._jobs[request_id]
            if self._closed:
                raise Unavailable("Sketch is shutting down.", "The drawing goes on after the next start.")
            job = self._jobs[request_id] = Job(request_id, self._tell)
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="sketch")
            self._pool.submit(job.run, work)
            self._drop_oldest()
        return job

    def cancel(self, request_id: str) -> None:
        """Ask a job to stop; an id nobody knows is remembered as cancelled, so that it never starts again."""
        with self._lock:
            job = self._jobs.get(request_id)
            if job is None:
                job = self._jobs[request_id] = Job(request_id, self._tell)
                job.end(Progress(RemoteState.CANCELLED))
            job.stop.set()

    def release(self, request_id: str) -> None:
        """Forget a job and what it made."""
        with self._lock:
            job = self._jobs.pop(request_id, None)
        if job is not None:
            job.stop.set()

    def close(self) -> None:
        """Stop every job and wait for the threads, which look up at each step of their drawing."""
        with self._lock:
            self._closed = True
            jobs, pool = list(self._jobs.values()), self._pool
        for job in jobs:
            job.stop.set()
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _drop_oldest(self) -> None:
        """Keep memory bounded: what is dropped here is drawn again when somebody asks for it."""
        ended = [job for job in self._jobs.values() if job.done.is_set()]
        count, size = len(ended), sum(job.size for job in ended)
        for job in ended:
            if count <= KEPT_JOBS and size <= KEPT_BYTES:
                break
            del self._jobs[job.request_id]
            count, size = count - 1, size - job.size

    def _tell(self, request_id: str) -> None:
        try:
            self._news(request_id)
        except Exception:
            log.exception("A listener failed at news of %s", request_id)


def _failed(error: ImagenError, reason: FailureReason) -> Progress:
    return Progress(RemoteState.FAILED, failure=reason, message=str(error))
