"""A provider in this process that does what the prompt says: accepts, refuses, loses its answer, fails, or takes its time."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from PIL import Image

from imagen.domain.errors import (
    AuthenticationFailed,
    BadResponse,
    ContentBlocked,
    ModelGone,
    RateLimited,
    SubmissionUnclear,
)
from imagen.domain.parameters import (
    Interpolation,
    ParameterSetSpec,
    ParameterSpec,
    ParameterType,
    Role,
    ValidationRules,
)
from imagen.providers.base import (
    BaseProductFactory,
    Estimate,
    FailureReason,
    Handle,
    Model,
    ModelType,
    Output,
    PreparedRequest,
    Progress,
    Provider,
    RemoteState,
    Result,
    Submission,
)
from imagen.providers.surroundings import NOWHERE, Surroundings

MODEL = "scripted:pictures"

SPEC = ParameterSetSpec(
    (
        ParameterSpec("prompt", ParameterType.TEXT, required=True, interpolation=Interpolation.TEXT, role=Role.PROMPT),
        ParameterSpec("image", ParameterType.IMAGE, interpolation=Interpolation.VALUES, role=Role.INPUT),
        ParameterSpec(
            "steps",
            ParameterType.INTEGER,
            default=4,
            interpolation=Interpolation.VALUES,
            rules=ValidationRules(minimum=1, maximum=50),
        ),
        ParameterSpec(
            "seed",
            ParameterType.INTEGER,
            interpolation=Interpolation.VALUES,
            role=Role.SEED,
            rules=ValidationRules(minimum=0, maximum=2**32 - 1),
        ),
    )
)


@dataclass
class Ledger:
    """What was accepted and asked: the provider's side of the story."""

    accepted: dict[str, str] = field(default_factory=dict)
    attempts: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)


class ScriptedFactory(BaseProductFactory):
    """Words in the prompt: busy (rate limited once), wrongkey (once), unclear (accepted, answer lost), blocked, fails,
    broken (file cannot be had the first time), empty (no output), slow (waits for the ledger's gate), queued (the same,
    behind two others), withheld (a safety filter takes the picture away)."""

    model = Model(MODEL, "scripted", "Pictures", ModelType.TEXT_TO_IMAGE, "Scripted")

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._done_once: set[str] = set()
        self._lock = threading.Lock()

    @property
    def spec(self) -> ParameterSetSpec:
        return SPEC

    def submit(self, prepared: PreparedRequest) -> Handle:
        prompt = str(prepared.actual_parameters["prompt"])
        self._ledger.attempts.append(prepared.generation_id)
        if "busy" in prompt and self._first("busy", prepared.generation_id):
            raise RateLimited("Scripted is busy.", retry_after=timedelta(seconds=0.05))
        if "wrongkey" in prompt and self._first("wrongkey", "everybody"):
            raise AuthenticationFailed("Scripted does not know this key.", "Set another in Settings.")
        if "blocked" in prompt:
            raise ContentBlocked("Scripted does not draw this.", "Change the prompt.")
        with self._lock:
            request_id = f"request-{len(self._ledger.accepted) + 1}"
            self._ledger.accepted[request_id] = prepared.generation_id
        if "unclear" in prompt:
            raise SubmissionUnclear("Scripted's answer was lost.")
        return Handle(request_id)

    async def check(self, submission: Submission) -> Progress:
        prompt = str(submission.prepared.actual_parameters["prompt"])
        if submission.handle.request_id in self._ledger.cancelled:
            return Progress(RemoteState.CANCELLED)
        if "fails" in prompt:
            return Progress(
                RemoteState.FAILED, failure=FailureReason.PROVIDER_BUG, message="Scripted ran out of paint."
            )
        if "queued" in prompt and not self._ledger.gate.is_set():
            return Progress(RemoteState.QUEUED, queue_position=2)
        if "slow" in prompt and not self._ledger.gate.is_set():
            return Progress(RemoteState.RUNNING, 0.5, "painting")
        return Progress(RemoteState.SUCCEEDED, 1.0)

    def collect(self, submission: Submission) -> Result:
        parameters = submission.prepared.actual_parameters
        if "broken" in str(parameters["prompt"]) and self._first("broken", submission.handle.request_id):
            raise BadResponse("Scripted's file came broken.")
        if "withheld" in str(parameters["prompt"]):
            blocked = replace(_output(submission.handle.request_id), blocked=True)
            return Result([blocked], cost=2500, metadata={"blocked": ["too much of it"], "buzz": 25})
        outputs = [] if "empty" in str(parameters["prompt"]) else [_output(submission.handle.request_id)]
        return Result(outputs, {"seed": parameters.get("seed", 7)}, inference_time_ms=5, cost=2500)

    def cancel(self, submission: Submission) -> None:
        if "stubborn" not in str(submission.prepared.actual_parameters["prompt"]):
            self._ledger.cancelled.append(submission.handle.request_id)

    def release(self, submission: Submission) -> None:
        self._ledger.released.append(submission.handle.request_id)

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        return Estimate(2500, 0.005)

    def _first(self, what: str, whose: str) -> bool:
        with self._lock:
            seen = f"{what}:{whose}" in self._done_once
            self._done_once.add(f"{what}:{whose}")
            return not seen


class ScriptedProvider(Provider):
    name: ClassVar[str] = "scripted"
    label: ClassVar[str] = "Scripted"
    places: ClassVar[int] = 4
    ledger: ClassVar[Ledger] = Ledger()
    lists: ClassVar[bool] = True

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._factory = ScriptedFactory(self.ledger)

    def models(self) -> Sequence[Model]:
        return [self._factory.model]

    def factory(self, model_key: str) -> BaseProductFactory:
        if model_key != MODEL:
            raise ModelGone(f"Scripted has no model {model_key}.")
        return self._factory

    def find(self, model_key: str, prepared: PreparedRequest, since: datetime) -> Handle | None:
        if not self.lists:
            return None
        found = [r for r, generation in self.ledger.accepted.items() if generation == prepared.generation_id]
        return Handle(found[0]) if found else None


PATHS = {"scripted": "tests.fakes.scripted_provider:ScriptedProvider"}


def wait_until(reached: Any, seconds: float = 60.0) -> None:
    """Wait for something that other threads bring about."""
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            raise AssertionError("It did not come about in time.")
        time.sleep(0.01)


def _output(request_id: str) -> Output:
    stored = io.BytesIO()
    shade = sum(request_id.encode()) % 256
    picture = Image.new("RGB", (32, 24), (shade, 255 - shade, 128))
    picture.putpixel((0, 0), (len(request_id), shade, 3))
    for place, character in enumerate(request_id.encode()):
        picture.putpixel((place % 32, 1 + place // 32), (character, 0, 0))
    picture.save(stored, "PNG")
    return Output(0, lambda target: _write(target, stored.getvalue()))


def _write(target: Any, data: bytes) -> None:
    target.write(data)
