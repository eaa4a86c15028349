"""Menus whose entries are made when they are opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.testing import User

from imagen.ui import design as d


async def opened(user: User, fill: Callable[[], Any]) -> d.MenuWhenPressed:
    """Open a page with a button that has a menu."""
    made: list[d.MenuWhenPressed] = []

    @ui.page("/menu")
    def page() -> None:
        button = d.button("Fruit")
        made.append(d.MenuWhenPressed(button, fill))

    await user.open("/menu")
    return made[0]


async def test_entries_are_made_anew_whenever_it_is_opened(user: User) -> None:
    fruit = ["Apple"]
    menu = await opened(user, lambda: [d.menu_item(one, lambda: None) for one in fruit])
    await user.should_not_see("Apple")
    user.find("Fruit").click()
    await user.should_see("Apple")
    user.find("Fruit").click()
    await asyncio.sleep(0.1)
    assert not menu.value
    fruit[:] = ["Pear"]
    user.find("Fruit").click()
    await user.should_see("Pear")
    await user.should_not_see("Apple")


async def test_presses_while_it_is_being_filled_fill_it_once(user: User) -> None:
    go_on, times = asyncio.Event(), [0]

    async def fill() -> None:
        times[0] += 1
        await go_on.wait()
        d.menu_item("Apple", lambda: None)

    menu = await opened(user, fill)
    for _ in range(3):
        user.find("Fruit").click()
        await asyncio.sleep(0.05)
    assert not menu.value
    go_on.set()
    await user.should_see("Apple")
    assert times == [1]
