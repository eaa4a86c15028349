"""Times as services write them: in their JSON, and in the headers of their answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any


def read_moment(written: Any) -> datetime | None:
    """Read a time in ISO's or in the headers' form, with or without a zone (then UTC); None for anything else."""
    if not isinstance(written, str):
        return None
    try:
        read = datetime.fromisoformat(written) if written[:1].isdigit() else parsedate_to_datetime(written)
    except (TypeError, ValueError):
        return None
    return in_utc(read)


def in_utc(moment: datetime) -> datetime:
    """Give a time its zone where it has none: our database and most services leave UTC unsaid."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def written_moment(moment: datetime) -> str:
    """Write a time as services take it in their queries, whole seconds in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock_ahead(headers: Mapping[str, str]) -> timedelta:
    """Say by how much a service's clock goes before ours; its answers carry its time."""
    shown = read_moment(headers.get("date"))
    return shown - datetime.now(UTC) if shown else timedelta()
