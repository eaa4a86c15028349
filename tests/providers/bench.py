"""A provider at the simulators, and what tests of all providers do with it again and again."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Generic

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
from imagen.providers.families import FactoryT
from imagen.providers.remote_provider import RemoteProvider
from imagen.providers.surroundings import Surroundings
from tests.provider_simulators import Simulators

ENDED = {RemoteState.SUCCEEDED, RemoteState.FAILED, RemoteState.CANCELLED, RemoteState.EXPIRED}


@dataclass
class ProviderBench(Generic[FactoryT]):
    """A provider, the services it talks to, and the key it uses now; `model` is what is ordered unless a test says else."""

    sims: Simulators
    key: str | None
    added: list[CatalogueEntry] = field(default_factory=list)
    provider_class: ClassVar[type[RemoteProvider[Any]]]
    model: ClassVar[str]

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()  # one, as the poller has, so that connections are kept
        surroundings = Surroundings(
            key=lambda name: self.key, addresses=self.addresses(), added=lambda name: tuple(self.added)
        )
        self.provider = self.provider_class(surroundings)

    def addresses(self) -> dict[str, str]:
        """Give where the simulators stand in for the service's addresses."""
        raise NotImplementedError

    @property
    def service(self) -> Any:
        return getattr(self.sims, self.provider_class.name)

    def factory(self, model_key: str = "") -> FactoryT:
        made: FactoryT = self.provider.factory(model_key or self.model)
        return made

    def prepared(
        self,
        model_key: str = "",
        inputs: tuple[InputFile, ...] = (),
        generation: str = "g1",
        attempt: int = 1,
        **parameters: Any,
    ) -> PreparedRequest:
        request = GenerationRequest(generation, parameters or {"prompt": "a cat"}, inputs)
        return replace(self.factory(model_key).prepare(request), attempt=attempt)

    def submit(
        self,
        model_key: str = "",
        inputs: tuple[InputFile, ...] = (),
        generation: str = "g1",
        attempt: int = 1,
        **parameters: Any,
    ) -> Submission:
        prepared = self.prepared(model_key, inputs, generation, attempt, **parameters)
        return Submission(self.factory(model_key).submit(prepared), prepared)

    def check(self, submission: Submission, model_key: str = "") -> Progress:
        return self.loop.run_until_complete(self.factory(model_key).check(submission))

    def finish(self, submission: Submission, model_key: str = "") -> Progress:
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

    def restarted(self, submission: Submission, model_key: str = "") -> None:
        """Forget what asking about a submission has brought, as a restart does."""
        self.factory(model_key).release(submission)

    def run(self, model_key: str = "", inputs: tuple[InputFile, ...] = (), **parameters: Any) -> Result:
        """Carry out one generation whole."""
        submission = self.submit(model_key, inputs, **parameters)
        progress = self.finish(submission, model_key)
        assert progress.state is RemoteState.SUCCEEDED, progress
        return self.factory(model_key).collect(submission)

    def close(self) -> None:
        self.provider.close()
        self.loop.close()

    @property
    def accepted(self) -> int:
        return self.sims.ledger.count(service=self.provider_class.name)


def content(output: Output) -> bytes:
    """Give the bytes of an output."""
    into = io.BytesIO()
    output.write(into)
    return into.getvalue()


def pictures_in(folder: Path, usual: str) -> Callable[..., InputFile]:
    """Give a maker of input files: pictures of a size, for the parameter that is usual where none is named."""

    def make(parameter: str = usual, width: int = 320, height: int = 200, product: str = "in") -> InputFile:
        path = folder / f"{product}.png"
        Image.new("RGB", (width, height), "teal").save(path)
        return InputFile(parameter, product, path, "image/png", width, height)

    return make
