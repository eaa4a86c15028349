"""A provider at simulators of fal, and what tests do with it again and again."""

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
from imagen.providers.fal.factory import FalProductFactory
from imagen.providers.fal.provider import FalProvider
from imagen.providers.surroundings import Surroundings
from tests.provider_simulators import Simulators, simulators

ENDED = {RemoteState.SUCCEEDED, RemoteState.FAILED, RemoteState.CANCELLED, RemoteState.EXPIRED}
SCHNELL = "fal:fal-ai/flux/schnell"
PARTS = ("queue", "run", "rest", "cdn", "api")


@dataclass
class Bench:
    """A provider, the services it talks to, and the key it uses now."""

    sims: Simulators
    key: str | None
    added: list[CatalogueEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()  # one, as the poller has, so that connections are kept
        self.provider = FalProvider(
            Surroundings(
                key=lambda name: self.key,
                addresses={f"fal_{part}_url": self.sims.urls[f"fal.{part}"] for part in PARTS},
                added=lambda name: tuple(self.added),
            )
        )

    def factory(self, model_key: str = SCHNELL) -> FalProductFactory:
        return self.provider.factory(model_key)

    def prepared(
        self, model_key: str = SCHNELL, inputs: tuple[InputFile, ...] = (), generation: str = "g1", **parameters: Any
    ) -> PreparedRequest:
        return self.factory(model_key).prepare(GenerationRequest(generation, parameters or {"prompt": "a cat"}, inputs))

    def submit(
        self, model_key: str = SCHNELL, inputs: tuple[InputFile, ...] = (), generation: str = "g1", **parameters: Any
    ) -> Submission:
        prepared = self.prepared(model_key, inputs, generation, **parameters)
        return Submission(self.factory(model_key).submit(prepared), prepared)

    def check(self, submission: Submission, model_key: str = SCHNELL) -> Progress:
        return self.loop.run_until_complete(self.factory(model_key).check(submission))

    def finish(self, submission: Submission, model_key: str = SCHNELL) -> Progress:
        """Ask until the submission has ended."""

        async def ask() -> Progress:
            until = time.monotonic() + 20
            while True:
                progress = await self.factory(model_key).check(submission)
                if progress.state in ENDED:
                    return progress
                assert time.monotonic() < until, progress
                await asyncio.sleep(0.02)

        return self.loop.run_until_complete(ask())

    def run(self, model_key: str = SCHNELL, inputs: tuple[InputFile, ...] = (), **parameters: Any) -> Result:
        """Carry out one generation whole."""
        submission = self.submit(model_key, inputs, **parameters)
        assert self.finish(submission, model_key).state is RemoteState.SUCCEEDED
        return self.factory(model_key).collect(submission)

    def close(self) -> None:
        self.provider.close()
        self.loop.close()

    @property
    def accepted(self) -> int:
        return self.sims.ledger.count(service="fal")


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
    made = Bench(sims, sims.fal.key)
    yield made
    made.close()


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., InputFile]:
    """Make input files: pictures of a size."""

    def make(parameter: str = "image_url", width: int = 320, height: int = 200, product: str = "in") -> InputFile:
        path = tmp_path / f"{product}.png"
        Image.new("RGB", (width, height), "teal").save(path)
        return InputFile(parameter, product, path, "image/png", width, height)

    return make
