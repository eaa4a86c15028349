"""Measure an order of 10,000 generations: until it is stored, queued and begun, and what the pages' event loop feels."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imagen.bootstrap import Production, build
from imagen.datafolder import DataFolder
from imagen.domain.events import DomainEvent, GenerationChanged
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from tests.benchmarks.row import Row, within
from tests.fakes.scripted_provider import MODEL, PATHS, ScriptedProvider

COUNT = 10_000
PROMPT = "slow a [1..100] dog with a [1..100] hat"


def rows() -> list[Row]:
    """Order once with a provider that never finishes, so that only our own work is measured."""
    with _running() as production:
        began = threading.Event()
        started: list[float] = []

        def listen(event: DomainEvent) -> None:
            if isinstance(event, GenerationChanged) and event.status == "generating" and not began.is_set():
                started.append(time.perf_counter())
                began.set()

        production.services.bus.subscribe(listen)
        lags = LoopLag()
        lags.start()
        pressed = time.perf_counter()
        order = production.services.orders.place(OrderRequest(MODEL, {"prompt": PROMPT}))
        placed = time.perf_counter() - pressed
        began.wait(10)
        while production.services.queue.state(with_orders=False).waiting + ScriptedProvider.places < COUNT:
            time.sleep(0.01)
        queued = time.perf_counter() - pressed
        longest = lags.stop()
        assert order.progress.planned == COUNT
    return [
        within("order of 10,000: the press is answered", placed, 0.3),
        within("order of 10,000: its first generation runs", started[0] - pressed, 0.3),
        within("order of 10,000: all stored and queued", queued, 2.0),
        within("order of 10,000: longest stall of an event loop beside", longest, 0.05),
    ]


class LoopLag:
    """An event loop in a thread that notices how late it is woken."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._watch(),))
        self._over = False
        self._longest = 0.0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> float:
        """End it and give the longest lateness in seconds."""
        self._over = True
        self._thread.join()
        return self._longest

    async def _watch(self) -> None:
        while not self._over:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            self._longest = max(self._longest, time.perf_counter() - before - 0.005)


@contextmanager
def _running() -> Iterator[Production]:
    with (
        tempfile.TemporaryDirectory(prefix="imagen-benchmark-") as root,
        DataFolder(Path(root) / "data").acquire() as folder,
    ):
        production = build(folder, load_settings({}, {}), PATHS)
        production.start()
        try:
            yield production
        finally:
            production.stop()


if __name__ == "__main__":
    for measured in rows():
        print(measured)
