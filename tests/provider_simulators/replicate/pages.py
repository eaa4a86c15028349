"""Replicate's pages: a cursor inside absolute addresses."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from tests.provider_simulators.core.messages import Incoming, Reply

if TYPE_CHECKING:
    from tests.provider_simulators.replicate.service import Replicate

Item = TypeVar("Item")


def page(
    service: Replicate, incoming: Incoming, items: Sequence[Item], shape: Callable[[Item], Any], size: int
) -> Reply:
    """Return the page that the request's cursor names."""
    try:
        start = int(base64.urlsafe_b64decode(incoming.get("cursor") or "MA==").decode())
    except ValueError:
        start = 0

    def address(at: int) -> str:
        fields = [(name, value) for name, value in incoming.query if name != "cursor"]
        fields += [("cursor", base64.urlsafe_b64encode(str(at).encode()).decode())] if at else []
        return f"{service.url}{incoming.path}" + (f"?{urlencode(fields)}" if fields else "")

    body = {
        "previous": address(max(0, start - size)) if start else None,
        "next": address(start + size) if start + size < len(items) else None,
        "results": [shape(item) for item in items[start : start + size]],
    }
    return Reply.of(body)
