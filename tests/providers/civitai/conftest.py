"""A provider at simulators of civitai."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imagen.providers.base import InputFile
from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.provider import CivitaiProvider
from tests.provider_simulators import Simulators
from tests.providers.bench import ProviderBench, content, pictures_in

__all__ = ["SDXL", "Bench", "content"]

SDXL = "civitai:urn:air:sdxl:checkpoint:civitai:101055@128078"


class Bench(ProviderBench[CivitaiProductFactory]):
    provider_class = CivitaiProvider
    model = SDXL

    def addresses(self) -> dict[str, str]:
        return {
            "civitai_url": self.sims.urls["civitai.site"],
            "civitai_orchestration_url": self.sims.urls["civitai.orchestration"],
        }


@pytest.fixture
def bench(sims: Simulators) -> Iterator[Bench]:
    made = Bench(sims, sims.civitai.key)
    yield made
    made.close()


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., InputFile]:
    return pictures_in(tmp_path, "image")
