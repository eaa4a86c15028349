"""Taking generations from the queue: many at once, never more than there are places, and none while it is paused."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from imagen.bootstrap import Production
from imagen.data.models.base import now
from imagen.domain.lifecycle import GenerationStatus
from imagen.providers.base import Handle, PreparedRequest, Submission
from imagen.providers.registry import ProviderRegistry
from imagen.services.gates import Gates
from imagen.services.in_flight import Flight, InFlight
from imagen.services.stranded import Stranded
from imagen.services.submitting import Submitting
from imagen.services.taking import Taken, Taking
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
    return Taking(units, gates, Stranded(units), wakeups), wakeups  # type: ignore[arg-type]


def submitting_of(production: Production, source: Taking, wakeups: Wakeups) -> Submitting:
    in_flight = InFlight()
    registry = ProviderRegistry(PATHS)
    units = production.services.orders._units
    made = Submitting(units, registry, production.store, in_flight, Gates(registry, in_flight), wakeups)  # type: ignore[arg-type]
    made._taking = source
    return made


def all_of(source: Taking) -> list[Taken]:
    found = []
    while (taken := source.next()) is not None:
        found.append(taken)
    return found


def flight(generation_id: UUID, *, settling: bool) -> Flight:
    prepared = PreparedRequest(str(generation_id), {"prompt": "a fox"})
    submission = Submission(Handle(str(uuid4())), prepared)
    factory = ScriptedFactory(Ledger())
    return Flight(generation_id, uuid4(), None, factory, submission, 1, now() + timedelta(hours=1), settling=settling)


def test_as_many_as_there_are_places_are_taken_and_others_called_to_help(at_rest: Production) -> None:
    place(at_rest.services, "a [1..9] fox")
    source, wakeups = taking(at_rest)
    taken = all_of(source)
    assert [t.generation.position for t in taken] == [0, 1, 2, 3]
    assert len(taken) == ScriptedProvider.places
    assert wakeups.asked == [ScriptedProvider.places - 1]
    assert {t.generation.status for t in taken} == {GenerationStatus.GENERATING}


def test_what_is_only_to_be_fetched_takes_no_place_at_the_provider(at_rest: Production) -> None:
    place(at_rest.services, "a [1..20] fox")
    in_flight = InFlight()
    source, _ = taking(at_rest, in_flight)
    taken_first = all_of(source)
    begun = [taken.generation.id for taken in taken_first]
    in_flight.add(flight(begun[0], settling=False))
    assert all_of(source) == []
    for generation_id in begun[1:3]:
        in_flight.add(flight(generation_id, settling=True))
    assert len(all_of(source)) == 2


def test_what_is_to_be_fetched_never_piles_up(at_rest: Production) -> None:
    place(at_rest.services, "a [1..40] fox")
    in_flight = InFlight()
    source, _ = taking(at_rest, in_flight)
    while found := all_of(source):
        for taken in found:
            in_flight.add(flight(taken.generation.id, settling=True))
    assert len(in_flight) == 2 * ScriptedProvider.places


def test_what_is_stored_frees_no_second_place(at_rest: Production) -> None:
    """Between the commit of a result and the moment it is forgotten here, its place is counted once."""
    place(at_rest.services, "a [1..20] fox")
    in_flight = InFlight()
    source, _ = taking(at_rest, in_flight)
    first = all_of(source)[0].generation.id
    in_flight.add(flight(first, settling=True))
    assert len(all_of(source)) == 1
    with at_rest.services.orders._units() as unit:
        unit.generations.get(first).status = GenerationStatus.COMPLETE
        unit.commit()
    assert all_of(source) == []


def test_nothing_that_was_taken_is_bought_after_a_pause(at_rest: Production, ledger: Ledger) -> None:
    services = at_rest.services
    placed = place(services, "a fox")
    source, wakeups = taking(at_rest)
    submitting = submitting_of(at_rest, source, wakeups)
    taken = source.next()
    assert taken is not None
    services.queue.pause()
    submitting._carry_out(taken)
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
    taken = source.next()
    assert taken is not None
    submitting._gates.hold_back("scripted", 30.0, "Scripted is busy.")
    submitting._carry_out(taken)
    assert ledger.attempts == []
    (waiting,) = services.generations.list(order_id=placed.id).items
    assert waiting.status is GenerationStatus.PENDING
    assert waiting.attention_note == "Scripted is busy."
