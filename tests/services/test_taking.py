"""Taking generations from the queue: many at once, never more than there are places, and none while it is paused."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from imagen.bootstrap import Production
from imagen.data.models.base import now
from imagen.domain.lifecycle import GenerationStatus
from imagen.providers.base import Handle, PreparedRequest, Submission
from imagen.providers.registry import ProviderRegistry
from imagen.services.filling import Filling
from imagen.services.gates import Gates
from imagen.services.in_flight import Flight, InFlight
from imagen.services.submitting import Submitting
from imagen.services.taking import Chosen, Taking
from tests.fakes.scripted_provider import PATHS, Ledger, ScriptedFactory, ScriptedProvider
from tests.services.ordering import place


class Wakeups:
    """Remember how many more were asked to come."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def advance(self, times: int = 1) -> None:
        self.asked.append(times)

    def watch(self, generation_id: UUID) -> None:
        """Nobody asks about what was submitted here."""


def taking(production: Production, in_flight: InFlight | None = None) -> tuple[Taking, Wakeups]:
    units = production.services.orders._units
    wakeups = Wakeups()
    gates = Gates(ProviderRegistry(PATHS), InFlight() if in_flight is None else in_flight)
    return Taking(units, gates, wakeups), wakeups  # type: ignore[arg-type]


def submitting_of(production: Production, source: Taking, wakeups: Wakeups) -> Submitting:
    in_flight = InFlight()
    registry = ProviderRegistry(PATHS)
    units = production.services.orders._units
    gates = Gates(registry, in_flight)
    made = Submitting(units, registry, production.store, in_flight, gates, wakeups, filling=Filling())  # type: ignore[arg-type]
    made._taking = source
    return made


def all_of(source: Taking) -> list[Chosen]:
    found = []
    while (chosen := source.next()) is not None:
        found.append(chosen)
    return found


def taken(production: Production, source: Taking) -> list[UUID]:
    """Choose all that may be submitted now, and note that it is being made."""
    found = all_of(source)
    with production.services.orders._units() as unit:
        assert all(unit.queue.take(chosen.generation.id, now(), {}) for chosen in found)
        unit.commit()
    for chosen in found:
        source.done_with(chosen)
    return [chosen.generation.id for chosen in found]


def flight(generation_id: UUID, *, settling: bool) -> Flight:
    prepared = PreparedRequest(str(generation_id), {"prompt": "a fox"})
    submission = Submission(Handle(str(uuid4())), prepared)
    factory = ScriptedFactory(Ledger())
    return Flight(generation_id, uuid4(), None, factory, submission, 1, now() + timedelta(hours=1), settling=settling)


def test_as_many_as_there_are_places_are_chosen_and_others_called_to_help(at_rest: Production) -> None:
    place(at_rest.services, "a [1..9] fox")
    source, wakeups = taking(at_rest)
    chosen = all_of(source)
    assert [one.generation.generation_parameters["prompt"] for one in chosen] == [f"a {n} fox" for n in range(1, 5)]
    assert len(chosen) == ScriptedProvider.places
    assert wakeups.asked == [ScriptedProvider.places - 1]


def test_nothing_is_written_before_it_is_sent(at_rest: Production) -> None:
    placed = place(at_rest.services, "a [1..9] fox")
    source, _ = taking(at_rest)
    all_of(source)
    assert at_rest.services.orders.get(placed.id).progress.pending == 9


def test_what_is_in_somebodys_hands_takes_a_place_and_is_not_chosen_twice(at_rest: Production) -> None:
    place(at_rest.services, "a [1..9] fox")
    source, _ = taking(at_rest)
    first, *others = all_of(source)
    assert all_of(source) == []
    source.done_with(first)
    (again,) = all_of(source)
    assert again.generation.id == first.generation.id
    assert again.generation.id not in {one.generation.id for one in others}


