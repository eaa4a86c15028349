"""The Lookups page on real services."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from nicegui.testing import User

from imagen.services.all import Services
from imagen.services.views import LookupView
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.context import PageContext
from imagen.ui.pages import lookups
from imagen.ui.pages.lookups.study import LARGEST_IN_EDITOR, study


@pytest.fixture
def pages(context: PageContext) -> None:
    lookups.register(context)


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("It did not come to hold.")


def stored(services: Services, lookup: LookupView) -> str:
    return services.lookups.get(lookup.id).values


async def test_nothing_yet_teaches_and_gives_examples(user: User, pages: None, services: Services) -> None:
    await user.open("/lookups")
    await user.should_see("Lists of words, used by their name")
    user.find("Add three to start with").click()
    await user.should_see("15 texts")
    assert {lookup.name for lookup in services.lookups.list()} == {"color", "outfit", "time of day"}


async def test_problems_are_saved_as_typed(user: User, pages: None, services: Services) -> None:
    lookup = services.lookups.create("color", "red\nblue")
    await user.open("/lookups/color")
    await user.should_see("2 texts")
    user.find(ExpansionEditor).trigger("change", {"text": "red\n[oops"})
    await user.should_see("Nothing until the problems are solved")
    await until(lambda: stored(services, lookup) == "red\n[oops")
    await user.should_see("Saved")


async def test_a_slash_in_the_name_and_a_name_that_is_not_there(user: User, pages: None, services: Services) -> None:
    services.lookups.create("animals/big cats", "lion")
    await user.open("/lookups/animals/big%20cats")
    await user.should_see("lion")
    await user.open("/lookups/nope")
    await user.should_see("There is no lookup named nope")


async def test_where_it_is_used_and_what_it_draws_on(user: User, pages: None, services: Services) -> None:
    services.lookups.create("color", "red\nblue")
    services.lookups.create("coat", "[color] coat")
    await user.open("/lookups/color")
    await user.should_see("Used in")
    await user.should_see("coat")
    await user.open("/lookups/coat")
    await user.should_see("Draws on")
    await user.should_see("blue coat")


async def test_a_change_in_what_it_draws_on_shows(user: User, pages: None, services: Services) -> None:
    color = services.lookups.create("color", "red")
    services.lookups.create("coat", "[color] coat")
    await user.open("/lookups/coat")
    await user.should_see("red coat")
    services.lookups.update(color.id, values="green\nblue")
    await user.should_see("green coat")


async def test_a_lookup_too_large_for_the_editor_is_shown_but_not_edited(
    user: User, pages: None, services: Services
) -> None:
    services.lookups.create("huge", "\n".join(f"value {n}" for n in range(LARGEST_IN_EDITOR // 8)))
    await user.open("/lookups/huge")
    await user.should_see("too large to be edited here")
    await user.should_not_see(ExpansionEditor)


def test_what_there_is_to_know(services: Services) -> None:
    services.lookups.create("color", "red\nblue")
    found = study(services.lookups, "[color] coat\n[=shirt]", "mine")
    assert found.needs
    assert found.draws_on == ("color",)
    assert study(services.lookups, "[mine]", "mine").problems[0].kind == "cycle"
    assert study(services.lookups, "", "mine").count == 0
    assert study(services.lookups, "[1..1000][1..1000]", "mine").count == 1_000_000
