"""Measure an order of 10,000 generations: until it is stored, queued and begun, and what the pages' event loop feels."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from imagen.bootstrap import Production, build
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.datafolder import DataFolder
from imagen.domain.events import DomainEvent, GenerationChanged
from imagen.server import calm_the_collector
from imagen.services.order_request import OrderRequest
from imagen.services.pricing import Pricing
from imagen.settings import load_settings
from tests.benchmarks.row import Row, within
from tests.fakes.scripted_provider import MODEL, PATHS, ScriptedProvider
from tests.faults.plans import CONSENT

_PRICED = "replicate:black-forest-labs/flux-schnell"
_PATHS = {"replicate": "imagen.providers.replicate.provider:ReplicateProvider"}
COUNT = 10_000
PROMPT = "slow a [1..100] dog with a [1..100] hat"


def rows() -> list[Row]:
    """Order once with a provider that never finishes, so that only our own work is measured."""
    with _running() as production:
        pricing = _price(production)
        production.services.models.providers()  # as the page with the form does: their keys are looked for at first
        calm_the_collector()  # as the server does, once everything is loaded
        began = threading.Event()
        started: list[float] = []

        def listen(event: DomainEvent) -> None:
            if isinstance(event, GenerationChanged) and event.status == "generating" and not began.is_set():
                started.append(time.perf_counter())
                began.set()

        production.services.bus.subscribe(listen)
        with LoopLag() as lags:
            pressed = time.perf_counter()
            order = production.services.orders.place(OrderRequest(MODEL, {"prompt": PROMPT}), consent=CONSENT)
            placed = time.perf_counter() - pressed
            began.wait(10)
            while production.services.queue.state(with_orders=False).waiting + ScriptedProvider.places < COUNT:
                time.sleep(0.01)
            queued = time.perf_counter() - pressed
        assert order.progress.planned == COUNT
    return [
        within("order of 10,000: the press is answered", placed, 0.3),
        within("order of 10,000: its first generation runs", started[0] - pressed, 0.3),
        within("order of 10,000: all stored and queued", queued, 2.0),
        within("order of 10,000: longest stall of an event loop beside", lags.longest, 0.05),
        within("order of 10,000 of mixed prices: all are added up", pricing, 0.1),
    ]


def _price(production: Production) -> float:
    """Price an order at a model whose generations differ in cost, all of them, and give the seconds that took."""
    parameters = {"prompt": "a [1..50] dog with a [1..50] hat", "num_outputs": "1..4"}
    checked = production.services.plans.check(OrderRequest(_PRICED, parameters).seeded())
    assert checked.selection is not None
    pricing = Pricing(UnitOfWorkFactory(production.database, lambda event: None))
    began = time.perf_counter()
    price = pricing.price(checked.factory, checked.selection, in_full=True)
    seconds = time.perf_counter() - began
    assert (price.cost, price.is_exact) == (2_500 * (1 + 2 + 3 + 4) * 3_000, True)
    return seconds


class LoopLag:
    """An event loop in a thread that notices how late it is woken: `longest`, in seconds, once it has ended."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._watch(),))
        self._over = False
        self.longest = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever happened meanwhile: no process ends before its threads."""
        self._over = True
        self._thread.join()
        self._loop.close()

    async def _watch(self) -> None:
        while not self._over:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            self.longest = max(self.longest, time.perf_counter() - before - 0.005)


@contextmanager
def _running() -> Iterator[Production]:
    with (
        tempfile.TemporaryDirectory(prefix="imagen-benchmark-") as root,
        DataFolder(Path(root) / "data").acquire() as folder,
    ):
        production = build(folder, load_settings({}, {}), {**PATHS, **_PATHS})
        production.start()
        try:
            yield production
        finally:
            production.stop()


if __name__ == "__main__":
    for measured in rows():
        print(measured)
