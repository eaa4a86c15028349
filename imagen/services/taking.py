"""Take generations from the queue: as many as may be submitted now in one transaction, given out one by one."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from imagen.data.models import Generation, GenerationInput, Order, Product
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.events import GenerationChanged
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.services.gates import Gates
from imagen.services.order_status import refresh_order
from imagen.services.stranded import Stranded
from imagen.services.wakeups import Wakeups

_MOST_AT_ONCE = 8


@dataclass(frozen=True)
class Taken:
    """A generation that is to be submitted by whoever has this, with its order and the products that go into it."""

    generation: Generation
    order: Order
    inputs: Sequence[tuple[GenerationInput, Product]]


class Taking:
    """Hand taken generations to many threads; while one thread looks at the queue, the others wait for what it finds."""

    def __init__(self, units: UnitOfWorkFactory, gates: Gates, stranded: Stranded, wakeups: Wakeups) -> None:
        self._units = units
        self._gates = gates
        self._stranded = stranded
        self._wakeups = wakeups
        self._taken: deque[Taken] = deque()
        self._lock = threading.Lock()
        self._may_have_more = True
        self.limits_hold = False
        """Whether limits of spending held any order when there was nothing to take the last time."""

    def next(self) -> Taken | None:
        """Give the next generation to submit, None when none may be submitted now."""
        with self._lock:
            if not self._taken:
                self._taken.extend(self._take())
                if len(self._taken) > 1:
                    self._wakeups.advance(len(self._taken) - 1)
            return self._taken.popleft() if self._taken else None

    @property
    def may_have_more(self) -> bool:
        """Tell whether it is worth asking again at once, without news: not when all places were filled."""
        return bool(self._taken) or self._may_have_more

    def _take(self) -> list[Taken]:
        self._gates.load_providers()
        at = now()
        with self._units.reading() as reading:  # mostly there is nothing to take, and then no writer need wait for this
            free = self._gates.free_places(reading)
            if not reading.queue.has_next(free, at):
                self._may_have_more = False
                self.limits_hold = reading.orders.is_any_held_by_limits()
                return []
        with self._units(durable=False) as unit:  # nobody else takes meanwhile, so no fewer places are free
            generations = unit.queue.claim(free, at, _MOST_AT_ONCE)
            self._may_have_more = len(generations) < sum(free.values())
            if not generations:
                return []
            inputs = unit.products.inputs_of_many([generation.id for generation in generations])
            taken = [Taken(g, _begun(unit, g), inputs.get(g.id, ())) for g in generations]
            begun = [(generation.id, generation.started_at) for generation in generations]
            try:
                unit.commit()
            except Exception:  # an error of the disk does not tell whether it was written
                for generation_id, started_at in begun:
                    self._stranded.add(generation_id, started_at)
                raise
        return taken


def _begun(unit: UnitOfWork, generation: Generation) -> Order:
    order = unit.orders.get(generation.order_id, deleted=True)
    if order.status is not OrderStatus.UNDERWAY:
        refresh_order(unit, order.id)
    unit.record(GenerationChanged(generation.id, order.id, order.project_id, GenerationStatus.GENERATING))
    return order
