"""Finds a request whose answer was lost in fal's own list, by what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from imagen.domain.errors import AuthenticationFailed, ProviderError
from imagen.providers.finding import MOST_PAGES, asked_since, earliest, is_same_input
from imagen.providers.moments import read_moment

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient

_PATH = "/models/requests/by-endpoint"


def find_lost(client: FalClient, endpoint: str, body: Mapping[str, Any], since: datetime) -> Mapping[str, Any] | None:
    """Give the oldest request to an endpoint with this input that was sent after `since`, by fal's own clock.

    The oldest, because sisters with the same input that were submitted later come later. Product references in `body`
    stand for addresses that are not known any more. Raises ProviderError when the key may not see the list.
    """
    asked = {"endpoint_id": endpoint, "start": asked_since(since), "limit": 100, "expand": "payloads"}
    found: list[tuple[datetime, Mapping[str, Any]]] = []
    try:
        for response, page in client.pages(_PATH, asked, "items", MOST_PAGES):
            first = earliest(since, response.headers)
            sent = [(read_moment(item.get("sent_at")), item) for item in page if isinstance(item, Mapping)]
            found += [(at or first, item) for at, item in sent if at is None or at >= first]
    except AuthenticationFailed as error:
        raise ProviderError(
            "fal.ai does not show this key its list of requests.",
            "Look at fal.ai/dashboard/requests, then decide here.",
        ) from error
    fitting = [(at, item) for at, item in found if is_same_input(body, item.get("json_input"))]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None
