"""Finds a request whose answer was lost in fal's own list, by what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import httpx

from imagen.domain.errors import AuthenticationFailed, ProviderError
from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.domain.secret_values import KEPT

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient

_PATH = "/models/requests/by-endpoint"
_EARLIER = timedelta(minutes=15)
_TOLERANCE = timedelta(seconds=5)
_MOST_PAGES = 30


def find_lost(client: FalClient, endpoint: str, body: Mapping[str, Any], since: datetime) -> Mapping[str, Any] | None:
    """Give the oldest request to an endpoint with this input that was sent after `since`, by fal's own clock.

    The oldest, because sisters with the same input that were submitted later come later. Product references in `body`
    stand for addresses that are not known any more. Raises ProviderError when the key may not see the list.
    """
    since = since if since.tzinfo else since.replace(tzinfo=UTC)
    asked = {"endpoint_id": endpoint, "start": _written(since - _EARLIER), "limit": 100, "expand": "payloads"}
    found: list[tuple[datetime, Mapping[str, Any]]] = []
    try:
        for response, page in client.pages(_PATH, asked, "items", _MOST_PAGES):
            earliest = since + _skew(response) - _TOLERANCE
            sent = [(_moment(item.get("sent_at")), item) for item in page if isinstance(item, Mapping)]
            found += [(at or earliest, item) for at, item in sent if at is None or at >= earliest]
    except AuthenticationFailed as error:
        raise ProviderError(
            "fal does not show this key its list of requests.", "Look at fal.ai/dashboard/requests, then decide here."
        ) from error
    fitting = [(at, item) for at, item in found if is_same_input(body, item.get("json_input"))]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def is_same_input(sent: Any, told: Any) -> bool:
    """Tell whether an input that fal tells of is the one that was sent; all files count as the same, and all secrets."""
    if isinstance(sent, str) and sent.startswith(PRODUCT_REFERENCE):
        return isinstance(told, str)
    if isinstance(sent, Mapping):
        secrets = {name for name, value in sent.items() if value == KEPT}
        if not isinstance(told, Mapping) or set(sent) - secrets != set(told) - secrets:
            return False
        return all(is_same_input(value, told[name]) for name, value in sent.items() if name not in secrets)
    if isinstance(sent, list | tuple):
        if not isinstance(told, list) or len(sent) != len(told):
            return False
        return all(is_same_input(one, other) for one, other in zip(sent, told, strict=True))
    same_kind = isinstance(sent, bool) is isinstance(told, bool)
    return same_kind and bool(sent == told)


def _skew(response: httpx.Response) -> timedelta:
    """Say by how much fal's clock goes before ours; its answers carry its time."""
    try:
        shown = parsedate_to_datetime(response.headers.get("date", ""))
    except (TypeError, ValueError):
        return timedelta()
    return (shown if shown.tzinfo else shown.replace(tzinfo=UTC)) - datetime.now(UTC)


def _moment(written: Any) -> datetime | None:
    if not isinstance(written, str):
        return None
    try:
        read = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
