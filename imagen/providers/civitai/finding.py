"""Finds a workflow whose answer was lost in civitai's own list, by the id under which it was ordered; buys nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from imagen.domain.errors import BadResponse
from imagen.providers.civitai.workflows import TAG
from imagen.providers.finding import MOST_PAGES, asked_since

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient

_A_PAGE = 100


def find_lost(client: CivitaiClient, external_id: str, since: datetime) -> Mapping[str, Any] | None:
    """Give the workflow that was ordered under an id after `since`; None when civitai lists none.

    Sending the order again would tell too, and would buy it where it never arrived: that is for a person to decide.
    """
    return next((item for item in _listed(client, since) if item.get("externalId") == external_id), None)


def _listed(client: CivitaiClient, since: datetime) -> Iterator[Mapping[str, Any]]:
    asked = {"tags": TAG, "take": _A_PAGE, "fromDate": asked_since(since), "excludeFailed": "false"}
    for _ in range(MOST_PAGES):
        page = client.workflows(asked)
        items = page.get("items") if isinstance(page, Mapping) else None
        if not isinstance(items, list):
            raise BadResponse("civitai answered with something that is no list of workflows.", "Try again later.")
        yield from (item for item in items if isinstance(item, Mapping))
        onward = page.get("next")
        if not isinstance(onward, str) or not onward:
            return
        asked = {**asked, "cursor": onward}
