"""How cards say what there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from imagen.domain.project import ProjectStatus
from imagen.services.project_overview import ProjectOverview
from imagen.ui.pages.projects import wording
from imagen.ui.pages.projects.activity import bars

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
EMPTY = ProjectOverview(
    id=None,
    name="Foxes",
    description="",
    status=ProjectStatus.ACTIVE,
    created_at=NOW,
    active_at=NOW,
    used_at=None,
    search="",
    order_count=0,
    product_count=0,
    liked_count=0,
    running=0,
    waiting=0,
    held=0,
    attention=0,
    failed=0,
    spending_limit=None,
    spent=0,
    spent_this_month=0,
    buzz=0,
    buzz_this_month=0,
    days=((date(2026, 11, 21), 0), (date(2026, 11, 22), 0)),
)


def test_counts() -> None:
    assert wording.holds(EMPTY) == "Nothing made yet"
    assert wording.holds(replace(EMPTY, order_count=1, product_count=1904)) == "1 order · 1,904 products"
    full = replace(EMPTY, order_count=2, product_count=1, liked_count=3, failed=4)
    assert wording.holds(full) == "2 orders · 1 product · 3 liked · 4 failed"


def test_what_goes_on_begins_with_what_needs_a_person() -> None:
    assert wording.goes_on(EMPTY) == []
    busy = replace(EMPTY, running=6, waiting=75, attention=1, held=2)
    said = ["1 needs you", "2 orders held by a limit", "6 running", "75 waiting"]
    assert [words for _, words in wording.goes_on(busy)] == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ("", "")),
        ({"product_count": 3}, ("Nothing spent", "")),
        ({"order_count": 1}, ("Nothing spent", "")),
        ({"spending_limit": 5_000_000}, ("$0.00 of $5.00", "")),
        ({"spent": 1_200_000, "spent_this_month": 1_200_000}, ("$1.20", "all this month")),
        (
            {"spent": 1_200_000, "spent_this_month": 400_000, "spending_limit": 5_000_000},
            ("$1.20 of $5.00", "$0.40 this month"),
        ),
        ({"spent": 1_200_000, "buzz": 1_200_400_000}, ("$1.20 · 1,200 Buzz", "")),
        ({"spent": 200, "buzz": 200_000}, ("$0.0002 · 0.20 Buzz", "")),
    ],
)
def test_cost(changes: dict[str, int], said: tuple[str, str]) -> None:
    assert wording.cost(replace(EMPTY, **changes)) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=2), "2 h ago"),
        (timedelta(hours=15, minutes=1), "yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=8), "a week ago"),
        (timedelta(days=20), "2 weeks ago"),
        (timedelta(days=60), "23 Sep"),
        (timedelta(days=400), "18 Oct 2025"),
    ],
)
def test_how_long_ago(passed: timedelta, said: str) -> None:
    assert wording.ago(NOW - passed, NOW) == said


def test_days_are_those_of_the_persons_zone() -> None:
    late = datetime(2026, 11, 22, 1, 0, tzinfo=timezone(timedelta(hours=13)))
    assert wording.ago(late - timedelta(hours=3), late) == "3 h ago"
    assert wording.ago(late - timedelta(hours=7), late) == "yesterday"
    assert wording.last_used(EMPTY, NOW) == "Made just now"
    assert wording.last_used(replace(EMPTY, used_at=NOW - timedelta(hours=2)), NOW) == "Used 2 h ago"


def test_activity_in_words_and_bars() -> None:
    assert wording.activity(EMPTY) == "No products in the last 2 days"
    busy = replace(EMPTY, days=((date(2026, 11, 21), 1), (date(2026, 11, 22), 1500)))
    assert wording.activity(busy) == "1,501 products in the last 2 days, most of them on 22 Nov: 1,500"
    assert wording.scale(busy) == "Last 2 days · up to 1,500 a day"
    assert wording.scale(EMPTY) == "Last 2 days · nothing made"
    assert bars([0, 0]) == bars([]) == ""
    assert bars([1, 0, 4]) == "M0.15 10v-2.5h0.7v2.5zM2.15 10v-10h0.7v10z"


def test_what_becomes_of_a_deleted_project() -> None:
    one = wording.before_deleting(replace(EMPTY, product_count=1))
    assert "Its 1 product stays where it is" in one
    assert "still to be made" not in one
    busy = wording.before_deleting(replace(EMPTY, order_count=2, product_count=7, running=1))
    assert "Its 2 orders and 7 products stay where they are" in busy
    assert "1 generation still to be made will go on" in busy
