"""Measure production at a simulated service: how near to ideal 64 at once come, and what 500 in flight cost."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from imagen.bootstrap import Production, build
from imagen.datafolder import DataFolder
from imagen.domain.events import DomainEvent, GenerationCompleted
from imagen.server import calm_the_collector
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from tests.benchmarks.row import Row
from tests.faults.plans import CONSENT
from tests.provider_simulators.process import SimulatorProcess, simulator_process
from tests.provider_simulators.replicate import Replicate

COUNT, AT_ONCE, SECONDS = 640, 64, 2.0
WARM_UP = 8
IDEAL = COUNT / AT_ONCE * SECONDS
IN_FLIGHT = 500
_MODEL = "replicate:black-forest-labs/flux-schnell"
_PATHS = {"replicate": "imagen.providers.replicate.provider:ReplicateProvider"}
_MEGABYTE = 2**20


def rows() -> list[Row]:
    """Make 640 pictures of 512×512 that take two seconds each, then let 500 wait."""
    with simulator_process() as services:
        ledger = services.ledger
        seconds = _produce(services)
        assert len(ledger()) == WARM_UP + COUNT, "each was bought once"
    with simulator_process() as services:
        memory, share, stored = _wait(services)
    return [
        Row(
            "640 of 2 s at 64 at once: share of ideal",
            f"{IDEAL / seconds:.1%}",
            f"ideal {IDEAL:.0f} s, {seconds:.2f} s",
            IDEAL / seconds,
            0.95,
        ),
        Row(f"{stored} in flight: memory", f"{memory / _MEGABYTE:.0f} MB", "limit 250 MB", 250 * _MEGABYTE / memory),
        Row(f"{stored} in flight: share of a core while waiting", f"{share:.1%}", "", 1.0),
    ]


def _produce(services: SimulatorProcess) -> float:
    services.set_speed(queue_seconds=0.0, run_seconds=SECONDS, few_pictures=True)
    with _running(services, AT_ONCE) as production:
        made = _count_of_made(production)
        _order(production, "warm up", WARM_UP)
        _until(made, WARM_UP)
        assert len(services.ledger()) == WARM_UP
        calm_the_collector()  # as the app does when it has started
        began = time.perf_counter()
        _order(production, "a kite", COUNT)
        _until(made, WARM_UP + COUNT)
        return time.perf_counter() - began


def _wait(services: SimulatorProcess) -> tuple[int, float, int]:
    """Give memory in bytes and the share of a core that 500 generations in flight cost, and how many there were."""
    services.set_speed(queue_seconds=0.0, run_seconds=3600.0, few_pictures=True)
    with _running(services, IN_FLIGHT) as production:
        _order(production, "a kite", IN_FLIGHT)
        until = time.monotonic() + 60
        while (running := production.services.queue.state(with_orders=False).running) < IN_FLIGHT:
            assert time.monotonic() < until, running
            time.sleep(0.2)
        time.sleep(20)  # asking becomes rarer the longer something takes
        before, cpu = time.monotonic(), time.process_time()
        time.sleep(10)
        return _memory(), (time.process_time() - cpu) / (time.monotonic() - before), running


def _order(production: Production, prompt: str, count: int) -> None:
    parameters = {"prompt": f"{prompt} [1..{count}]", "megapixels": "0.25", "output_format": "png"}
    production.services.orders.place(OrderRequest(_MODEL, parameters), consent=CONSENT)


def _count_of_made(production: Production) -> Callable[[], int]:
    made: list[DomainEvent] = []
    production.services.bus.subscribe(lambda e: made.append(e) if isinstance(e, GenerationCompleted) else None)
    return lambda: len(made)


def _until(made: Callable[[], int], count: int) -> None:
    while made() < count:
        time.sleep(0.01)


def _memory() -> int:
    status = Path("/proc/self/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(resident.split()[1]) * 1024


@contextmanager
def _running(services: SimulatorProcess, places: int) -> Iterator[Production]:
    with (
        tempfile.TemporaryDirectory(prefix="imagen-benchmark-") as root,
        DataFolder(Path(root) / "data").acquire() as folder,
    ):
        environment = {**services.environment, "REPLICATE_API_TOKEN": Replicate.key}
        production = build(folder, load_settings({}, environment), _PATHS)
        production.services.providers.set_places("replicate", places)
        production.start()
        try:
            yield production
        finally:
            production.stop()


if __name__ == "__main__":
    for measured in rows():
        print(measured)
