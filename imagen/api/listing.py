"""How lists are asked for and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Query

from imagen.services.views import Page

T = TypeVar("T")

PageNumber = Annotated[int, Query(ge=1, le=1_000_000_000)]
PageSize = Annotated[int, Query(ge=1, le=200)]
Words = Annotated[str | None, Query(max_length=1000)]


def listed(page: Page[T], show: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """Answer a page of a list."""
    return {
        "items": [show(item) for item in page.items],
        "total": page.total,
        "page": page.page,
        "limit": page.limit,
    }
