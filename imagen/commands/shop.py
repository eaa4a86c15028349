"""What ordering from the terminal needs, wherever the order is made: by the running Imagen, or by this program itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from imagen.domain.errors import FieldProblem
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest

MOST_SHOWN = 20
"""So many of an order's generations are shown before it is placed."""


@dataclass(frozen=True)
class PromptNames:
    """What a model calls its prompts; None where it takes none."""

    prompt: str | None
    negative: str | None


@dataclass(frozen=True)
class Axis:
    """A factor of the count, called by its options where it has no name.

    `is_part` when it lies within another one and does not multiply by itself.
    """

    name: str
    size: int
    is_part: bool = False


@dataclass(frozen=True)
class Forecast:
    """What an order would make; `cost` in micro-dollars, `shown` the parameters of the first generations."""

    count: int
    total: int
    seed: int
    axes: Sequence[Axis]
    cost: int | None
    seconds: float | None
    shown: Sequence[Mapping[str, Any]]
    errors: Sequence[FieldProblem]
    warnings: Sequence[FieldProblem]
    notes: Sequence[str] = ()
    cost_is_ceiling: bool = False


@dataclass(frozen=True)
class OrderState:
    """How far an order has come; `attention` counts what waits for a person's decision."""

    id: str
    number: int
    status: str
    planned: int
    pending: int
    generating: int
    complete: int
    failed: int
    cancelled: int
    attention: int = 0
    held_reason: str | None = None
    seconds_left: float | None = None

    @property
    def ended(self) -> int:
        return self.complete + self.failed + self.cancelled

    @property
    def has_ended(self) -> bool:
        return self.ended >= self.planned

    @property
    def needs_person(self) -> bool:
        """Tell whether nothing more happens until somebody decides."""
        if self.held_reason is not None and self.generating == 0:
            return True
        return self.attention > 0 and self.attention >= self.pending + self.generating

    @property
    def is_complete(self) -> bool:
        return self.complete == self.planned


@dataclass(frozen=True)
class MadeFile:
    """A file that was made: what to sort and call it by, and where it lies, as a path or an address."""

    id: str
    generation_id: str
    output_index: int
    mime_type: str
    location: str


class Shop(Protocol):
    """Where orders are placed. Everything may raise ImagenError."""

    address: str | None
    """Where the running Imagen is reached; None when this program makes the order itself."""

    def names(self, model_key: str) -> PromptNames:
        """Tell what a model calls its prompts. Raises ModelGone or NotFound."""
        ...

    def project(self, name: str) -> str:
        """Give the id of the project with this name. Raises NotFound."""
        ...

    def plan(self, request: OrderRequest) -> Forecast:
        """Tell what an order would make, and everything that is wrong with it."""
        ...

    def place(self, request: OrderRequest, consent: Consent) -> OrderState:
        """Place the order, once. Raises InvalidInput with all problems, SpendingRefused where a person is to say more."""
        ...

    def start(self) -> None:
        """See to it that what was placed is being made."""
        ...

    def state(self, order_id: str) -> OrderState:
        """Tell how far an order has come."""
        ...

    def failures(self, order_id: str) -> Sequence[str]:
        """Tell why generations failed, each reason once."""
        ...

    def files(self, order_id: str) -> Sequence[MadeFile]:
        """List the files that an order made, in its own order."""
        ...

    def fetch(self, file: MadeFile, target: Path) -> None:
        """Copy a file to a place that does not exist yet."""
        ...

    def close(self) -> None:
        """End; what is under way here stays stored, and goes on at the next start."""
        ...


def find_project(name: str, projects: Sequence[tuple[str, str]]) -> str:
    """Find a project among pairs of id and name, whatever its case. Raises NotFound or Conflict."""
    from imagen.domain.errors import Conflict, NotFound
    from imagen.domain.nearness import nearest

    exact = [id for id, known in projects if known == name]
    found = exact or [id for id, known in projects if known.casefold() == name.casefold()]
    if not found:
        near = nearest(name, [known for _, known in projects])
        raise NotFound(f"There is no project named {name}.", f"Did you mean {near}?" if near else "")
    if len(found) > 1:
        raise Conflict(f"{len(found)} projects are named {name}.", "Rename one of them in Imagen.")
    return found[0]
