"""Which handler answers which request, by origin, method and path."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.provider_simulators.core.messages import Incoming, Reply, plain

Handler = Callable[[Any, Incoming], Awaitable[Reply]]


@dataclass(frozen=True)
class Route:
    """One route: faults are planned by its `name`."""

    name: str
    method: str
    origin: str
    pattern: re.Pattern[str]
    handler: Handler


def route(name: str, method: str, origin: str, path: str, handler: Handler) -> Route:
    """Make a route; `{part}` stands for one part of a path, `{part:path}` for several."""
    text = re.sub(r"\{(\w+):path\}", r"(?P<\1>.+)", path)
    text = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", text)
    return Route(name, method, origin, re.compile(text), handler)


def find_route(routes: list[Route], origin: str, incoming: Incoming) -> Route | None:
    """Return the first route that fits, and put the parts of the path into the request."""
    method = "GET" if incoming.method == "HEAD" else incoming.method
    for one in routes:
        if one.origin == origin and one.method == method and (found := one.pattern.fullmatch(incoming.path)):
            incoming.params = {name: plain(value) for name, value in found.groupdict().items()}
            return one
    return None
