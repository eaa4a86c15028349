"""A provider at simulators of fal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imagen.providers.base import InputFile
from imagen.providers.fal.factory import FalProductFactory
from imagen.providers.fal.provider import FalProvider
from tests.provider_simulators import Simulators
from tests.providers.bench import ProviderBench, content, pictures_in

__all__ = ["PARTS", "SCHNELL", "Bench", "content"]

PARTS = ("queue", "run", "rest", "cdn", "api")
SCHNELL = "fal:fal-ai/flux/schnell"


class Bench(ProviderBench[FalProductFactory]):
    provider_class = FalProvider
    model = SCHNELL

    def addresses(self) -> dict[str, str]:
        return {f"fal_{part}_url": self.sims.urls[f"fal.{part}"] for part in PARTS}


@pytest.fixture
def bench(sims: Simulators) -> Iterator[Bench]:
    made = Bench(sims, sims.fal.key)
    yield made
    made.close()


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., InputFile]:
    return pictures_in(tmp_path, "image_url")
