"""fal's queue: submit, status, result, cancel, and the blocking calls beside it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from tests.provider_simulators.core.jobs import Job, State
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.service import Refused
from tests.provider_simulators.fal import refusals
from tests.provider_simulators.fal.endpoints import Endpoint

if TYPE_CHECKING:
    from tests.provider_simulators.fal.service import Fal

STEPS = 4


async def submit(service: Fal, incoming: Incoming) -> Reply:
    """Queue a request."""
    account = service.account(incoming, creates=True)
    job = service.submit(incoming, account, _endpoint(service, incoming.params["endpoint"]))
    body = {**_addresses(service, job), "status": "IN_QUEUE", "logs": None, "metrics": {}}
    return Reply.of({**body, "queue_position": service.jobs.position(job)}, x_fal_request_id=job.id)


async def status(service: Fal, incoming: Incoming) -> Reply:
    """Return a request's status: 202 until it is completed, 200 then."""
    job = _find(service, incoming)
    body = shape(service, job, with_logs=incoming.flag("logs"))
    return Reply.of(body, 202 if body["status"] in {"IN_QUEUE", "IN_PROGRESS"} else 200, x_fal_request_id=job.id)


async def status_stream(service: Fal, incoming: Incoming) -> Reply:
    """Stream the status as server-sent events until it is completed."""
    job = _find(service, incoming)

    async def events() -> AsyncIterator[bytes]:
        before = ""
        while True:
            service.jobs.advance(job.account)
            text = json.dumps(shape(service, job, with_logs=incoming.flag("logs")))
            if text != before:
                yield f"data: {text}\n\n".encode()
            if job.ended:
                return
            before = text
            await asyncio.sleep(0.02)

    headers = {"content-type": "text/event-stream", "x-fal-request-id": job.id}
    return Reply(200, b"", headers, stream=events())


async def result(service: Fal, incoming: Incoming) -> Reply:
    """Return a request's output, or the failure with its own code."""
    job = _find(service, incoming)
    reply = await _result(service, job)
    reply.headers["x-fal-request-id"] = job.id
    return reply


async def cancel(service: Fal, incoming: Incoming) -> Reply:
    """Ask for a request to be cancelled."""
    account = service.account(incoming)
    job = service.jobs.find(incoming.params["id"])
    if job is None or job.account != account.name:
        return Reply.of({"status": "NOT_FOUND"}, 404, x_fal_request_id=incoming.params["id"])
    if job.ended:
        return Reply.of({"status": "ALREADY_COMPLETED"}, 400, x_fal_request_id=job.id)
    service.jobs.cancel(job)
    return Reply.of({"status": "CANCELLATION_REQUESTED"}, 202, x_fal_request_id=job.id)


async def run(service: Fal, incoming: Incoming) -> Reply:
    """Run a request and answer with its output; `/stream` at the end of the path streams it."""
    account = service.account(incoming, creates=True)
    path = incoming.params["endpoint"]
    streams = path.endswith("/stream") and service.endpoints.find(path) is None
    job = service.submit(incoming, account, _endpoint(service, path.removesuffix("/stream") if streams else path))
    while not job.ended:
        await asyncio.sleep(0.01)
        service.jobs.advance(job.account)
    reply = await _result(service, job)
    reply.headers["x-fal-request-id"] = job.id
    if streams and reply.status < 400:
        return Reply(200, b"data: " + reply.body + b"\n\n", {"content-type": "text/event-stream"})
    return reply


def shape(service: Fal, job: Job, *, with_logs: bool) -> dict[str, Any]:
    """Return the status body: a failed run is COMPLETED with an error."""
    words = {State.QUEUED: "IN_QUEUE", State.RUNNING: "IN_PROGRESS"}
    word = job.word(words.get(job.state, "COMPLETED"))
    body: dict[str, Any] = {**_addresses(service, job), "status": word, "logs": None, "metrics": {}}
    if with_logs and job.state is not State.QUEUED:
        body["logs"] = _logs(service, job)
    if word == "IN_QUEUE":
        body["queue_position"] = service.jobs.position(job)
    if job.ended:
        started = job.started_at if job.started_at is not None else job.ended_at
        body["metrics"] = {"inference_time": round((job.ended_at or 0) - (started or 0), 3)}
    if job.ended and (failure := _failure(service, job)):
        data = failure.data() or {}
        detail = data.get("detail")
        body["error"] = detail if isinstance(detail, str) else "The request failed validation"
        sort = detail[0]["type"] if isinstance(detail, list) else data.get("error_type")
        body["error_type"] = sort or "internal_error"
    return body


async def _result(service: Fal, job: Job) -> Reply:
    if not job.ended:
        return Reply.of({"detail": "Request is still in progress"}, 400)
    if failure := _failure(service, job):
        return failure
    if job.fault("lost_result"):
        return refusals.plain(404)
    endpoint: Endpoint = job.facts["endpoint"]
    units = f"{service.units(endpoint, job.input):g}"
    return Reply.of(await service.output_of(job), x_fal_billable_units=units)


def _failure(service: Fal, job: Job) -> Reply | None:
    if job.state is State.ABORTED:
        return refusals.plain(504)
    if job.state is State.CANCELLED:
        if service.cancelled_answers == "not_found":
            return refusals.plain(404)
        return Reply.of({"detail": "Request was cancelled", "error_type": "request_cancelled"}, 400)
    refusal = job.facts.get("refusal")
    return Reply(refusal.status, refusal.body, dict(refusal.headers)) if refusal else None


def _addresses(service: Fal, job: Job) -> dict[str, Any]:
    base = f"{service.url}/{job.facts['endpoint'].app}/requests/{job.id}"
    addresses = {"response_url": base, "status_url": f"{base}/status", "cancel_url": f"{base}/cancel"}
    return {"request_id": job.id, **addresses}


def _logs(service: Fal, job: Job) -> list[dict[str, Any]]:
    done = int(job.progress(service.clock.now()) * STEPS)
    at = service.clock.iso(job.started_at)
    return [
        {"message": f"step {step}/{STEPS}", "level": "STDERR", "source": "USER", "timestamp": at}
        for step in range(1, done + 1)
    ]


def _endpoint(service: Fal, endpoint_id: str) -> Endpoint:
    endpoint = service.endpoints.find(endpoint_id)
    if endpoint is None:
        raise Refused(refusals.no_application(endpoint_id))
    return endpoint


def _find(service: Fal, incoming: Incoming) -> Job:
    account = service.account(incoming)
    job = service.jobs.find(incoming.params["id"])
    app = f"{incoming.params['owner']}/{incoming.params['alias']}"
    if job is None or job.account != account.name or job.facts["endpoint"].app != app:
        raise Refused(service.refusal(404, "", incoming))
    return job
