"""What Replicate tells about a prediction, read tolerantly: state, progress, why it failed, what it returned beside files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from imagen.domain.errors import BadResponse
from imagen.providers.base import FailureReason, Progress, RemoteState
from imagen.providers.replicate.errors import clean

_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
_STATES = {
    "starting": RemoteState.QUEUED,
    "processing": RemoteState.RUNNING,
    "succeeded": RemoteState.SUCCEEDED,
    "failed": RemoteState.FAILED,
    "canceled": RemoteState.CANCELLED,
    "aborted": RemoteState.EXPIRED,
}
_NOTES = {RemoteState.QUEUED: "starting"}
_PERCENT = re.compile(r"(\d{1,3})%\|")
_SEED = re.compile(r"\bseed\b\s*(?:is|set to|used)?\s*[:=]?\s*(\d{1,20})\b", re.IGNORECASE)
_SAFE = re.compile(r"Total safe images: (\d+) out of (\d+)", re.IGNORECASE)
_TAIL = 4_000
_LINES = 5
_CODE = re.compile(r"\bE(\d{3,4})\b")
_CODES = {
    "005": FailureReason.CONTENT_BLOCKED,
    "1000": FailureReason.PROVIDER_BUG,
    "1001": FailureReason.CAPACITY,
    "4875": FailureReason.VALIDATION,
    "6716": FailureReason.TIMEOUT,
}
_WORDS = (
    (
        FailureReason.CONTENT_BLOCKED,
        r"nsfw|flagged|sensitive|safety|moderat|content polic|prohibited|inappropriate|violat|not allowed by",
    ),
    (FailureReason.TIMEOUT, r"timed? ?out|deadline|took too long"),
    (FailureReason.CAPACITY, r"out of memory|cuda error|no capacity|high demand|overloaded|unavailable due"),
    (
        FailureReason.NETWORK,
        r"could not be fetched|failed to (download|fetch)|404 client error|connection (error|reset)",
    ),
    (
        FailureReason.VALIDATION,
        r"validation|invalid|must be|is required|unsupported|not supported|too (large|small|long)",
    ),
)
_REASONS = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _WORDS)


def as_prediction(answer: Any) -> Mapping[str, Any]:
    """Take an answer for a prediction. Raises BadResponse when it is no object."""
    if not isinstance(answer, Mapping):
        raise BadResponse("Replicate answered with something that is no prediction.", "Try again later.")
    return answer


def id_of(prediction: Mapping[str, Any]) -> str:
    """Give a prediction's id. Raises BadResponse when there is none that can stand in an address."""
    found = prediction.get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise BadResponse("Replicate gave the order no id.")
    return found


def urls_of(prediction: Mapping[str, Any]) -> dict[str, str]:
    """Give the addresses that belong to a prediction."""
    told = prediction.get("urls")
    return {str(name): url for name, url in told.items() if isinstance(url, str)} if isinstance(told, Mapping) else {}


def progress_of(prediction: Mapping[str, Any]) -> Progress:
    """Say how far a prediction has come; a status nobody knows yet counts as running and is shown as it is."""
    word = prediction.get("status")
    state = _STATES.get(word) if isinstance(word, str) else None
    logs = text_of(prediction.get("logs"))
    if state is None:
        return Progress(RemoteState.RUNNING, fraction_in(logs), clean(word)[:60] or "no status told")
    if state is RemoteState.FAILED:
        reason, message = failure_of(prediction.get("error"), logs)
        return Progress(state, failure=reason, message=message)
    if state is RemoteState.EXPIRED:
        told = clean(prediction.get("error")).rstrip(".")
        return Progress(
            state, failure=FailureReason.TIMEOUT, message=f"Replicate dropped it before it began{told and ': '}{told}."
        )
    if state is RemoteState.CANCELLED:
        return Progress(state, message=clean(prediction.get("error")) or "Cancelled at Replicate.")
    if state is RemoteState.SUCCEEDED:
        return Progress(state, 1.0, seconds=timings_of(prediction).get("total_time"))
    return Progress(state, fraction_in(logs), _NOTES.get(state, ""))


def failure_of(error: Any, logs: str) -> tuple[FailureReason, str]:
    """Say why a run failed: by code, else by words; without any word of Replicate's the end of its log is shown."""
    told = clean(error if isinstance(error, str) or error is None else json.dumps(error, default=str))
    if not told:
        tail = clean(" · ".join(line for line in logs.strip().splitlines()[-_LINES:] if line.strip()))
        message = f"Replicate gave no reason. The end of its log: {tail}" if tail else "Replicate gave no reason."
        return FailureReason.PROVIDER_BUG, message
    code = next((found for found in _CODE.findall(told) if found in _CODES), None)
    if code is not None and _CODES[code] is not FailureReason.PROVIDER_BUG:
        return _CODES[code], told
    return next((reason for reason, words in _REASONS if words.search(told)), FailureReason.PROVIDER_BUG), told


def fraction_in(logs: str) -> float | None:
    """Give the last progress bar's share: a hint, since several bars may follow one another."""
    found = _PERCENT.findall(logs[-_TAIL:])
    return min(int(found[-1]), 100) / 100 if found else None


def seed_of(prediction: Mapping[str, Any]) -> int | None:
    """Give the seed that was used: as the log tells, else as it was sent."""
    found = _SEED.search(text_of(prediction.get("logs")))
    if found:
        return int(found[1])
    sent = prediction.get("input")
    seed = sent.get("seed") if isinstance(sent, Mapping) else None
    return seed if isinstance(seed, int) and not isinstance(seed, bool) else None


def withheld_in(logs: str) -> int:
    """Count the pictures that the model's own safety checker left out."""
    found = _SAFE.search(logs)
    return max(int(found[2]) - int(found[1]), 0) if found else 0


def timings_of(prediction: Mapping[str, Any]) -> dict[str, float]:
    """Give what was measured, in Replicate's words."""
    told = prediction.get("metrics")
    if not isinstance(told, Mapping):
        return {}
    return {
        str(name)[:100]: float(value)
        for name, value in list(told.items())[:50]
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def text_of(value: Any) -> str:
    """Give a text, or nothing for anything else."""
    return value if isinstance(value, str) else ""
