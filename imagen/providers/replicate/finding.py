"""Finds a prediction whose answer was lost in Replicate's own list, by what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from imagen.providers.finding import MOST_PAGES, asked_since, earliest, is_same_input
from imagen.providers.moments import read_moment

if TYPE_CHECKING:
    from imagen.providers.replicate.client import ReplicateClient, Target


def find_lost(
    client: ReplicateClient, target: Target, body: Mapping[str, Any], since: datetime
) -> Mapping[str, Any] | None:
    """Give the oldest prediction of a target with this input that was created after `since`, by Replicate's own clock.

    The oldest, because sisters with the same input that were submitted later come later. Product references in `body`
    stand for addresses that are not known any more.
    """
    found: Mapping[str, Any] | None = None
    for response, page in client.pages("/v1/predictions", {"created_after": asked_since(since)}, MOST_PAGES):
        first = earliest(since, response.headers)
        for prediction in page:
            if not isinstance(prediction, Mapping):
                continue
            created = read_moment(prediction.get("created_at"))
            if created is not None and created < first:
                return found
            if _is_of(target, prediction) and is_same_input(body, prediction.get("input")):
                found = prediction
    return found


def _is_of(target: Target, prediction: Mapping[str, Any]) -> bool:
    if prediction.get("source") == "web":
        return False
    wanted = {"deployment": target.deployment, "version": target.version, "model": target.model}
    return all(prediction.get(name) == value for name, value in wanted.items() if value)
