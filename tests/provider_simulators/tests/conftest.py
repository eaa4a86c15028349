"""Fresh simulators for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.provider_simulators import Simulators, simulators


@pytest.fixture
def sims() -> Iterator[Simulators]:
    """Run simulators for one test."""
    with simulators() as running:
        yield running
