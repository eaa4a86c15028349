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


def flight(settling: bool) -> Flight:
    prepared = PreparedRequest(str(uuid4()), {"prompt": "a fox"})
    submission = Submission(Handle(str(uuid4())), prepared)
    factory = ScriptedFactory(Ledger())
    return Flight(uuid4(), uuid4(), None, factory, submission, 1, now() + timedelta(hours=1), settling=settling)


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
    assert len(all_of(source)) == ScriptedProvider.places
    in_flight.add(flight(settling=False))
    assert all_of(source) == []
    for _ in range(2):
        in_flight.add(flight(settling=True))
    assert len(all_of(source)) == 2


def test_what_is_to_be_fetched_never_piles_up(at_rest: Production) -> None:
    place(at_rest.services, "a [1..40] fox")
    in_flight = InFlight()
    source, _ = taking(at_rest, in_flight)
    for _ in range(30):
        in_flight.add(flight(settling=True))
    assert len(all_of(source)) == 2 * ScriptedProvider.places


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
