"""A clock that jumps: nothing is held up by a time that was written before it was set back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from imagen.bootstrap import Production
from imagen.data.models import Generation
from imagen.domain.lifecycle import GenerationStatus
from tests.services.ordering import fulfilled, only, place


def test_a_clock_that_is_set_back_holds_nothing_up(at_rest: Production) -> None:
    placed = place(at_rest.services, "a fox")
    with at_rest.services.orders._units() as unit:
        generation = unit.session.get(Generation, only(at_rest.services, placed.id).id)
        assert generation is not None
        generation.not_before = datetime.now(UTC) + timedelta(days=400)
        unit.commit()
    at_rest.start()
    assert fulfilled(at_rest.services, placed.id).progress.complete == 1


def test_a_wait_of_an_hour_is_kept(at_rest: Production) -> None:
    placed = place(at_rest.services, "a fox")
    with at_rest.services.orders._units() as unit:
        generation = unit.session.get(Generation, only(at_rest.services, placed.id).id)
        assert generation is not None
        generation.not_before = datetime.now(UTC) + timedelta(minutes=59)
        unit.commit()
    with at_rest.services.orders._units() as unit:
        assert unit.queue.upcoming({"scripted": 1}, datetime.now(UTC)) == []
    assert only(at_rest.services, placed.id).status is GenerationStatus.PENDING
