"""What the page shows is what its address says, whatever stands in it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from imagen.domain.production import Show, ShowGenerations
from imagen.services.production import ANY
from imagen.ui.pages.production.view_state import ViewState

WHOLE = ViewState(
    show=Show.ACTIVE,
    q="a fox & [=x] 100%",
    model="fal:fal-ai/flux/dev",
    project=str(uuid4()),
    since=date(2026, 3, 1),
    until=date(2026, 3, 2),
    order=214,
    generations=ShowGenerations.FAILED,
    generation=7,
)


@pytest.mark.parametrize(
    "state", [ViewState(), WHOLE, ViewState(project="none"), ViewState(generations=ShowGenerations.DONE)]
)
def test_an_address_is_read_as_it_was_written(state: ViewState) -> None:
    assert ViewState.read(state.path.partition("?")[2]) == state


@pytest.mark.parametrize(
    "query",
    [
        "?show=x&project=y&since=z&order=-1&generation=0&generations=no",
        "order=99999999999999999999999&since=0001-01-01&until=9999-12-31",
        "order=1e3&project=%00&show=",
        "&&&===",
        "order=²&generation=٣",
    ],
)
def test_what_cannot_be_understood_says_nothing(query: str) -> None:
    assert ViewState.read(query) == ViewState()


def test_days_are_whole_days() -> None:
    sought = WHOLE.sought
    assert sought.since is not None
    assert sought.until is not None
    assert (sought.until - sought.since).total_seconds() == 2 * 86400
    assert str(sought.project_id) == WHOLE.project
    assert ViewState(project="none").sought.project_id is None
    assert ViewState().sought.project_id is ANY


def test_the_api_is_asked_for_the_same() -> None:
    assert ViewState().api_query == ""
    assert "show=active" in WHOLE.api_query
    assert ViewState(q=" ").api_query == ""
