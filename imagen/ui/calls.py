"""Call services from pages without holding up the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


async def call(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a service's method on another thread and give its result; its errors come through."""
    return await asyncio.to_thread(act, *args, **kwargs)
