"""Starting and stopping all simulated services together."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.provider_simulators.civitai import Civitai
from tests.provider_simulators.core.application import Application
from tests.provider_simulators.core.clock import Clock
from tests.provider_simulators.core.foreign import Foreign
from tests.provider_simulators.core.ledger import Ledger
from tests.provider_simulators.core.recorder import Recorder
from tests.provider_simulators.core.server import ServerThread, bind
from tests.provider_simulators.core.service import Service, Shared
from tests.provider_simulators.core.speed import Speed
from tests.provider_simulators.fal import Fal
from tests.provider_simulators.replicate import Replicate

#: Which origin a setting of the app points at.
SETTINGS = {
    "IMAGEN_REPLICATE_URL": "replicate.api",
    "IMAGEN_FAL_QUEUE_URL": "fal.queue",
    "IMAGEN_FAL_RUN_URL": "fal.run",
    "IMAGEN_FAL_REST_URL": "fal.rest",
    "IMAGEN_FAL_CDN_URL": "fal.cdn",
    "IMAGEN_FAL_API_URL": "fal.api",
    "IMAGEN_CIVITAI_URL": "civitai.site",
    "IMAGEN_CIVITAI_ORCHESTRATION_URL": "civitai.orchestration",
}


class Simulators:
    """The three services, a foreign host, and what they share: clock, ledger, recorder."""

    def __init__(self, *, speed: Speed | None = None, seed: int = 1, first_port: int = 0) -> None:
        self.clock = Clock()
        self.ledger = Ledger()
        self.recorder = Recorder()
        self.speed = speed or Speed()
        shared = Shared(self.clock, self.ledger, self.recorder, seed)
        self.replicate = Replicate(shared, self.speed)
        self.fal = Fal(shared, self.speed)
        self.civitai = Civitai(shared, self.speed)
        self.foreign = Foreign(shared, lambda: (self.replicate, self.fal, self.civitai))
        self.services: dict[str, Service] = {
            one.name: one for one in (self.replicate, self.fal, self.civitai, self.foreign)
        }
        self.application = Application(shared, self.services)
        self.urls = shared.urls
        self._first_port = first_port
        self._server: ServerThread | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings that point the app here, by name."""
        return {name: self.urls[origin] for name, origin in SETTINGS.items()}

    def start(self) -> None:
        """Listen on a loopback port for each origin (free ones, or one after the other from the first)."""
        sockets: list[socket.socket] = []
        for service in self.services.values():
            for origin in service.origins:
                bound = bind(self._first_port + len(sockets) if self._first_port else 0)
                sockets.append(bound)
                port = bound.getsockname()[1]
                self.urls[f"{service.name}.{origin}"] = f"http://127.0.0.1:{port}"
                self.application.origin_of_port[port] = (service, origin)
        self._server = ServerThread(self.application, sockets)
        self._server.start()

    def stop(self) -> None:
        """Close all ports; what was recorded can still be read."""
        if self._server is not None:
            self._server.stop()
            self._server = None


@contextmanager
def simulators(*, speed: Speed | None = None, seed: int = 1, first_port: int = 0) -> Iterator[Simulators]:
    """Run the simulators for the length of a `with`."""
    running = Simulators(speed=speed, seed=seed, first_port=first_port)
    running.start()
    try:
        yield running
    finally:
        running.stop()
