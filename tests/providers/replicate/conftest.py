"""A provider at simulators of Replicate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imagen.providers.base import InputFile
from imagen.providers.replicate.factory import ReplicateProductFactory
from imagen.providers.replicate.provider import ReplicateProvider
from tests.provider_simulators import Simulators
from tests.providers.bench import ProviderBench, content, pictures_in

__all__ = ["SCHNELL", "Bench", "content"]

SCHNELL = "replicate:black-forest-labs/flux-schnell"


class Bench(ProviderBench[ReplicateProductFactory]):
    provider_class = ReplicateProvider
    model = SCHNELL

    def addresses(self) -> dict[str, str]:
        return {"replicate_url": self.sims.replicate.url}


@pytest.fixture
def bench(sims: Simulators) -> Iterator[Bench]:
    made = Bench(sims, sims.replicate.key)
    yield made
    made.close()


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., InputFile]:
    return pictures_in(tmp_path, "image")
