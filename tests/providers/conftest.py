"""Simulators for the tests of all providers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.provider_simulators import Simulators, simulators


@pytest.fixture
def sims() -> Iterator[Simulators]:
    with simulators() as running:
        yield running
