"""What is decided while culling: about each product in turn, with the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Verdict(StrEnum):
    """What was decided about a product."""

    KEPT = "kept"
    REJECTED = "rejected"
    RATED = "rated"
    SKIPPED = "skipped"


@dataclass(eq=False)
class Decision:
    """One decision; `rating` is 0 to 4. `stood` is noted when it is kept: whether the product was liked, and its rating."""

    product_id: UUID
    verdict: Verdict
    rating: int | None = None
    stood: tuple[bool, int | None] | None = None


class Decisions:
    """The products that are decided about in turn, and what was decided so far."""

    def __init__(self, product_ids: Sequence[UUID]) -> None:
        self.ids = list(dict.fromkeys(product_ids))
        self.made: list[Decision] = []

    @property
    def current(self) -> UUID | None:
        """What is decided about now; None at the end."""
        return self.ids[len(self.made)] if len(self.made) < len(self.ids) else None

    def coming(self, count: int) -> list[UUID]:
        """Give what is decided about now and next."""
        return self.ids[len(self.made) : len(self.made) + count]

    def decide(self, verdict: Verdict, rating: int | None = None) -> Decision | None:
        """Decide about what is current, and go on; None at the end."""
        if self.current is None:
            return None
        self.made.append(Decision(self.current, verdict, rating))
        return self.made[-1]

    def take_back(self) -> Decision | None:
        """Step back to what was decided last; None at the beginning."""
        return self.made.pop() if self.made else None

    def resume_skipped(self) -> None:
        """Have what was skipped come once more, behind all that was decided."""
        skipped = self.of(Verdict.SKIPPED)
        self.made = [decision for decision in self.made if decision.verdict is not Verdict.SKIPPED]
        self.ids = [*(decision.product_id for decision in self.made), *skipped]

    def leave_out(self, product_ids: Sequence[UUID]) -> None:
        """Leave out what is gone, and what was decided about it."""
        gone = set(product_ids)
        self.made = [decision for decision in self.made if decision.product_id not in gone]
        self.ids = [one for one in self.ids if one not in gone]

    def of(self, verdict: Verdict) -> list[UUID]:
        """Give what was decided so."""
        return [decision.product_id for decision in self.made if decision.verdict is verdict]
