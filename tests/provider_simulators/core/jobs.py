"""Runs from the queue to their end, worked out from the clock whenever somebody asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.provider_simulators.core.clock import Clock
from tests.provider_simulators.core.faults import Fault


class State(StrEnum):
    """Where a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ABORTED = "aborted"


ENDED = {State.SUCCEEDED, State.FAILED, State.CANCELLED, State.ABORTED}


@dataclass
class Job:
    """One accepted submission and its run; `facts` belongs to the service that made it."""

    id: str
    account: str
    model: str
    input: dict[str, Any]
    created_at: float
    queue_seconds: float
    run_seconds: float
    kind: str = "image"
    cost: float = 0.0
    facts: dict[str, Any] = field(default_factory=dict)
    state: State = State.QUEUED
    started_at: float | None = None
    ended_at: float | None = None
    output: Any = None
    error: str | None = None
    logs: str = ""
    faults: dict[str, Fault] = field(default_factory=dict)
    held: State | None = None
    deadline: float | None = None
    cancel_asked: bool = False
    shown: int = 0

    @property
    def ended(self) -> bool:
        """Return whether the run is over."""
        return self.state in ENDED

    def fault(self, kind: str) -> Fault | None:
        """Return the run's fault of a kind, if it has one."""
        return self.faults.get(kind)

    def apply(self, *faults: Fault) -> None:
        """Give the run faults, also while it runs."""
        for one in faults:
            self.faults[one.kind] = one
            if one.kind == "takes":
                self.run_seconds = one["seconds"]
            if one.kind == "never_ends":
                self.run_seconds = 1e12

    def word(self, truth: str) -> str:
        """Return the status word to show: scripted ones first, then the truth."""
        if unknown := self.fault("unknown_status"):
            return str(unknown["word"])
        if (script := self.fault("statuses")) and self.shown < len(script["words"]):
            self.shown += 1
            return str(script["words"][self.shown - 1])
        return truth

    def progress(self, now: float) -> float:
        """Return how far the run is, 0 to 1."""
        if self.ended:
            return 1.0
        if self.state is State.QUEUED or self.started_at is None:
            return 0.0
        return min(0.99, (now - self.started_at) / max(self.run_seconds, 1e-6))


class Jobs:
    """All runs of a service: queued by account, so many at once, ended by the clock."""

    def __init__(self, clock: Clock, ends: Callable[[Job], None]) -> None:
        self._clock = clock
        self._ends = ends
        self._by_id: dict[str, Job] = {}
        self._active: dict[str, list[Job]] = {}
        self._next: dict[str, float] = {}
        self.lock = threading.RLock()
        self.at_once: int | None = None
        self.at_once_of: dict[str, int] = {}

    def __iter__(self) -> Iterator[Job]:
        with self.lock:
            return iter(list(self._by_id.values()))

    def __getitem__(self, job_id: str) -> Job:
        return self._by_id[job_id]

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, job: Job) -> Job:
        """Queue a run."""
        with self.lock:
            self._by_id[job.id] = job
            self._active.setdefault(job.account, []).append(job)
            self._next[job.account] = 0.0
        return job

    def find(self, job_id: str) -> Job | None:
        """Return a run as it is now, or None when unknown or forgotten."""
        job = self._by_id.get(job_id)
        if job is None or job.fault("forgotten"):
            return None
        self.advance(job.account)
        return job

    def listed(self, account: str) -> list[Job]:
        """Return an account's runs as they are now, newest first."""
        self.advance(account)
        return [job for job in reversed(list(self)) if job.account == account and not job.fault("forgotten")]

    def position(self, job: Job) -> int:
        """Return how many of the account's runs wait before this one."""
        waiting = [one for one in self._active.get(job.account, []) if one.state is State.QUEUED]
        return waiting.index(job) if job in waiting else 0

    def hold(self, job_id: str, state: State | str | None) -> None:
        """Keep a run queued or running until told otherwise; None lets it go on."""
        with self.lock:
            job = self._by_id[job_id]
            job.held = State(state) if state else None
            self._next[job.account] = 0.0
            if job.held is State.RUNNING and job.state is State.QUEUED:
                self._start(job, self._clock.now())

    def end(self, job_id: str, state: State | str = State.SUCCEEDED) -> None:
        """End a run at once in a state, whatever its speed."""
        with self.lock:
            job = self._by_id[job_id]
            if not job.ended:
                job.started_at = job.started_at or self._clock.now()
                self._end(job, State(state), self._clock.now())

    def cancel(self, job: Job) -> None:
        """End a run that has not ended; with the late_result fault it goes on all the same."""
        with self.lock:
            job.cancel_asked = True
            if not job.ended and not job.fault("late_result"):
                self._end(job, State.CANCELLED, self._clock.now())

    def advance(self, account: str) -> None:
        """Bring an account's runs up to now: start what may start, end what is over, in the order of time."""
        with self.lock:
            now = self._clock.now()
            if now < self._next.get(account, 0.0):
                return
            active = self._active.setdefault(account, [])
            while (event := self._first_event(active, account)) and event[0] <= now:
                at, job, state = event
                if state is State.RUNNING:
                    self._start(job, at)
                else:
                    self._end(job, state, at)
            event = self._first_event(active, account)
            self._next[account] = event[0] if event else float("inf")

    def _first_event(self, active: list[Job], account: str) -> tuple[float, Job, State] | None:
        events: list[tuple[float, Job, State]] = []
        running = [job for job in active if job.state is State.RUNNING]
        for job in running:
            if job.held is None:
                events.append(((job.started_at or 0) + job.run_seconds, job, State.SUCCEEDED))
        limit = self.at_once_of.get(account, self.at_once)
        if limit is None or len(running) < limit:
            waiting = [job for job in active if job.state is State.QUEUED and job.held is None]
            for job in waiting[: None if limit is None else 1]:
                ready = max(job.created_at + job.queue_seconds, job.facts.get("slot_at", 0.0))
                events.append((ready, job, State.RUNNING))
        for job in active:
            if job.state is State.QUEUED and (start_by := job.facts.get("start_by")):
                events.append((start_by, job, State.ABORTED))
            if job.deadline is not None:
                over = State.ABORTED if job.state is State.QUEUED else State.CANCELLED
                events.append((job.deadline, job, over))
        return min(events, key=lambda event: event[0], default=None)

    def _start(self, job: Job, at: float) -> None:
        job.state, job.started_at = State.RUNNING, at

    def _end(self, job: Job, state: State, at: float) -> None:
        if state is State.SUCCEEDED and job.fault("cancelled"):
            state = State.CANCELLED
        job.state, job.ended_at = state, at
        active = self._active[job.account]
        active.remove(job)
        for waiting in active:
            if waiting.state is State.QUEUED:
                waiting.facts["slot_at"] = at
        self._next[job.account] = 0.0
        if state is State.SUCCEEDED:
            self._ends(job)
