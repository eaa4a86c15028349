"""Simulated pages that end as pages do when their tab is closed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Generator

import pytest
from fastapi.dependencies import models
from nicegui import Client
from nicegui.testing import User

for _waiting in (User.should_see, User.should_not_see):
    _waiting.__kwdefaults__["retries"] = 150  # tenths of a second: a third of one is too little where much else runs


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Keep the app's modules: NiceGUI's simulation throws them out, and later tests of other parts would find others."""
    kept = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "imagen"}
    result = yield
    sys.modules.update(kept)
    return result


async def close_pages() -> None:
    """Close every page, and let what that sets off happen.

    NiceGUI's simulation only forgets its pages, and the elements of a page that has a dialog then stay for good: each
    test would make the collecting of garbage in all later ones longer. Pages that still have something to show when the
    simulation ends hold its end up for two seconds besides.
    """
    for client in list(Client.instances.values()):
        client.delete()
    await asyncio.sleep(0.01)


@pytest.fixture
async def user(user: User) -> AsyncIterator[User]:
    """A person at a simulated browser."""
    yield user
    await close_pages()
    for remembered in vars(models).values():  # FastAPI keeps the functions of pages, and those keep all services
        if hasattr(remembered, "cache_clear"):
            remembered.cache_clear()
