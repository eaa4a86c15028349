"""The queue of wake-ups: JSON on disk, emptied at start, and quick to wake a sleeping worker."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from imagen.worker.consumer import make_consumer
from imagen.worker.queue import open_queue


def test_messages_are_json_with_ids_only(tmp_path: Path) -> None:
    queue = open_queue(tmp_path / "queue.db")
    queue.task(name="settle")(lambda generation_id: None)("some-id")
    with closing(sqlite3.connect(tmp_path / "queue.db")) as connection:
        (data,) = connection.execute("SELECT data FROM task").fetchone()
    message = json.loads(bytes(data))
    assert ["some-id"] in message
    assert queue.dequeue().args == ("some-id",)


def test_a_start_empties_the_queue(tmp_path: Path) -> None:
    first = open_queue(tmp_path / "queue.db")
    first.task(name="advance")(lambda: None)()
    assert open_queue(tmp_path / "queue.db").pending_count() == 0


def test_sleeping_workers_are_woken_and_stopped(tmp_path: Path) -> None:
    queue = open_queue(tmp_path / "queue.db")
    done = threading.Barrier(4, timeout=10)
    task = queue.task(name="meet")(done.wait)
    consumer = make_consumer(queue, 3)
    consumer.start()
    assert consumer.working
    for _ in range(3):
        task()
    done.wait()  # three workers and this thread meet, so all three were woken
    consumer.stop_and_wait()
    assert not consumer.working


def test_a_task_that_fails_stops_no_worker(tmp_path: Path) -> None:
    queue = open_queue(tmp_path / "queue.db")
    reached = threading.Event()

    def fail() -> None:
        raise RuntimeError("meant to fail")

    broken = queue.task(name="fail")(fail)
    good = queue.task(name="reach")(reached.set)
    consumer = make_consumer(queue, 1)
    consumer.start()
    broken()
    good()
    assert reached.wait(10)
    consumer.stop_and_wait()
