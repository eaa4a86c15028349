"""Whatever was done to the library in whatever order, taking all of it back gives the start, doing it again the end."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.services.keeping_machine import KeepingMachine

TestKeeping = KeepingMachine.TestCase
TestKeeping.settings = settings(
    max_examples=16, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
