"""Days, months, years and times ago, as a search writes them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from imagen.domain.search.nodes import Days, Period

RELATIVE = (
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-year",
    "last-year",
)
_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_AGO = re.compile(r"([0-9]{1,4})([dwmy])")
_COMPARED = re.compile(r"(>=|<=|>|<)(.+)", re.DOTALL)
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
_MONTHS = 12


def read_days(text: str) -> Days | None:
    """Read `2026-11`, `>=today`, `2026-01..2026-03`; None for what is no date."""
    written = text.casefold()
    compared = _COMPARED.fullmatch(written)
    if compared:
        period = read_period(compared[2])
        if period is None:
            return None
        is_open = len(compared[1]) == 1
        return Days(period, None, is_open) if compared[1][0] == ">" else Days(None, period, False, is_open)
    low, dots, high = written.partition("..")
    first, last = read_period(low), read_period(high)
    if not dots:
        return Days(first, first) if first else None
    if (low and not first) or (high and not last) or not (first or last):
        return None
    return Days(first, last)


def read_period(text: str) -> Period | None:
    """Read one day, month, year or time ago into the form in which it is written."""
    word = text.strip().casefold().replace("_", "-").replace(" ", "-")
    joined = {name.replace("-", ""): name for name in RELATIVE}
    if word.replace("-", "") in joined:
        return Period(joined[word.replace("-", "")])
    if _AGO.fullmatch(word):
        return Period(f"{int(word[:-1])}{word[-1]}")
    match = _WRITTEN.fullmatch(word)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _MONTHS and 1 <= day <= _days_in(year, month)):
        return None
    return Period("-".join([match[1], *(f"{int(part):02}" for part in match.groups()[1:] if part)]))


def days_of(text: str, today: date) -> tuple[date, date]:
    """Give the first day of a period and the day after its last; weeks begin on Monday."""
    match = _WRITTEN.fullmatch(text)
    if match:
        return _written(match)
    ago = _AGO.fullmatch(text)
    if ago:
        return _ago(int(ago[1]), ago[2], today), today + timedelta(days=1)
    if text in ("today", "yesterday"):
        first = today if text == "today" else today - timedelta(days=1)
        return first, first + timedelta(days=1)
    which, _, unit = text.partition("-")
    this = _start(unit, today)
    return (this, _next(unit, this)) if which == "this" else (_start(unit, this - timedelta(days=1)), this)


def _written(match: re.Match[str]) -> tuple[date, date]:
    first = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    unit = "day" if match[3] else "month" if match[2] else "year"
    return first, _next(unit, first)


def _ago(count: int, unit: str, today: date) -> date:
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    months = today.year * _MONTHS + today.month - 1 - count * (_MONTHS if unit == "y" else 1)
    year, month = divmod(months, _MONTHS)
    if year < _FIRST_YEAR:
        return date(_FIRST_YEAR, 1, 1)
    return date(year, month + 1, min(today.day, _days_in(year, month + 1)))


def _start(unit: str, day: date) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(unit: str, first: date) -> date:
    if unit == "year":
        return first.replace(year=first.year + 1)
    if unit == "month":
        return first + timedelta(days=_days_in(first.year, first.month))
    return first + timedelta(days=7 if unit == "week" else 1)


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
