"""Odd ends of the pipeline: what is gone after a restart, what was moved very often, what came back empty."""

from __future__ import annotations

from pathlib import Path

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.domain.events import DomainEvent, GenerationChanged, GenerationCompleted
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.all import Services
from imagen.settings import load_settings
from imagen.worker.queue import open_queue
from tests.fakes import language_provider
from tests.fakes.scripted_provider import PATHS, Ledger, wait_until
from tests.services.ordering import fulfilled, only, place
from tests.warm import build

SETTINGS = load_settings({"poll_seconds": "0.02", "workers": "4"}, {})


def test_an_empty_result_is_told_as_the_failure_that_it_is(services: Services) -> None:
    told: list[DomainEvent] = []
    services.bus.subscribe(told.append)
    placed = place(services, "empty")
    fulfilled(services, placed.id)
    about = [e for e in told if isinstance(e, GenerationChanged | GenerationCompleted)]
    wait_until(lambda: len(about) > 1)
    assert not any(isinstance(e, GenerationCompleted) for e in about)
    assert isinstance(about[-1], GenerationChanged)
    assert about[-1].status is GenerationStatus.FAILED


def test_an_order_can_be_moved_any_number_of_times(at_rest: Production) -> None:
    """Ever halving the room between two ranks ends after fifty moves."""
    orders = at_rest.services.orders
    first, second, third = (place(at_rest.services, f"fox {number}").id for number in range(3))
    for _ in range(60):
        orders.move(second, third)
        orders.move(first, third)
        assert [o.id for o in at_rest.services.queue.state().orders] == [second, first, third]
        orders.move(second, third)
        assert [o.id for o in at_rest.services.queue.state().orders] == [first, second, third]


def test_orders_of_a_provider_that_is_gone_say_so_and_go_on_when_it_is_back(folder: DataFolder, ledger: Ledger) -> None:
    before = build(folder, SETTINGS, PATHS)
    placed = place(before.services, "a fox")
    before.stop()
    without = build(folder, SETTINGS, language_provider.PATHS)
    without.start()
    held = without.services.orders.get(placed.id).held_reason
    without.stop()
    assert held is not None
    assert "scripted" in held
    after = build(folder, SETTINGS, PATHS)
    after.start()
    try:
        done = fulfilled(after.services, placed.id)
        assert (done.progress.complete, done.held_reason) == (1, None)
    finally:
        after.stop()


def test_a_start_tells_what_it_put_back(folder: DataFolder, ledger: Ledger) -> None:
    """A program that follows the events learns that what was being made waits again."""
    before = build(folder, SETTINGS, PATHS)
    placed = place(before.services, "a fox")
    before.services.queue.pause()
    with before.services.orders._units() as unit:
        generation = unit.generations.of_order(placed.id, 1)[0]
        generation.status = GenerationStatus.GENERATING
        unit.commit()
    before.stop()
    after = build(folder, SETTINGS, PATHS)
    seen = after.services.events.latest_id()
    after.start()
    try:
        told = [e for e in after.services.events.since(seen, 100) if e.name == "GenerationChanged"]
        assert [e.payload["status"] for e in told] == ["pending"]
        assert only(after.services, placed.id).status is GenerationStatus.PENDING
    finally:
        after.stop()


def test_a_queue_file_that_is_broken_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "queue.db"
    path.write_bytes(b"no database" * 500)
    queue = open_queue(path)
    assert queue.pending_count() == 0
