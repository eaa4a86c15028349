"""What every model of Sketch has in common: seeds, jobs on this machine, outputs and honest estimates."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, BinaryIO, ClassVar

from imagen.domain.errors import Rejected, Unavailable
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, Role
from imagen.providers.base import (
    BaseProductFactory,
    Estimate,
    GenerationRequest,
    Handle,
    InputFile,
    Output,
    PreparedRequest,
    Progress,
    RemoteState,
    Result,
    Submission,
)
from imagen.providers.sketch.jobs import Job, Jobs, Made, Report

SEEDS = 2**32


@dataclass(frozen=True)
class Commission:
    """One output to make: the actual parameters, the files that go in, and this output's own seed."""

    values: Mapping[str, Any]
    inputs: tuple[InputFile, ...]
    seed: int

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "")

    def number(self, name: str) -> float:
        return float(self.values[name])

    def whole(self, name: str) -> int:
        return int(self.values[name])

    def input(self, name: str) -> InputFile | None:
        return next((file for file in self.inputs if file.parameter == name), None)


class SketchProductFactory(BaseProductFactory):
    """Carry out generations in threads of this process; the same actual parameters give the same bytes."""

    position: ClassVar[int] = 100
    """Where selectors show the model among those of Sketch: small numbers first."""

    parameters: ClassVar[tuple[ParameterSpec, ...]]

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._spec = ParameterSetSpec(self.parameters)

    @property
    def spec(self) -> ParameterSetSpec:
        return self._spec

    @abstractmethod
    def make(self, commission: Commission, report: Report) -> bytes:
        """Make one output's file. Raises Rejected for input that cannot be used, Stopped when asked to end."""

    @abstractmethod
    def seconds(self, values: Mapping[str, Any]) -> float:
        """Guess how long one output takes, given all parameters."""

    def check_inputs(self, prepared: PreparedRequest) -> None:
        """Look at the files that go in before any work starts. Raises Rejected."""

    def prepare(self, request: GenerationRequest) -> PreparedRequest:
        """Complete the parameters with defaults and choose a seed, derived from the generation, where none is given."""
        given = {name: value for name, value in request.parameters.items() if value is not None}
        actual = {**self.spec.defaults(), **given}
        seed = self.spec.with_role(Role.SEED)
        if seed is not None and actual.get(seed.name) is None:
            actual[seed.name] = _chosen_seed(request.generation_id)
        return PreparedRequest(request.generation_id, actual, request.inputs)

    def submit(self, prepared: PreparedRequest) -> Handle:
        problems = self.validate(prepared.actual_parameters)
        if problems:
            raise Rejected(
                " ".join(problem.message for problem in problems), "Change the parameters.", problems=problems
            )
        self.check_inputs(prepared)
        handle = Handle(new_request_id(prepared.generation_id))
        self._start(Submission(handle, prepared))
        return handle

    async def check(self, submission: Submission) -> Progress:
        """Tell the progress; a drawing this process does not know (after a restart) is simply started again."""
        return self._start(submission).progress

    def collect(self, submission: Submission) -> Result:
        job = self._start(submission)
        job.done.wait()
        if job.made is None:
            message = job.progress.message or "This drawing was stopped."
            raise (
                Unavailable(message, "Retry it.") if job.progress.state is RemoteState.CANCELLED else Rejected(message)
            )
        labels = [f"seed {seed}" for seed in job.made.returned.get("seeds", ())]
        outputs = [
            Output(index, _writer(file), label=labels[index] if labels else "")
            for index, file in enumerate(job.made.files)
        ]
        return Result(outputs, dict(job.made.returned), inference_time_ms=job.milliseconds, cost=0)

    def cancel(self, submission: Submission) -> None:
        self._jobs.cancel(submission.handle.request_id)

    def release(self, submission: Submission) -> None:
        self._jobs.release(submission.handle.request_id)

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        values = {**self.spec.defaults(), **{name: value for name, value in parameters.items() if value is not None}}
        try:
            return Estimate(0, round(self.seconds(values) * self._count(values), 2))
        except (TypeError, ValueError, KeyError):
            return Estimate(0, None)

    def cost_names(self) -> frozenset[str]:
        """Name none: drawing is free."""
        return frozenset()

    def _start(self, submission: Submission) -> Job:
        return self._jobs.start(
            submission.handle.request_id, lambda report: self._make_all(submission.prepared, report)
        )

    def _make_all(self, prepared: PreparedRequest, report: Report) -> Made:
        values = prepared.actual_parameters
        count, first = self._count(values), self._seed(prepared)
        seeds = [(first + index) % SEEDS for index in range(count)]
        files = []
        for index, seed in enumerate(seeds):

            def part(fraction: float, note: str, index: int = index) -> None:
                report((index + fraction) / count, note)

            files.append(self.make(Commission(values, prepared.inputs, seed), part))
        returned = {"seed": first, **({"seeds": seeds} if count > 1 else {})}
        return Made(tuple(files), returned)

    def _count(self, values: Mapping[str, Any]) -> int:
        outputs = self.spec.with_role(Role.OUTPUTS)
        return int(values.get(outputs.name, 1)) if outputs else 1

    def _seed(self, prepared: PreparedRequest) -> int:
        seed = self.spec.with_role(Role.SEED)
        given = prepared.actual_parameters.get(seed.name) if seed else None
        return int(given) if given is not None else _chosen_seed(prepared.generation_id)


def new_request_id(generation_id: str) -> str:
    """Name one attempt at a generation; a retry gets another name."""
    return f"{generation_id}-{uuid.uuid4().hex[:8]}"


def _chosen_seed(generation_id: str) -> int:
    return int.from_bytes(blake2b(generation_id.encode(), digest_size=4).digest(), "big")


def _writer(content: bytes) -> Any:
    def write(file: BinaryIO) -> None:
        file.write(content)

    return write
