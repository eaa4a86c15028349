"""Providers for the made-up service: one that takes hundreds at once, and one that takes two."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

import httpx

from imagen.domain.errors import BadResponse, ModelGone, SubmissionUnclear, Unavailable
from imagen.domain.parameters import (
    Interpolation,
    ParameterSetSpec,
    ParameterSpec,
    ParameterType,
    Role,
)
from imagen.providers.base import (
    BaseProductFactory,
    Estimate,
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

SPEC = ParameterSetSpec(
    (
        ParameterSpec("prompt", ParameterType.TEXT, required=True, interpolation=Interpolation.TEXT, role=Role.PROMPT),
        ParameterSpec("seed", ParameterType.INTEGER, interpolation=Interpolation.VALUES, role=Role.SEED),
    )
)
_STATES = {"running": RemoteState.RUNNING, "done": RemoteState.SUCCEEDED, "cancelled": RemoteState.CANCELLED}


class MadeUpFactory(BaseProductFactory):
    def __init__(self, provider: str, address: str) -> None:
        self.model = Model(f"{provider}:pictures", provider, "Pictures", ModelType.TEXT_TO_IMAGE, "Made up")
        self._client = httpx.Client(base_url=address, timeout=30, limits=httpx.Limits(max_connections=64))
        self._address = address
        self._asker: httpx.AsyncClient | None = None

    @property
    def spec(self) -> ParameterSetSpec:
        return SPEC

    def submit(self, prepared: PreparedRequest) -> Handle:
        try:
            answer = self._client.post("/jobs", json={"client_reference": prepared.generation_id})
        except httpx.ConnectError as error:
            raise Unavailable("The made-up service cannot be reached.") from error
        except httpx.HTTPError as error:
            raise SubmissionUnclear("The made-up service's answer was lost.") from error
        return Handle(answer.json()["id"])

    async def check(self, submission: Submission) -> Progress:
        if self._asker is None:
            self._asker = httpx.AsyncClient(base_url=self._address, timeout=30, limits=httpx.Limits(max_connections=64))
        try:
            answer = await self._asker.get(f"/jobs/{submission.handle.request_id}")
        except httpx.HTTPError as error:
            raise Unavailable("The made-up service did not answer.") from error
        return Progress(_STATES[answer.json()["status"]])

    def collect(self, submission: Submission) -> Result:
        return Result([Output(0, lambda target: self._write(submission.handle.request_id, target))], cost=1000)

    def _write(self, job_id: str, target: BinaryIO) -> None:
        try:
            answer = self._client.get(f"/jobs/{job_id}/file").raise_for_status()
        except httpx.HTTPError as error:
            raise BadResponse("The made-up service did not give the file.") from error
        target.write(answer.content)

    def cancel(self, submission: Submission) -> None:
        self._client.post(f"/jobs/{submission.handle.request_id}/cancel")

    def estimate(self, parameters: object) -> Estimate:
        return Estimate(1000, 1.0)

    def find(self, prepared: PreparedRequest) -> Handle | None:
        found = self._client.get("/jobs", params={"client_reference": prepared.generation_id}).json()
        return Handle(found[0]["id"]) if found else None


class MadeUpProvider(Provider):
    """Reads the service's address from the environment when it is first used."""

    address_variable = ""

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._factory = MadeUpFactory(self.name, os.environ[self.address_variable])

    def models(self) -> Sequence[Model]:
        return [self._factory.model]

    def factory(self, model_key: str) -> BaseProductFactory:
        if model_key != self._factory.model.key:
            raise ModelGone(f"There is no model {model_key}.")
        return self._factory

    def find(self, model_key: str, prepared: PreparedRequest, since: datetime) -> Handle | None:
        return self._factory.find(prepared)


class RoomyProvider(MadeUpProvider):
    name = "roomy"
    label = "Roomy"
    places = 498
    address_variable = "MADE_UP_ROOMY"


class NarrowProvider(MadeUpProvider):
    name = "narrow"
    label = "Narrow"
    places = 2
    address_variable = "MADE_UP_NARROW"


PATHS = {
    "roomy": "tests.fakes.made_up_provider:RoomyProvider",
    "narrow": "tests.fakes.made_up_provider:NarrowProvider",
}
