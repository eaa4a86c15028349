"""How the Bin says when something was deleted, and how much of it there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def products(count: int) -> str:
    """Write a number of products."""
    return "1 product" if count == 1 else f"{count:,} products"


def and_projects(names: Sequence[str]) -> str:
    """Add the names of the projects that came back too."""
    if not names:
        return ""
    return f" and the project{'' if len(names) == 1 else 's'} {', '.join(names)}"


def when(moment: datetime, now: datetime) -> str:
    """Say when something was deleted, as people do; both times are aware, and days are those of `now`'s zone."""
    passed, local = now - moment, moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if passed < _MINUTE:
        return "just now"
    if passed < _HOUR:
        return f"{passed // _MINUTE} min ago"
    if days == 0:
        return f"today, {local:%H:%M}"
    if days == 1:
        return f"yesterday, {local:%H:%M}"
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"
