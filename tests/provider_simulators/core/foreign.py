"""A host that belongs to nobody: redirects lead here, and no key may ever arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.provider_simulators.core.files import StoredFile
from tests.provider_simulators.core.jobs import Job
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.routing import route
from tests.provider_simulators.core.service import Service, Shared
from tests.provider_simulators.core.speed import Speed


class Foreign(Service):
    """Answer every request; a file's path gives that file, as a mirror would."""

    name = "foreign"
    origins = ("host",)

    def __init__(self, shared: Shared, services: Callable[[], Iterable[Service]]) -> None:
        super().__init__(shared, Speed())
        self._services = services
        methods = ("GET", "POST", "PUT", "DELETE", "PATCH")
        self.routes = [route("foreign", method, "host", "/{path:path}", _anything) for method in methods]

    def find(self, path: str) -> StoredFile | None:
        """Return a file of any service."""
        return next((file for service in self._services() if (file := service.files.find(path))), None)

    def refusal(self, fault_status: int, reason: str, incoming: Incoming) -> Reply:
        """Refuse in plain text."""
        return Reply.text(reason or "no", fault_status)

    def finish(self, job: Job) -> None:
        """Do nothing: nothing runs here."""


async def _anything(service: Foreign, incoming: Incoming) -> Reply:
    if incoming.method == "GET" and (file := service.find(incoming.path)):
        return Reply(200, await file.content(), {"content-type": file.content_type})
    return Reply.of({"host": "foreign"})
