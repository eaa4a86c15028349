"""How the Bin says when something was deleted, what it is, and how much of it there is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from imagen.domain.binning import BinKind
from imagen.services.bin import WORDS
from imagen.services.naming import counted

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
ICONS = {
    BinKind.PRODUCT: "image",
    BinKind.ORDER: "order",
    BinKind.PROJECT: "projects",
    BinKind.COLLECTION: "collections",
    BinKind.TEMPLATE: "templates",
    BinKind.TAG: "tag",
    BinKind.LOOKUP: "lookups",
    BinKind.SAVED_SEARCH: "search",
}


def how_much(counts: Mapping[BinKind, int]) -> str:
    """Say how much there is: so many of the one kind, or so many things."""
    if len(counts) == 1:
        ((kind, count),) = counts.items()
        return counted(count, *WORDS[kind])
    return counted(sum(counts.values()), "thing")


def kind_word(kind: BinKind) -> str:
    """Name a kind, as one stands alone."""
    return WORDS[kind][0].capitalize()


def kinds_word(kind: BinKind) -> str:
    """Name a kind, as many of it stand together."""
    return WORDS[kind][1].capitalize()


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
