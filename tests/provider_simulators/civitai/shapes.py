"""civitai's workflow, step, job and blob objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.provider_simulators.civitai.service import Blob, Step
from tests.provider_simulators.core.jobs import Job, State

if TYPE_CHECKING:
    from tests.provider_simulators.civitai.service import Civitai

WORDS = {
    State.QUEUED: "scheduled",
    State.RUNNING: "processing",
    State.SUCCEEDED: "succeeded",
    State.FAILED: "failed",
    State.CANCELLED: "canceled",
    State.ABORTED: "expired",
}
LISTS = {"images"}


def workflow(service: Civitai, job: Job, *, scripted: bool = True) -> dict[str, Any]:
    """Return a workflow as it is now."""
    word = job.word(WORDS[job.state]) if scripted else WORDS[job.state]
    shown = envelope(service, job.input, job.cost, job.created_at, word)
    debit = {"type": "debit", "amount": job.cost, "id": f"t-{job.id}", "accountType": "blue"}
    shown |= {
        "id": job.id,
        "startedAt": service.clock.iso(job.started_at),
        "completedAt": service.clock.iso(job.ended_at),
        "externalId": job.input.get("externalId"),
        "transactions": {"list": [debit]},
        "steps": [_step(service, job, step, word) for step in job.facts["steps"]],
    }
    return shown


def priced(service: Civitai, body: dict[str, Any], steps: list[Step], cost: float, *, poor: bool) -> dict[str, Any]:
    """Return a workflow that was only asked for its price."""
    shown = envelope(service, body, cost, service.clock.now(), "unassigned")
    return shown | {
        "id": None,
        "transactions": {"list": [], "insufficientBuzz": poor},
        "steps": [step_head(step, "unassigned") | {"jobs": [_waiting(service, step)]} for step in steps],
    }


def envelope(service: Civitai, body: dict[str, Any], cost: float, created: float, word: str) -> dict[str, Any]:
    """Return what a workflow shows besides its steps."""
    return {
        "id": None,
        "createdAt": service.clock.iso(created, 6),
        "startedAt": None,
        "completedAt": None,
        "status": word,
        "metadata": body.get("metadata") or {},
        "tags": body.get("tags") or [],
        "arguments": body.get("arguments") or {},
        "callbacks": body.get("callbacks") or [],
        "currencies": body.get("currencies") or ["blue", "green", "yellow"],
        "upgradeMode": body.get("upgradeMode") or "manual",
        "forceRefunded": False,
        "tips": body.get("tips") or {"civitai": 0, "creators": 0},
        "cost": {"base": cost, "tips": {"civitai": 0, "creators": 0}, "total": cost},
        "externalId": body.get("externalId"),
    }


def step_head(step: Step, word: str) -> dict[str, Any]:
    """Return a step without its jobs' progress and output."""
    return {
        "$type": step.type,
        "name": step.name,
        "priority": step.template.get("priority") or "normal",
        "timeout": step.template.get("timeout"),
        "retries": step.template.get("retries") or 0,
        "status": word,
        "metadata": step.template.get("metadata") or {},
        "input": step.arguments,
        "output": None,
    }


def blob(service: Civitai, one: Blob, *, available: bool, blocked: str | None = None) -> dict[str, Any]:
    """Return a blob; only an available one has an address, signed for a while."""
    shown: dict[str, Any] = {
        "type": one.kind,
        "id": one.id,
        "available": available and blocked is None,
        "url": None,
        "urlExpiresAt": None,
        "jobId": one.job_id,
        "nsfwLevel": "xxx" if blocked else "pg",
    }
    if one.file.wish and one.kind == "image":
        shown |= {"width": one.file.wish.width, "height": one.file.wish.height}
    if one.file.wish and one.kind in {"audio", "video"}:
        shown["duration"] = one.file.wish.seconds
    if blocked:
        shown["blockedReason"] = blocked
    if shown["available"]:
        shown["url"], shown["urlExpiresAt"] = signed(service, one, service.link_seconds)
    return shown


def signed(service: Civitai, one: Blob, seconds: float) -> tuple[str, str]:
    """Return a signed address and when it expires."""
    base = service.url if service.blobs_on_api_origin else service.url_of("delivery")
    expires = service.clock.iso(service.clock.now() + seconds) or ""
    return f"{base}{one.file.path}?sig={signature(one.id, expires)}&exp={quote(expires)}", expires


def signature(blob_id: str, expires: str) -> str:
    """Return the signature that belongs to a blob and a time."""
    from tests.provider_simulators.core.ledger import input_hash

    return f"CfDJ8{input_hash(blob_id, expires)}"


def _step(service: Civitai, job: Job, step: Step, word: str) -> dict[str, Any]:
    shown = step_head(step, word)
    progress = round(job.progress(service.clock.now()), 3)
    shown["jobs"] = [_job(service, job, step, word, progress)]
    if job.state is State.RUNNING:
        shown["estimatedProgressRate"] = progress
    if job.state in {State.RUNNING, State.SUCCEEDED}:
        shown["output"] = _output(service, job, step)
    return shown


def _job(service: Civitai, job: Job, step: Step, word: str, progress: float) -> dict[str, Any]:
    shown = {**_waiting(service, step), "status": word, "cost": step.cost}
    shown["queuePosition"]["precedingJobs"] = service.jobs.position(job)
    if job.state is State.RUNNING:
        shown["estimatedProgressRate"] = progress
    if job.state is State.FAILED:
        hit = job.fault("blocked")
        shown["reason"] = "blocked" if hit else "no_provider_available"
        fail = job.fault("fail")
        if text := job.error or (fail["error"] if fail else None):
            shown["reason"] = text
        if hit:
            shown["blockedReason"] = "The prompt or the output was blocked"
    return shown


def _waiting(service: Civitai, step: Step) -> dict[str, Any]:
    soon = service.clock.now()
    position = {
        "support": "available",
        "precedingJobs": 0,
        "startAt": service.clock.iso(soon + 1, 0),
        "completeAt": service.clock.iso(soon + 5, 0),
    }
    return {"id": step.job_id, "status": "unassigned", "cost": step.cost, "queuePosition": position}


def _output(service: Civitai, job: Job, step: Step) -> dict[str, Any]:
    done = job.state is State.SUCCEEDED and not job.fault("lost_result")
    hit = job.fault("blocked")
    ids = step.blobs
    if part := job.fault("partial"):
        ids = ids[: part["outputs"]]
    if job.fault("duplicate_outputs"):
        ids = [*ids, *ids]
    reason = "unsafe content" if hit and done else None
    shown = [blob(service, service.blobs[one], available=done, blocked=reason) for one in ids]
    if job.fault("expired_links"):
        for one in shown:
            if one["url"]:
                one["url"], one["urlExpiresAt"] = signed(service, service.blobs[one["id"]], -60)
    if step.recipe.kind == "image" and step.type in {"imageGen", "textToImage"}:
        return {"images": shown, "errors": None}
    names = list(step.recipe.output_schema.get("properties", {"blob": {}}))
    return {names[0]: shown[0] if shown else None}
