"""Which faults are due on which route, and how often."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from tests.provider_simulators.core.faults import Fault, Stage
from tests.provider_simulators.core.messages import Incoming


@dataclass
class Planned:
    """One planned fault: `hits` counts how often it struck, `remove()` ends it."""

    route: str
    fault: Fault
    times: int | None
    skip: int
    match: str
    probability: float
    hits: int = 0
    seen: int = 0
    over: bool = False

    def remove(self) -> None:
        """Strike no more."""
        self.over = True

    def as_json(self) -> dict[str, Any]:
        """Return the plan as plain data."""
        return {
            "route": self.route,
            "fault": self.fault.as_json(),
            "times": self.times,
            "skip": self.skip,
            "match": self.match,
            "probability": self.probability,
            "hits": self.hits,
            "over": self.over,
        }


@dataclass
class Due:
    """What strikes one request: at most one fault on the wire, and any number in the run that it starts."""

    wire: Fault | None = None
    run: list[Fault] = field(default_factory=list)


class FaultPlan:
    """Hold the faults of one service's routes; a route is a name or a pattern such as `predictions.*`."""

    def __init__(self, seed: int = 0) -> None:
        self._planned: list[Planned] = []
        self._lock = threading.Lock()
        self._random = random.Random(seed)

    def add(
        self,
        route: str,
        fault: Fault,
        times: int | None = 1,
        *,
        skip: int = 0,
        match: str = "",
        probability: float = 1.0,
    ) -> Planned:
        """Plan a fault for the next `times` requests (None: all) on a route, after `skip` that pass.

        With `match`, only requests with this text in path, query or body count. With `probability`, each one is struck by chance.
        """
        planned = Planned(route, fault, times, skip, match, probability)
        with self._lock:
            self._planned.append(planned)
        return planned

    def clear(self) -> None:
        """Plan nothing any more."""
        with self._lock:
            self._planned.clear()

    def all(self) -> list[Planned]:
        """Return what is planned, and what has struck."""
        with self._lock:
            return list(self._planned)

    def due(self, route: str, incoming: Incoming) -> Due:
        """Return what strikes this request, and count it."""
        due = Due()
        with self._lock:
            for planned in self._planned:
                if planned.fault.stage is not Stage.RUN and due.wire is not None:
                    continue
                if not self._strikes(planned, route, incoming):
                    continue
                planned.hits += 1
                if planned.fault.stage is Stage.RUN:
                    due.run.append(planned.fault)
                else:
                    due.wire = planned.fault
        return due

    def _strikes(self, planned: Planned, route: str, incoming: Incoming) -> bool:
        if planned.over or not fnmatchcase(route, planned.route):
            return False
        if planned.times is not None and planned.hits >= planned.times:
            return False
        if planned.match and not _mentions(incoming, planned.match):
            return False
        planned.seen += 1
        if planned.seen <= planned.skip:
            return False
        return planned.probability >= 1 or self._random.random() < planned.probability


def _mentions(incoming: Incoming, text: str) -> bool:
    return (
        text in incoming.path
        or text.encode() in incoming.body
        or any(text in value for pair in incoming.query for value in pair)
    )
