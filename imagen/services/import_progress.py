"""How far an import is: counted by the thread that imports, read by pages, the API and the terminal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from imagen.data.models.base import now
from imagen.domain.ids import new_id

MOST_TOLD = 1000
"""So many of the files that were not taken are told one by one; all are counted."""

_SECONDS_BETWEEN_NEWS = 0.25


class ImportState(StrEnum):
    WAITING = "waiting"
    LOOKING = "looking"
    TAKING = "taking"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def has_ended(self) -> bool:
        return self in (ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED)


class FileOutcome(StrEnum):
    TAKEN = "taken"
    ALREADY_THERE = "already-there"
    IN_BIN = "in-bin"
    REFUSED = "refused"


@dataclass(frozen=True)
class ImportedFileNote:
    """What became of one file; `product_id` is the product it is, or the one that had the very same file before."""

    name: str
    outcome: FileOutcome
    product_id: UUID | None = None
    message: str = ""


@dataclass(frozen=True)
class ImportProgress:
    """An import as it is now; `left_alone` counts files that are no pictures or clips by their names.

    `notes` are the files that were not taken, the first of them where there are many. `trouble` is what ended it.
    """

    id: UUID
    label: str
    state: ImportState
    project_id: UUID | None
    total: int
    done: int
    taken: int
    already_there: int
    in_bin: int
    refused: int
    left_alone: int
    bytes_total: int
    bytes_done: int
    seconds: float
    seconds_left: float | None
    started_at: datetime
    notes: tuple[ImportedFileNote, ...] = ()
    trouble: str = ""

    @property
    def has_ended(self) -> bool:
        return self.state.has_ended

    @property
    def fraction(self) -> float:
        """Tell how much is done, from 0 to 1, by files and bytes alike."""
        if self.has_ended:
            return 1.0
        files = self.done / self.total if self.total else 0.0
        return (files + self.bytes_done / self.bytes_total) / 2 if self.bytes_total else files


class Cancelled(Exception):
    """Somebody asked the import to stop."""


class Counting:
    """One import's counts; safe to use from any thread. `tell` is called now and then, and at the end."""

    def __init__(self, label: str, project_id: UUID | None, tell: Callable[[UUID, bool], None]) -> None:
        self.id = new_id()
        self.label = label
        self.project_id = project_id
        self.started_at = now()
        self._tell = tell
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._state = ImportState.WAITING
        self._began = time.monotonic()
        self._took: float | None = None
        self._told_at = 0.0
        self._counts = dict.fromkeys(FileOutcome, 0)
        self._total = self._bytes_total = self._bytes_done = self._left_alone = 0
        self._notes: list[ImportedFileNote] = []
        self._trouble = ""

    def view(self) -> ImportProgress:
        """Give the counts of this moment."""
        with self._lock:
            seconds = self._took if self._took is not None else time.monotonic() - self._began
            seen = ImportProgress(
                id=self.id,
                label=self.label,
                state=self._state,
                project_id=self.project_id,
                total=self._total,
                done=sum(self._counts.values()),
                taken=self._counts[FileOutcome.TAKEN],
                already_there=self._counts[FileOutcome.ALREADY_THERE],
                in_bin=self._counts[FileOutcome.IN_BIN],
                refused=self._counts[FileOutcome.REFUSED],
                left_alone=self._left_alone,
                bytes_total=self._bytes_total,
                bytes_done=min(self._bytes_done, self._bytes_total),
                seconds=seconds,
                seconds_left=None,
                started_at=self.started_at,
                notes=tuple(self._notes),
                trouble=self._trouble,
            )
        left = None if seen.has_ended or not seen.fraction else seconds * (1 - seen.fraction) / seen.fraction
        return seen if left is None else replace(seen, seconds_left=left)

    def begin(self, state: ImportState) -> None:
        """Enter a phase; taking starts the clock that the time left is worked out by."""
        with self._lock:
            self._state = state
            self._began = time.monotonic()
        self._news(at_once=True)

    def expect(self, files: int, size: int, left_alone: int = 0) -> None:
        """Say what there is to do."""
        with self._lock:
            self._total, self._bytes_total, self._left_alone = files, size, left_alone

    def more_bytes(self, size: int) -> None:
        """Count bytes, and stop here if that was asked for. Raises Cancelled."""
        with self._lock:
            self._bytes_done += size
        self.go_on()
        self._news()

    def note(self, *notes: ImportedFileNote) -> None:
        """Count files."""
        with self._lock:
            for note in notes:
                self._counts[note.outcome] += 1
                if note.outcome is not FileOutcome.TAKEN and len(self._notes) < MOST_TOLD:
                    self._notes.append(note)
        self._news()

    def go_on(self) -> None:
        """Raise Cancelled when somebody asked for the end."""
        if self._stop.is_set():
            raise Cancelled

    def pause(self, seconds: float) -> None:
        """Wait a little, unless somebody asks for the end. Raises Cancelled."""
        self._stop.wait(seconds)
        self.go_on()

    def cancel(self) -> None:
        """Ask for the end."""
        self._stop.set()

    def end(self, state: ImportState, trouble: str = "") -> None:
        """Stop counting."""
        with self._lock:
            if self._state.has_ended:
                return
            self._state, self._trouble = state, trouble
            self._took = time.monotonic() - self._began
        self._ended.set()
        self._news(at_once=True)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end; tell whether it came."""
        return self._ended.wait(seconds)

    def _news(self, *, at_once: bool = False) -> None:
        at = time.monotonic()
        if at_once or at - self._told_at >= _SECONDS_BETWEEN_NEWS:
            self._told_at = at
            self._tell(self.id, self._state.has_ended)
