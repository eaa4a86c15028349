"""What the README shows of adding a model and a provider is what stands in the files, and these files work."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from imagen.domain.errors import AuthenticationFailed, SubmissionUnclear
from imagen.providers.base import GenerationRequest, RemoteState, Submission
from imagen.providers.registry import ProviderRegistry
from imagen.providers.surroundings import Surroundings
from tests.examples.postcard_service import KEY, PostcardService, postcard_service

ROOT = Path(__file__).parents[2]
SHOWN = (
    "imagen/providers/fal/models/hidream.py",
    "tests/providers/cases/fal-hidream.json",
    "tests/examples/postcards/provider.py",
)
MODEL = "postcards:card"


@pytest.fixture
def service() -> Iterator[PostcardService]:
    with postcard_service() as running:
        yield running


def _registry(service: PostcardService, key: str = KEY) -> ProviderRegistry:
    path = "tests.examples.postcards.provider:PostcardsProvider"
    surroundings = Surroundings(key=lambda name: key, addresses={"postcards_url": service.url})
    return ProviderRegistry({"postcards": path}, surroundings)


@pytest.fixture
def registry(service: PostcardService) -> Iterator[ProviderRegistry]:
    made = _registry(service)
    yield made
    made.close()


@pytest.mark.parametrize("path", SHOWN)
def test_the_readme_shows_the_file(path: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = [block.strip() for block in re.findall(r"```(?:python|json)\n(.*?)```", readme, re.DOTALL)]
    assert path in readme
    assert (ROOT / path).read_text("utf-8").strip() in blocks


def test_the_example_provider_makes_a_card(registry: ProviderRegistry, service: PostcardService) -> None:
    factory = registry.factory(MODEL)
    assert [model.key for model in registry.models()] == [MODEL]
    assert factory.spec.names == ("prompt", "size")
    assert factory.estimate({"prompt": "x"}).cost == 20_000
    prepared = factory.prepare(GenerationRequest("0001", {"prompt": "a harbour"}))
    submission = Submission(factory.submit(prepared), prepared)
    assert service.ordered == [{"prompt": "a harbour", "size": "small"}]
    assert asyncio.run(factory.check(submission)).state is RemoteState.SUCCEEDED
    into = io.BytesIO()
    factory.collect(submission).outputs[0].write(into)
    assert Image.open(into).size == (64, 48)
    factory.cancel(submission)
    assert service.cancelled == ["1"]


def test_the_example_provider_buys_once_and_tells_a_wrong_key(
    registry: ProviderRegistry, service: PostcardService
) -> None:
    service.loses_answers = True
    prepared = registry.factory(MODEL).prepare(GenerationRequest("0001", {"prompt": "a harbour"}))
    with pytest.raises(SubmissionUnclear):
        registry.factory(MODEL).submit(prepared)
    assert len(service.ordered) == 1
    other = _registry(service, "wrong")
    with pytest.raises(AuthenticationFailed):
        other.factory(MODEL).submit(prepared)
    other.close()
    assert registry.provider("postcards").problem() is None
