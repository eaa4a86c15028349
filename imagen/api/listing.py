"""How lists are asked for: pages, their order, words, and spans of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from fastapi import Query
from pydantic import BeforeValidator

from imagen.services.views import Page

T = TypeVar("T")

PageNumber = Annotated[int, Query(ge=1, le=1_000_000_000)]
PageSize = Annotated[int, Query(ge=1, le=200)]
Words = Annotated[str | None, Query(max_length=1000)]
Cursor = Annotated[str | None, Query(max_length=200)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]
ShortText = Annotated[str | None, Query(max_length=500)]


class Direction(StrEnum):
    ASCENDING = "asc"
    DESCENDING = "desc"


class ByTime(StrEnum):
    """The only order that an endless list has: time, in which its ids are numbered."""

    CREATED_AT = "created_at"


def sorted_page(
    found: Sequence[T], key: Callable[[T], Any] | None, direction: Direction | None, page: int, limit: int
) -> Page[T]:
    """Cut a page out of a list that is known whole, sorted by `key` unless its own order is wanted."""
    items = list(found)
    if key is not None:
        items.sort(key=key)
    if direction is Direction.DESCENDING:
        items.reverse()
    first = (page - 1) * limit
    return Page(items[first : first + limit], len(items), page, limit)


def _start(written: Any) -> Any:
    """Read the start of a span: a date begins with its first moment."""
    return written if written is None else _moment(written, timedelta(0))


def _end(written: Any) -> Any:
    """Read the end of a span as the first moment behind it: a date alone includes that day."""
    return written if written is None else _moment(written, timedelta(days=1)) + timedelta(microseconds=1)


def _moment(written: str, for_a_day: timedelta) -> datetime:
    try:
        if "T" not in written.upper():
            moment = datetime.combine(date.fromisoformat(written), time(), UTC) + for_a_day
            return moment - timedelta(microseconds=1) if for_a_day else moment
        read = datetime.fromisoformat(written)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("This is no time. Write a date as 2026-01-31, or a time as 2026-01-31T12:00:00Z.") from error


Since = Annotated[datetime | None, BeforeValidator(_start), Query(alias="from")]
Until = Annotated[datetime | None, BeforeValidator(_end), Query(alias="to")]
"""The first moment that is not wanted any more."""
