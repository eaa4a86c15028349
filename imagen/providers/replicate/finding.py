"""Finds a prediction whose answer was lost in Replicate's own list, by what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import httpx

from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.domain.secret_values import KEPT

if TYPE_CHECKING:
    from imagen.providers.replicate.client import ReplicateClient, Target

_EARLIER = timedelta(minutes=15)
_TOLERANCE = timedelta(seconds=5)
_MOST_PAGES = 30


def find_lost(
    client: ReplicateClient, target: Target, body: Mapping[str, Any], since: datetime
) -> Mapping[str, Any] | None:
    """Give the oldest prediction of a target with this input that was created after `since`, by Replicate's own clock.

    The oldest, because sisters with the same input that were submitted later come later. Product references in `body`
    stand for addresses that are not known any more.
    """
    since = since if since.tzinfo else since.replace(tzinfo=UTC)
    asked = {"created_after": _written(since - _EARLIER)}
    found: Mapping[str, Any] | None = None
    for response, page in client.pages("/v1/predictions", asked, _MOST_PAGES):
        earliest = since + _skew(response) - _TOLERANCE
        for prediction in page:
            if not isinstance(prediction, Mapping):
                continue
            created = _moment(prediction.get("created_at"))
            if created is not None and created < earliest:
                return found
            if _is_of(target, prediction) and is_same_input(body, prediction.get("input")):
                found = prediction
    return found


def is_same_input(sent: Any, told: Any) -> bool:
    """Tell whether an input that Replicate tells of is the one that was sent; all files count as the same, and all secrets."""
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


def _is_of(target: Target, prediction: Mapping[str, Any]) -> bool:
    if prediction.get("source") == "web":
        return False
    wanted = {"deployment": target.deployment, "version": target.version, "model": target.model}
    return all(prediction.get(name) == value for name, value in wanted.items() if value)


def _skew(response: httpx.Response) -> timedelta:
    """Say by how much Replicate's clock goes before ours; its answers carry its time."""
    try:
        shown = parsedate_to_datetime(response.headers.get("date", ""))
    except (TypeError, ValueError):
        return timedelta()
    return (shown if shown.tzinfo else shown.replace(tzinfo=UTC)) - datetime.now(UTC)


def _moment(written: Any) -> datetime | None:
    if not isinstance(written, str):
        return None
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
