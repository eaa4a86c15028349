"""A provider that is away or in the way for days: what is waited out stays waited out, and nothing is called unclear for it."""

from __future__ import annotations

import asyncio

import pytest

from imagen.bootstrap import Production
from imagen.domain.errors import Unavailable
from imagen.providers.base import Progress, Submission
from imagen.providers.registry import ProviderRegistry
from imagen.services.gates import Gates
from imagen.services.in_flight import InFlight
from tests.fakes.scripted_provider import PATHS, Ledger, ScriptedFactory, wait_until
from tests.services.ordering import place

REFUSALS = 1500  # more than a power of two has room for in a float


def test_a_provider_that_is_busy_for_very_long_is_held_back_all_the_same() -> None:
    gates = Gates(ProviderRegistry(PATHS), InFlight())
    for _ in range(REFUSALS):
        assert gates.hold_back("scripted", 1.0) == 1.0
    assert 200 <= gates.hold_back("scripted", None) <= 400


def test_an_outage_of_days_is_asked_about_ever_more_rarely(
    production: Production, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(self: ScriptedFactory, submission: Submission) -> Progress:
        raise Unavailable("Scripted is away.")

    monkeypatch.setattr(ScriptedFactory, "check", away)
    place(production.services, "a fox")
    polling = production.polling
    wait_until(lambda: len(polling._in_flight) == 1)
    flight = next(iter(polling._in_flight))
    flight.failures = REFUSALS
    pause = asyncio.run(polling.check(flight.generation_id))
    assert pause is not None
    assert 20 <= pause <= 40
