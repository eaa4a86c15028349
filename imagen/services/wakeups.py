"""How services ask for work to be done soon on another thread; the worker layer fulfils it."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID


class Wakeups(Protocol):
    """Each call returns at once; what it asks for may happen twice, so the work itself must bear that."""

    def advance(self, times: int = 1) -> None:
        """Submit whatever can be submitted."""

    def advance_later(self, seconds: float) -> None:
        """Try again when that time has passed."""

    def write_on(self, order_id: UUID) -> None:
        """Write the rest of an order's generations."""

    def settle(self, generation_id: UUID) -> None:
        """Fetch and store what a finished submission made."""

    def settle_later(self, generation_id: UUID, seconds: float) -> None:
        """Try again to fetch the results when that time has passed."""

    def cancel(self, generation_id: UUID) -> None:
        """Ask the provider to stop a generation."""

    def cancel_later(self, generation_id: UUID, seconds: float) -> None:
        """Ask the provider again to stop a generation when that time has passed."""

    def look_for(self, generation_id: UUID) -> None:
        """Look some times at its provider for a submission whose answer was lost: what is not listed yet may be soon."""

    def watch(self, generation_id: UUID) -> None:
        """Ask the provider about a generation from now on, until it has ended."""
