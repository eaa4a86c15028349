"""civitai's workflows as they travel: the body that orders one, and what its answers say, read tolerantly."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from imagen.domain.errors import BadResponse
from imagen.domain.money import MILLION, Currency
from imagen.providers.base import FailureReason, Progress, RemoteState
from imagen.providers.civitai.errors import clean
from imagen.providers.moments import read_moment

TAG = "imagen"
MOST_BLOBS = 1_000
FILES_LATE_AFTER = timedelta(minutes=15)
_CURRENCIES = ("blue", "green", "yellow")
_STATES = {
    "unassigned": RemoteState.QUEUED,
    "preparing": RemoteState.QUEUED,
    "scheduled": RemoteState.QUEUED,
    "processing": RemoteState.RUNNING,
    "succeeded": RemoteState.SUCCEEDED,
    "failed": RemoteState.FAILED,
    "expired": RemoteState.EXPIRED,
    "canceled": RemoteState.CANCELLED,
    "cancelled": RemoteState.CANCELLED,
}
_REASONS = {
    "no_provider_available": (FailureReason.CAPACITY, "No machine at civitai can do this now"),
    "timeout": (FailureReason.TIMEOUT, "It took longer than civitai allows"),
    "expired": (FailureReason.TIMEOUT, "It took longer than civitai allows"),
}
_BLOCKED = "civitai withheld it"


@dataclass(frozen=True)
class Blob:
    """One thing that a workflow made; `url` is None until it is there, and for what is withheld."""

    id: str
    label: str
    told: Mapping[str, Any]
    url: str | None = None
    blocked_reason: str = ""

    @property
    def is_settled(self) -> bool:
        """Tell whether it can be fetched, or never will be."""
        return self.url is not None or bool(self.blocked_reason)


def template(
    step: str, inputs: Mapping[str, Any], *, timeout: str, priority: str, mature: bool, metadata: Mapping[str, Any]
) -> dict[str, Any]:
    """Make the body of a workflow with one step; it has no `externalId` yet."""
    return {
        "steps": [
            {
                "$type": step,
                "name": "gen",
                "priority": priority,
                "timeout": timeout,
                "retries": 2,
                "input": dict(inputs),
            }
        ],
        "tags": [TAG],
        "metadata": dict(metadata),
        "currencies": list(_CURRENCIES),
        "allowMatureContent": mature,
    }


def as_workflow(answer: Any) -> Mapping[str, Any]:
    """Take an answer as a workflow. Raises BadResponse when it is none."""
    if not isinstance(answer, Mapping):
        raise BadResponse("civitai answered with something that is no workflow.", "Try again later.")
    return answer


def id_of(workflow: Mapping[str, Any]) -> str:
    """Give a workflow's id. Raises BadResponse when there is none, as in answers about prices."""
    found = workflow.get("id")
    if not isinstance(found, str) or not found or len(found) > 200:
        raise BadResponse("civitai answered without the id of a workflow.")
    return found


def progress_of(workflow: Mapping[str, Any], answered_at: datetime | None = None) -> Progress:
    """Say how far a workflow has come; files that are not there yet are waited for, as long as civitai can be believed."""
    word = workflow.get("status")
    state = _STATES.get(word.casefold()) if isinstance(word, str) else None
    if state is RemoteState.SUCCEEDED:
        return _made(workflow, answered_at)
    if state in {RemoteState.FAILED, RemoteState.EXPIRED}:
        return _billed(_failed(workflow, state), workflow)
    if state is RemoteState.CANCELLED:
        return _billed(Progress(state, message="It was cancelled at civitai."), workflow)
    if state is RemoteState.QUEUED:
        return Progress(state, queue_position=_queue_position(workflow))
    return Progress(RemoteState.RUNNING, fraction_of(workflow), "" if state else clean(word) or "no status")


def _made(workflow: Mapping[str, Any], answered_at: datetime | None) -> Progress:
    blobs = blobs_of(workflow)
    if blobs and all(blob.blocked_reason for blob in blobs):
        return _billed(_blocked(RemoteState.FAILED, blobs[0].blocked_reason), workflow)
    ended, lost = read_moment(workflow.get("completedAt")), number(workflow.get("lostBlobsRefund"))
    if not blobs or all(blob.is_settled for blob in blobs):
        return Progress(RemoteState.SUCCEEDED, 1.0, seconds=_seconds_until(ended, workflow))
    is_late = answered_at is not None and ended is not None and answered_at - ended > FILES_LATE_AFTER
    if not lost and not is_late:
        return Progress(RemoteState.RUNNING, 1.0, "The files are on their way.")
    if any(blob.url for blob in blobs):
        return Progress(RemoteState.SUCCEEDED, 1.0)
    told = "civitai lost the files and gave the Buzz back." if lost else "civitai finished without keeping the files."
    return _billed(Progress(RemoteState.FAILED, failure=FailureReason.PROVIDER_BUG, message=told), workflow)


def _seconds_until(ended: datetime | None, workflow: Mapping[str, Any]) -> float | None:
    ordered = read_moment(workflow.get("createdAt"))
    return (ended - ordered).total_seconds() if ended is not None and ordered is not None else None


def _billed(progress: Progress, workflow: Mapping[str, Any]) -> Progress:
    """Add what was taken for a run without a result, less what was given back."""
    return replace(progress, cost=micro_buzz(taken_for(workflow)), currency=Currency.BUZZ)


