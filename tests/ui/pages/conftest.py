"""Pages on real services: everything is built on a data folder of its own, and only the browser is simulated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from nicegui import Event
from nicegui.testing import User

from imagen.datafolder import DataFolder
from imagen.domain.events import DomainEvent
from imagen.services.all import Services
from imagen.services.bus import EventBus
from imagen.settings import load_settings
from imagen.ui.bridge import Bridge
from imagen.ui.context import PageContext
from imagen.ui.shared_reads import SharedReads
from tests.ui.conftest import close_pages
from tests.warm import build


class StartedBridge(Bridge):
    """A bridge that carries at once: in these tests the loop runs before pages are registered."""

    def __init__(self, bus: EventBus) -> None:
        self.happened: Event[DomainEvent] = Event()
        self.count = 0
        self.reads = SharedReads(lambda: self.count)
        loop = asyncio.get_running_loop()
        bus.subscribe(lambda event: loop.call_soon_threadsafe(self._emit, event))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Real services; nothing is started, so what is ordered waits."""
    with DataFolder(tmp_path / "data").acquire() as folder:
        made = build(folder, load_settings({"workers": "1"}, {}))
        yield made.services
        for part in (made.registry, made.store, made.database):
            part.close()


@pytest.fixture
async def context(user: User, services: Services) -> AsyncIterator[PageContext]:
    """What pages are registered with; they are closed before the services end."""
    yield PageContext(services, StartedBridge(services.bus), ())
    await close_pages()
