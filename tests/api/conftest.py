"""The API on the whole pipeline, with providers of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from imagen.api.app import make_api
from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.settings import load_settings
from tests.fakes import language_provider, scripted_provider
from tests.fakes.scripted_provider import Ledger, ScriptedProvider
from tests.warm import build


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    before, ScriptedProvider.ledger = ScriptedProvider.ledger, Ledger()
    yield ScriptedProvider.ledger
    ScriptedProvider.ledger = before


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory, ledger: Ledger) -> Iterator[Production]:
    paths = {**scripted_provider.PATHS, **language_provider.PATHS}
    with DataFolder(tmp_path_factory.mktemp("api") / "data").acquire() as folder:
        made = build(folder, load_settings({"poll_seconds": "0.02"}, {}), paths)
        made.start()
        yield made
        made.stop()


@pytest.fixture(scope="module")
def client(production: Production) -> TestClient:
    return TestClient(make_api(production.services), raise_server_exceptions=False)
