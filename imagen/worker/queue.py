"""The queue of wake-ups: Huey on a SQLite file of its own, with JSON messages and workers that sleep until one comes."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

from huey import Huey
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import SqliteStorage

_LONGEST_SLEEP = 1.0


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Write messages as JSON, so that reading the file can never run anything."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        fields = json.loads(bytes(data))
        message = Message(*fields)
        return message._replace(args=tuple(message.args))


class WakingStorage(SqliteStorage):  # type: ignore[misc]
    """Let workers sleep until something is put into the queue, instead of asking again and again.

    They take turns at the file: SQLite lets whoever finds it locked sleep for up to a tenth of a second.
    """

    blocking = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._changed = threading.Condition()
        self._changes = 0
        self._turn = threading.Lock()
        super().__init__(*args, **kwargs)

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        with self._turn:
            super().enqueue(data, priority)
        with self._changed:
            self._changes += 1
            self._changed.notify()  # one is enough: whoever is at work looks again before it sleeps

    def dequeue(self) -> bytes | None:
        seen = self._changes
        found = self._taken()
        if found is None:
            with self._changed:
                self._changed.wait_for(lambda: self._changes != seen, _LONGEST_SLEEP)
            found = self._taken()
        return found

    def _taken(self) -> bytes | None:
        with self._turn:
            found: bytes | None = super().dequeue()
        return found

    def wake_all(self) -> None:
        """Let every sleeping worker look again."""
        with self._changed:
            self._changes += 1
            self._changed.notify_all()


def open_queue(path: Path) -> Huey:
    """Open the queue, emptied: what is to be done stands in the database, and a start looks there."""
    try:
        return _emptied(path)
    except sqlite3.OperationalError:
        raise  # not broken, but locked or on a full disk
    except sqlite3.DatabaseError:
        for file in path.parent.glob(f"{path.name}*"):  # with its journals; nothing but wake-ups was in it
            file.unlink()
        return _emptied(path)


def _emptied(path: Path) -> Huey:
    queue = Huey(
        "imagen",
        results=False,
        serializer=JsonSerializer(),
        storage_class=WakingStorage,
        filename=str(path),
        fsync=False,  # a wake-up lost in a power cut is made up for at the next start
    )
    queue.flush()
    path.chmod(0o600)
    return queue
