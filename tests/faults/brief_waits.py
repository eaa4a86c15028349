"""Makes every wait of the app short, so that hundreds of faults can be lived through: the app does the same, only sooner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import httpx

from imagen.providers.base import ModelType
from imagen.worker.tasks import Tasks

SECONDS_TO_ANSWER = 1.0
_SCALE = 0.02
_TIMEOUT = httpx.Timeout(SECONDS_TO_ANSWER)
_BRIEF: dict[str, Any] = {
    "imagen.services.gates:_FIRST_DELAY": 0.05,
    "imagen.services.gates:_LONGEST_DELAY": 0.4,
    "imagen.services.gates:_LONGEST_ASKED": 1.0,
    "imagen.services.polling:_SLOWEST": 0.3,
    "imagen.services.polling:_LONGEST_ASKED": 1.0,
    "imagen.services.generations:_SECONDS_BEFORE_TELLING_AGAIN": 0.1,
    "imagen.services.settling:_SECONDS_AFTER_A_MISTAKE": 0.2,
    "imagen.services.keys:_SECONDS_UNTIL_ASKED_AGAIN": 0.2,
    "imagen.worker.tasks:_SECONDS_AFTER_A_MISTAKE": 0.2,
    "imagen.worker.tasks:_SECONDS_BETWEEN_LOOKS": 0.5,
    "imagen.worker.tasks:_SECONDS_UNTIL_LOOKED_FOR": (0.1, 0.3, 0.8),
    "imagen.worker.consumer:_SECONDS_TO_STOP": 2,
    "imagen.media.download:_STEP_SECONDS": SECONDS_TO_ANSWER,
    "imagen.providers.http.guard:_TIMEOUTS": dict.fromkeys(("connect", "read", "write", "pool"), SECONDS_TO_ANSWER),
    "imagen.providers.replicate.client:TIMEOUT": _TIMEOUT,
    "imagen.providers.fal.client:TIMEOUT": _TIMEOUT,
    "imagen.providers.fal.sdk:_SECONDS": SECONDS_TO_ANSWER,
    "imagen.providers.civitai.client:TIMEOUT": _TIMEOUT,
}
_PATIENCE = "imagen.providers.remote:_PATIENCE"


@contextmanager
def brief_waits(deadline_seconds: float = 3600.0) -> Iterator[None]:
    """Shorten the waits for the length of a `with`; `deadline_seconds` is how long a run may take before it is late."""
    wanted = {**_BRIEF, _PATIENCE: dict.fromkeys(ModelType, timedelta(seconds=deadline_seconds))}
    before = {place: _put(place, value) for place, value in wanted.items()}
    settle_later = Tasks.settle_later
    Tasks.settle_later = _sooner  # type: ignore[method-assign]
    try:
        yield
    finally:
        Tasks.settle_later = settle_later  # type: ignore[method-assign]
        for place, value in before.items():
            _put(place, value)


def _put(place: str, value: Any) -> Any:
    module, _, name = place.partition(":")
    found = import_module(module)
    before = getattr(found, name)
    setattr(found, name, value)
    return before


def _sooner(tasks: Tasks, generation_id: UUID, seconds: float) -> None:
    tasks._poller.call_later(seconds * _SCALE, lambda: tasks.settle(generation_id))
