"""What fal tells about a request in its queue, read tolerantly: where it is asked about, how far it is, why it failed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from imagen.domain.errors import (
    BadResponse,
    ContentBlocked,
    ImagenError,
    NoCapacity,
    Rejected,
    TimedOut,
)
from imagen.providers.base import FailureReason, Handle, Progress, RemoteState
from imagen.providers.fal.client import QUEUE
from imagen.providers.fal.errors import POLICY, clean

_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
_NAMESPACES = frozenset({"workflows", "comfy"})
_ADDRESSES = {"status": "status_url", "response": "response_url", "cancel": "cancel_url"}
_TAILS = {"status": "/status", "response": "", "cancel": "/cancel"}
_PERCENT = re.compile(r"(\d{1,3})%\|")
_STEP = re.compile(r"\bstep (\d{1,5}) ?/ ?(\d{1,5})\b", re.IGNORECASE)
_LAST_LINES = 20
_CANCELLED = re.compile(r"cancell?ed", re.IGNORECASE)
_SORTS = (
    (FailureReason.CONTENT_BLOCKED, re.compile(POLICY)),
    (FailureReason.TIMEOUT, re.compile(r"timeout")),
    (FailureReason.CAPACITY, re.compile(r"^runner_|capacity")),
    (FailureReason.NETWORK, re.compile(r"download|connection")),
)
_WORDS = (
    (FailureReason.CONTENT_BLOCKED, re.compile(r"content checker|nsfw|flagged|moderat|safety", re.IGNORECASE)),
    (FailureReason.TIMEOUT, re.compile(r"timed? ?out", re.IGNORECASE)),
    (FailureReason.CAPACITY, re.compile(r"out of memory|no capacity|overloaded", re.IGNORECASE)),
)


def handle_of(answer: Any) -> Handle:
    """Read the receipt of a request. Raises BadResponse when there is no id that can stand in an address."""
    told = as_object(answer)
    found = told.get("request_id")
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise BadResponse("fal.ai gave the order no id.")
    urls = {name: told[key] for name, key in _ADDRESSES.items() if isinstance(told.get(key), str)}
    return Handle(found, urls)


def derived(endpoint: str, request_id: str, name: str) -> str:
    """Make an address of a request as fal does: of the endpoint only owner and alias count."""
    parts = endpoint.split("/")
    app = "/".join(parts[:3] if parts[0] in _NAMESPACES else parts[:2])
    return f"{QUEUE}/{app}/requests/{request_id}{_TAILS[name]}"


def as_object(answer: Any) -> Mapping[str, Any]:
    """Take an answer for an object. Raises BadResponse when it is none."""
    if not isinstance(answer, Mapping):
        raise BadResponse("fal.ai answered with something that is no request.", "Try again later.")
    return answer


def is_completed(status: Mapping[str, Any]) -> bool:
    """Tell whether a request has ended, well or not: fal knows no other word for it."""
    return status.get("status") == "COMPLETED"


def waiting_of(status: Mapping[str, Any]) -> Progress:
    """Say how far a request has come that has not ended; a word nobody knows counts as running and is shown as it is."""
    word = status.get("status")
    if word == "IN_QUEUE":
        place = status.get("queue_position")
        known = isinstance(place, int) and not isinstance(place, bool) and place >= 0
        return Progress(RemoteState.QUEUED, queue_position=place if known else None)
    fraction = _fraction_in(status.get("logs"))
    if word == "IN_PROGRESS":
        return Progress(RemoteState.RUNNING, fraction)
    return Progress(RemoteState.RUNNING, fraction, clean(word)[:60] or "no status told")


def has_failed(status: Mapping[str, Any]) -> bool:
    """Tell whether a completed request says that it failed."""
    return bool(status.get("error") or status.get("error_type"))


def failure_of(status: Mapping[str, Any], refusal: ImagenError) -> Progress:
    """Say why a completed request failed: its status tells the sort, the refused result the details."""
    told, sort = clean(status.get("error")), clean(status.get("error_type"))
    if _CANCELLED.search(sort) or (not sort and _CANCELLED.search(told)):
        return Progress(RemoteState.CANCELLED, message="Cancelled at fal.ai.")
    in_detail = isinstance(refusal, ContentBlocked | Rejected)
    message = refusal.message if in_detail or not told else told
    return Progress(RemoteState.FAILED, failure=_reason(sort, told, refusal), message=message)


def inference_seconds(status: Mapping[str, Any]) -> float | None:
    """Give how long a run took, where it was measured."""
    metrics = status.get("metrics")
    told = metrics.get("inference_time") if isinstance(metrics, Mapping) else None
    return float(told) if isinstance(told, int | float) and not isinstance(told, bool) and 0 <= told < 1e6 else None


def _reason(sort: str, told: str, refusal: ImagenError) -> FailureReason:
    if isinstance(refusal, ContentBlocked):
        return FailureReason.CONTENT_BLOCKED
    by_sort = next((reason for reason, known in _SORTS if known.search(sort)), None)
    if by_sort is not None:
        return by_sort
    if isinstance(refusal, Rejected) and refusal.problems:
        return FailureReason.VALIDATION
    if isinstance(refusal, TimedOut | NoCapacity):
        return FailureReason.TIMEOUT if isinstance(refusal, TimedOut) else FailureReason.CAPACITY
    by_words = next((reason for reason, known in _WORDS if known.search(told)), None)
    return by_words or (FailureReason.VALIDATION if isinstance(refusal, Rejected) else FailureReason.PROVIDER_BUG)


def _fraction_in(logs: Any) -> float | None:
    """Read the last progress bar, or the last step of so many: a hint, since several may follow one another."""
    lines = logs[-_LAST_LINES:] if isinstance(logs, list) else []
    for line in reversed(lines):
        message = line.get("message") if isinstance(line, Mapping) else None
        if not isinstance(message, str):
            continue
        bars, steps = _PERCENT.findall(message[-500:]), _STEP.findall(message[-500:])
        if bars:
            return min(int(bars[-1]), 100) / 100
        if steps and int(steps[-1][1]):
            return min(int(steps[-1][0]) / int(steps[-1][1]), 1.0)
    return None