def test_what_is_being_made_and_still_in_hand_is_counted_once(at_rest: Production) -> None:
    place(at_rest.services, "a [1..9] fox")
    source, _ = taking(at_rest)
    first, *_ = all_of(source)
    with at_rest.services.orders._units() as unit:
        unit.queue.take(first.generation.id, now(), {})
        unit.commit()
    assert all_of(source) == []
    source.done_with(first)
    assert all_of(source) == []


def test_it_is_told_when_nothing_waits_for_the_free_places(at_rest: Production) -> None:
    source, _ = taking(at_rest)
    assert source.next() is None
    assert source.has_run_dry
    place(at_rest.services, "a [1..9] fox")
    all_of(source)
    assert not source.has_run_dry


def test_what_is_only_to_be_fetched_takes_no_place_at_the_provider(at_rest: Production) -> None:
    place(at_rest.services, "a [1..20] fox")
    in_flight = InFlight()
    source, _ = taking(at_rest, in_flight)
    begun = taken(at_rest, source)
    in_flight.add(flight(begun[0], settling=False))
    assert all_of(source) == []
    for generation_id in begun[1:3]:
        in_flight.add(flight(generation_id, settling=True))
    assert len(all_of(source)) == 2


def test_what_is_to_be_fetched_never_piles_up(at_rest: Production) -> None:
    place(at_rest.services, "a [1..40] fox")
    in_flight = InFlight()
    source, _ = taking(at_rest, in_flight)
    while found := taken(at_rest, source):
        for generation_id in found:
            in_flight.add(flight(generation_id, settling=True))
    assert len(in_flight) == 2 * ScriptedProvider.places


def test_what_is_stored_frees_no_second_place(at_rest: Production) -> None:
    """Between the commit of a result and the moment it is forgotten here, its place is counted once."""
    place(at_rest.services, "a [1..20] fox")
    in_flight = InFlight()
    source, _ = taking(at_rest, in_flight)
    first = taken(at_rest, source)[0]
    in_flight.add(flight(first, settling=True))
    assert len(taken(at_rest, source)) == 1
    with at_rest.services.orders._units() as unit:
        unit.generations.get(first).status = GenerationStatus.COMPLETE
        unit.commit()
    assert all_of(source) == []


def test_what_was_cancelled_in_somebodys_hands_is_not_bought(at_rest: Production, ledger: Ledger) -> None:
    services = at_rest.services
    placed = place(services, "a fox")
    source, wakeups = taking(at_rest)
    submitting = submitting_of(at_rest, source, wakeups)
    chosen = source.next()
    assert chosen is not None
    services.orders.cancel(placed.id)
    assert not submitting._carry_out(chosen)
    assert ledger.attempts == []
    assert services.orders.get(placed.id).progress.cancelled == 1


def test_nothing_that_was_taken_is_bought_after_a_pause(at_rest: Production, ledger: Ledger) -> None:
    services = at_rest.services
    placed = place(services, "a fox")
    source, wakeups = taking(at_rest)
    submitting = submitting_of(at_rest, source, wakeups)
    chosen = source.next()
    assert chosen is not None
    services.queue.pause()
    submitting._carry_out(chosen)
    assert ledger.attempts == []
    assert services.orders.get(placed.id).progress.pending == 1
    services.queue.resume()
    again = source.next()
    assert again is not None
    submitting._carry_out(again)
    assert ledger.attempts == [str(again.generation.id)]


def test_what_was_taken_before_its_provider_asked_to_wait_says_so(at_rest: Production, ledger: Ledger) -> None:
    services = at_rest.services
    placed = place(services, "a fox")
    source, wakeups = taking(at_rest)
    submitting = submitting_of(at_rest, source, wakeups)
    chosen = source.next()
    assert chosen is not None
    submitting._gates.hold_back("scripted", 30.0, "Scripted is busy.")
    submitting._carry_out(chosen)
    assert ledger.attempts == []
    (waiting,) = services.generations.list(order_id=placed.id).items
    assert waiting.status is GenerationStatus.PENDING
    assert waiting.attention_note == "Scripted is busy."