def _failed(workflow: Mapping[str, Any], state: RemoteState) -> Progress:
    jobs = list(jobs_of(workflow))
    withheld = next((clean(job["blockedReason"]) for job in jobs if job.get("blockedReason")), "")
    withheld = withheld or next((blob.blocked_reason for blob in blobs_of(workflow) if blob.blocked_reason), "")
    reason = next((clean(job["reason"]) for job in jobs if job.get("reason")), "")
    if withheld or reason == "blocked":
        return _blocked(state, withheld)
    known = _REASONS.get("expired" if state is RemoteState.EXPIRED and not reason else reason)
    if known is not None:
        return Progress(state, failure=known[0], message=f"{known[1]}.")
    errors = " ".join(clean(text) for step in steps_of(workflow) for text in _errors(step))
    told = reason or errors
    message = f"The run failed: {told.rstrip('.')}." if told else "The run failed, and civitai gave no reason."
    return Progress(state, failure=FailureReason.PROVIDER_BUG, message=message)


def _blocked(state: RemoteState, why: str) -> Progress:
    message = f"{_BLOCKED}: {why.rstrip('.')}." if why else f"{_BLOCKED} by its rules of content."
    return Progress(state, failure=FailureReason.CONTENT_BLOCKED, message=message)


def _errors(step: Mapping[str, Any]) -> Iterator[str]:
    output = step.get("output")
    listed = output.get("errors") if isinstance(output, Mapping) else None
    yield from (text for text in (listed if isinstance(listed, list) else [])[:5] if isinstance(text, str))


def fraction_of(workflow: Mapping[str, Any]) -> float | None:
    """Say how much is done: as the step tells, else on average of its jobs."""
    told = [share for step in steps_of(workflow) if (share := number(step.get("estimatedProgressRate"))) is not None]
    told = told or [
        share for job in jobs_of(workflow) if (share := number(job.get("estimatedProgressRate"))) is not None
    ]
    return min(max(sum(told) / len(told), 0.0), 1.0) if told else None


def _queue_position(workflow: Mapping[str, Any]) -> int | None:
    found = []
    for job in jobs_of(workflow):
        place = job.get("queuePosition")
        before = number(place.get("precedingJobs")) if isinstance(place, Mapping) else None
        if before is not None and before >= 0:
            found.append(int(before))
    return max(found, default=None)


def steps_of(workflow: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the steps of a workflow."""
    listed = workflow.get("steps")
    return (step for step in (listed if isinstance(listed, list) else ())[:20] if isinstance(step, Mapping))


def jobs_of(workflow: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the jobs of all steps."""
    for step in steps_of(workflow):
        listed = step.get("jobs")
        yield from (job for job in (listed if isinstance(listed, list) else ())[:200] if isinstance(job, Mapping))


def blobs_of(workflow: Mapping[str, Any]) -> list[Blob]:
    """Give what the steps made, each blob once, wherever in their outputs it stands."""
    found: dict[str, Blob] = {}
    for step in steps_of(workflow):
        output = step.get("output")
        for label, told in _blobs_in(output if isinstance(output, Mapping) else {}):
            blob = _blob(label, told)
            known = found.get(blob.id)
            if known is None or (not known.is_settled and blob.is_settled):
                found[blob.id] = blob
    return list(found.values())[:MOST_BLOBS]


def _blobs_in(output: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, value in output.items():
        for at, each in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(each, Mapping) and isinstance(each.get("id"), str) and {"available", "url"} & set(each):
                yield f"{name}[{at}]" if isinstance(value, list) else str(name), each


def _blob(label: str, told: Mapping[str, Any]) -> Blob:
    url, reason = told.get("url"), told.get("blockedReason")
    is_there = isinstance(url, str) and url.startswith(("https://", "http://")) and told.get("available") is not False
    why = clean(reason) if isinstance(reason, str) and reason else ""
    return Blob(str(told["id"]), label, told, str(url) if is_there else None, why)


def cost_of(workflow: Mapping[str, Any]) -> float | None:
    """Give what a workflow costs in Buzz: what was taken less what was given back, else its price."""
    taken = taken_for(workflow)
    return price_of(workflow) if taken is None else taken


def taken_for(workflow: Mapping[str, Any]) -> float | None:
    """Give what was taken for a workflow less what was given back, in Buzz; None where civitai tells of neither."""
    if workflow.get("forceRefunded") is True:
        return 0.0
    told = workflow.get("transactions")
    listed = told.get("list") if isinstance(told, Mapping) else None
    taken = [_signed(each) for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    if not taken or None in taken:
        return None
    return max(sum(amount for amount in taken if amount is not None), 0.0)


def price_of(workflow: Mapping[str, Any]) -> float | None:
    """Give the price of a workflow in Buzz."""
    cost = workflow.get("cost")
    total = number(cost.get("total")) if isinstance(cost, Mapping) else None
    return total if total is not None and total >= 0 else None


def micro_buzz(buzz: float | None) -> int | None:
    """Give an amount of Buzz in its millionths."""
    return None if buzz is None else round(buzz * MILLION)


def _signed(transaction: Mapping[str, Any]) -> float | None:
    amount, kind = number(transaction.get("amount")), transaction.get("type")
    signs = {"debit": 1.0, "credit": -1.0}
    return abs(amount) * signs[kind] if amount is not None and kind in signs else None


def number(value: Any) -> float | None:
    """Give a finite number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= 2**53 and math.isfinite(value) else None
