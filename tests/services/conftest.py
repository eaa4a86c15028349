"""The whole pipeline on a data folder of its own, with the scripted provider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.services.all import Services
from imagen.settings import load_settings
from imagen.worker.tasks import Tasks
from tests.fakes import keyed_provider
from tests.fakes.keyed_provider import KeyedProvider, OtherProvider, Service
from tests.fakes.scripted_provider import PATHS, Ledger, ScriptedProvider
from tests.warm import build


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    fresh = Ledger()
    monkeypatch.setattr(ScriptedProvider, "ledger", fresh)
    return fresh


@pytest.fixture(autouse=True)
def brief_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pass in hundredths of seconds what lies between two tries to fetch a result."""
    settle_later = Tasks.settle_later

    def sooner(self: Tasks, generation_id: UUID, seconds: float) -> None:
        settle_later(self, generation_id, seconds / 100)

    monkeypatch.setattr(Tasks, "settle_later", sooner)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    with DataFolder(tmp_path / "data").acquire() as held:
        yield held


@pytest.fixture
def at_rest(folder: DataFolder, ledger: Ledger) -> Iterator[Production]:
    """Built, not started: nothing is submitted."""
    made = build(folder, load_settings({"poll_seconds": "0.02", "workers": "4"}, {}), PATHS)
    yield made
    made.stop()


@pytest.fixture
def production(at_rest: Production) -> Production:
    at_rest.start()
    return at_rest


@pytest.fixture
def services(production: Production) -> Services:
    return production.services


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """The service behind the provider that wants a key."""
    made = Service()
    monkeypatch.setattr(KeyedProvider, "service", made)
    return made


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Service:
    """Another such service."""
    made = Service()
    monkeypatch.setattr(OtherProvider, "service", made)
    return made


@pytest.fixture
def keyed(folder: DataFolder, service: Service, other: Service) -> Iterator[Production]:
    """Running with the providers that want keys, and without one."""
    made = build(folder, load_settings({"poll_seconds": "0.02"}, {}), keyed_provider.PATHS)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def shop(keyed: Production) -> Services:
    return keyed.services
