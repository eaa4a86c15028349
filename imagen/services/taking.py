"""Choose what is to be submitted next: as many as may be now, found at once and handed out one by one."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from imagen.data.models import GenerationInput, Product
from imagen.data.models.base import now
from imagen.data.repositories.order_facts import OrderFacts
from imagen.data.repositories.queue import Upcoming
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.services.gates import Gates
from imagen.services.wakeups import Wakeups

_MOST_AT_ONCE = 8


@dataclass(frozen=True)
class Chosen:
    """A waiting generation that is to be submitted by whoever has this, with its order and the products that go into it."""

    generation: Upcoming
    order: OrderFacts
    inputs: Sequence[tuple[GenerationInput, Product]]


class Taking:
    """Hand chosen generations to many threads; while one thread looks at the queue, the others wait for what it finds.

    Nothing is written: what is in somebody's hands is remembered here until the database says that it is being made.
    """

    def __init__(self, units: UnitOfWorkFactory, gates: Gates, wakeups: Wakeups) -> None:
        self._units = units
        self._gates = gates
        self._wakeups = wakeups
        self._chosen: deque[Chosen] = deque()
        self._in_hand: dict[UUID, str] = {}
        self._lock = threading.Lock()
        self._may_have_more = True
        self.has_run_dry = False
        """Whether places were free and nothing waited for them the last time."""
        self.limits_hold = False
        """Whether limits of spending held any order when there was nothing to choose the last time."""

    def next(self) -> Chosen | None:
        """Give the next generation to submit, None when none may be submitted now. It goes back by `done_with`."""
        with self._lock:
            if not self._chosen:
                self._chosen.extend(self._choose())
                if len(self._chosen) > 1:
                    self._wakeups.advance(len(self._chosen) - 1)
            return self._chosen.popleft() if self._chosen else None

    def done_with(self, chosen: Chosen) -> None:
        """Say that the database knows what has become of one."""
        self._in_hand.pop(chosen.generation.id, None)

    @property
    def waits_for_storing(self) -> bool:
        """Tell whether what is stored next may make room for more: a place, or money that a limit held back."""
        return self._gates.is_piled_up or self.limits_hold

    @property
    def may_have_more(self) -> bool:
        """Tell whether it is worth asking again at once, without news: not when all places were filled."""
        return bool(self._chosen) or self._may_have_more

    def _choose(self) -> list[Chosen]:
        self._gates.load_providers()
        in_hand = dict(self._in_hand)  # before the database is read, so that none is missed between the two
        with self._units.reading() as reading:
            free = Counter(self._gates.free_places(reading, besides=list(in_hand)))
            free.subtract(Counter(in_hand.values()))
            generations = reading.queue.upcoming(free, now(), _MOST_AT_ONCE, in_hand)
            places = sum(places for places in free.values() if places > 0)
            self._may_have_more = 0 < len(generations) < places
            self.has_run_dry = places > 0 and not generations
            if not generations:
                self.limits_hold = reading.orders.is_any_held_by_limits()
                return []
            inputs = reading.products.inputs_of_many([g.id for g in generations if g.has_inputs])
            orders = {order_id: reading.orders.facts(order_id) for order_id in {g.order_id for g in generations}}
            chosen = [Chosen(g, orders[g.order_id], inputs.get(g.id, ())) for g in generations]
        self._in_hand.update({one.generation.id: one.order.provider for one in chosen})
        return chosen
