"""What it takes to find a submission whose answer was lost in a service's own list: its time, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.domain.secret_values import KEPT
from imagen.providers.moments import clock_ahead, in_utc, written_moment

MOST_PAGES = 30
_EARLIER = timedelta(minutes=15)
_TOLERANCE = timedelta(seconds=5)


def asked_since(since: datetime) -> str:
    """Write from when on a list is asked for: earlier than `since`, since clocks differ."""
    return written_moment(in_utc(since) - _EARLIER)


def earliest(since: datetime, headers: Mapping[str, str]) -> datetime:
    """Say when, by the clock of the service that gave these headers, something sent after `since` can have arrived at first."""
    return in_utc(since) + clock_ahead(headers) - _TOLERANCE


def is_same_input(sent: Any, told: Any) -> bool:
    """Tell whether an input that a service tells of is the one that was sent; all files count as the same, and all secrets."""
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
