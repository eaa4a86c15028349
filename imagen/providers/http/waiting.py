"""How long a service asks us to wait, in all the forms in which services say so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from imagen.providers.moments import read_moment

LONGEST = timedelta(hours=1)


def retry_after(headers: Mapping[str, str], body: Any = None, at: datetime | None = None) -> timedelta | None:
    """Read `Retry-After` (seconds or a date), else `retry_after` in a JSON body; None when nothing usable is said.

    The answer lies between nothing and an hour: no service may put work off for ever.
    """
    written = headers.get("retry-after")
    told = _seconds(written) if written is not None else None
    if told is None and written is not None:
        told = _until(written, at or datetime.now(UTC))
    if told is None and isinstance(body, Mapping):
        told = _seconds(body.get("retry_after"))
    return None if told is None else min(max(timedelta(0), timedelta(seconds=told)), LONGEST)


def _seconds(written: Any) -> float | None:
    if isinstance(written, bool):
        return None
    try:
        number = float(written)
    except (TypeError, ValueError):
        return None
    return min(number, LONGEST.total_seconds()) if math.isfinite(number) else None


def _until(written: str, at: datetime) -> float | None:
    moment = read_moment(written)
    return (moment - at).total_seconds() if moment else None
