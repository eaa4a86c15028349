"""A running Sketch provider, and the way from parameters to bytes that the production takes."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from imagen.providers.base import GenerationRequest, InputFile, Progress, RemoteState, Result, Submission
from imagen.providers.sketch.provider import SketchProvider

ENDED = {RemoteState.SUCCEEDED, RemoteState.FAILED, RemoteState.CANCELLED}
SMALL: Mapping[str, Mapping[str, Any]] = {
    "sketch:sketch": {"prompt": "A red dog at dawn", "size": 256},
    "sketch:restyle": {"prompt": "at dusk", "size": 256, "image": "product:1"},
    "sketch:motion": {"prompt": "A blue whale at dusk", "size": 256, "duration": 1, "fps": 6},
    "sketch:sound": {"prompt": "A calm night", "duration": 2},
}


class Desk:
    """Orders drawings from a provider and waits for them by its news."""

    def __init__(self, provider: SketchProvider) -> None:
        self.provider = provider
        self.news: list[str] = []
        self._arrived = threading.Condition()
        provider.listen(self._note)

    def order(self, model: str, values: Mapping[str, Any], *inputs: InputFile, generation: str = "g1") -> Submission:
        factory = self.provider.factory(model)
        prepared = factory.prepare(GenerationRequest(generation, {**SMALL[model], **values}, inputs))
        return Submission(factory.submit(prepared), prepared)

    def check(self, model: str, submission: Submission) -> Progress:
        return asyncio.run(self.provider.factory(model).check(submission))

    def wait(self, model: str, submission: Submission, until: Callable[[Progress], bool] | None = None) -> Progress:
        """Wait for the end, or for a progress that satisfies a condition."""
        reached = until or (lambda progress: progress.state in ENDED)
        with self._arrived:
            while not reached(progress := self.check(model, submission)):
                assert self._arrived.wait(60), "no news of the drawing"
        return progress

    def make(self, model: str, *inputs: InputFile, generation: str = "g1", **values: Any) -> tuple[list[bytes], Result]:
        """Carry out one generation and give its files."""
        submission = self.order(model, values, *inputs, generation=generation)
        progress = self.wait(model, submission)
        assert progress.state is RemoteState.SUCCEEDED, progress.message
        result = self.provider.factory(model).collect(submission)
        files = []
        for output in result.outputs:
            file = io.BytesIO()
            output.write(file)
            files.append(file.getvalue())
        return files, result

    def _note(self, request_id: str) -> None:
        with self._arrived:
            self.news.append(request_id)
            self._arrived.notify_all()


@pytest.fixture
def desk() -> Iterator[Desk]:
    provider = SketchProvider()
    yield Desk(provider)
    provider.close()
