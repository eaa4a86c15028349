"""A provider at a simulator of civitai, and what tests do with it again and again."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from imagen.providers.base import (
    GenerationRequest,
    InputFile,
    Output,
    PreparedRequest,
    Progress,
    RemoteState,
    Result,
    Submission,
)
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.provider import CivitaiProvider
from imagen.providers.surroundings import Surroundings
from tests.provider_simulators import Simulators, simulators

ENDED = {RemoteState.SUCCEEDED, RemoteState.FAILED, RemoteState.CANCELLED, RemoteState.EXPIRED}
SDXL = "civitai:urn:air:sdxl:checkpoint:civitai:101055@128078"


@dataclass
class Bench:
    """A provider, the services it talks to, and the key it uses now."""

    sims: Simulators
    key: str | None
    added: list[CatalogueEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        addresses = {
            "civitai_url": self.sims.urls["civitai.site"],
            "civitai_orchestration_url": self.sims.urls["civitai.orchestration"],
        }
        self.provider = CivitaiProvider(
            Surroundings(key=lambda name: self.key, addresses=addresses, added=lambda name: self.added)
        )

    @property
    def service(self) -> Any:
        return self.sims.civitai

    def factory(self, model_key: str = SDXL) -> CivitaiProductFactory:
        return self.provider.factory(model_key)

    def prepared(
        self,
        model_key: str = SDXL,
        inputs: tuple[InputFile, ...] = (),
        generation: str = "g1",
        attempt: int = 1,
        **parameters: Any,
    ) -> PreparedRequest:
        given = parameters or {"prompt": "a cat"}
        made = self.factory(model_key).prepare(GenerationRequest(generation, given, inputs))
        return PreparedRequest(made.generation_id, made.actual_parameters, made.inputs, attempt)

    def submit(
        self,
        model_key: str = SDXL,
        inputs: tuple[InputFile, ...] = (),
        generation: str = "g1",
        attempt: int = 1,
        **parameters: Any,
    ) -> Submission:
        prepared = self.prepared(model_key, inputs, generation, attempt, **parameters)
        return Submission(self.factory(model_key).submit(prepared), prepared)

    def check(self, submission: Submission, model_key: str = SDXL) -> Progress:
        return asyncio.run(self.factory(model_key).check(submission))

    def finish(self, submission: Submission, model_key: str = SDXL) -> Progress:
        """Ask until the submission has ended."""

        async def ask() -> Progress:
            until = time.monotonic() + 20
            while True:
                progress = await self.factory(model_key).check(submission)
                if progress.state in ENDED:
                    return progress
                assert time.monotonic() < until, progress
                await asyncio.sleep(0.02)

        return asyncio.run(ask())

    def run(self, model_key: str = SDXL, inputs: tuple[InputFile, ...] = (), **parameters: Any) -> Result:
        """Carry out one generation whole."""
        submission = self.submit(model_key, inputs, **parameters)
        progress = self.finish(submission, model_key)
        assert progress.state is RemoteState.SUCCEEDED, progress
        return self.factory(model_key).collect(submission)

    @property
    def accepted(self) -> int:
        return self.sims.ledger.count(service="civitai")


def content(output: Output) -> bytes:
    into = io.BytesIO()
    output.write(into)
    return into.getvalue()


@pytest.fixture
def sims() -> Iterator[Simulators]:
    with simulators() as running:
        yield running


@pytest.fixture
def bench(sims: Simulators) -> Iterator[Bench]:
    made = Bench(sims, sims.civitai.key)
    yield made
    made.provider.close()


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., InputFile]:
    """Make input files: pictures of a size."""

    def make(parameter: str = "image", width: int = 320, height: int = 200, product: str = "in") -> InputFile:
        path = tmp_path / f"{product}.png"
        Image.new("RGB", (width, height), "teal").save(path)
        return InputFile(parameter, product, path, "image/png", width, height)

    return make
