"""Every page is built to its end before a browser gets any of it: what comes later can take away what was typed before."""

from __future__ import annotations

import asyncio
from importlib import import_module
from pkgutil import iter_modules

import pytest
from nicegui.testing import User

from imagen.ui import pages, paths
from imagen.ui.app import NAVIGATION
from imagen.ui.context import PageContext

ADDRESSES = ("/", *(entry.path for entry in NAVIGATION), paths.TAGS, paths.GRID, paths.ANALYSIS)


@pytest.mark.parametrize("address", ADDRESSES)
async def test_it_is_whole(user: User, context: PageContext, address: str) -> None:
    for found in iter_modules(pages.__path__):
        import_module(f"{pages.__name__}.{found.name}").register(context)
    answer = await user.http_client.get(address)
    still_building = [task.get_name() for task in asyncio.all_tasks() if "wait for result of page" in task.get_name()]
    assert (answer.status_code, still_building) == (200, [])
