"""Simulated pages that end as pages do when their tab is closed."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Generator
from typing import Any

import pytest
from fastapi.dependencies import models
from nicegui import Client
from nicegui.testing import User

_PATIENCE = 15.0
"""Seconds; NiceGUI's own third of one is too little where much else runs."""


def _waits(wanted: bool) -> Callable[..., Coroutine[Any, Any, None]]:
    """Give what looks often for a part of a page, and for long: tests end soon, and do not fail on a busy machine."""

    async def look(
        self: User, target: Any = None, *, kind: Any = None, marker: Any = None, content: Any = None
    ) -> None:
        until = time.monotonic() + _PATIENCE
        while self._sees(target, kind, marker, content) is not wanted:
            if time.monotonic() > until:
                sought = self._build_error_message(target, kind, marker, content)
                raise AssertionError(f"expected {'to see at least one' if wanted else 'not to see any'} {sought}")
            await asyncio.sleep(0.02)

    return look


User.should_see = _waits(True)  # type: ignore[method-assign]
User.should_not_see = _waits(False)  # type: ignore[method-assign]


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
