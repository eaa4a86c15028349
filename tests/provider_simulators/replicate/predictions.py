"""Replicate's predictions: create, poll, list, cancel, stream."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from tests.provider_simulators.core.clock import read_time
from tests.provider_simulators.core.jobs import Job, State
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.schema import Problem, problems, resolved
from tests.provider_simulators.core.service import Refused
from tests.provider_simulators.replicate import refusals
from tests.provider_simulators.replicate.models import Model
from tests.provider_simulators.replicate.pages import page
from tests.provider_simulators.replicate.shapes import logs, prediction

if TYPE_CHECKING:
    from tests.provider_simulators.replicate.service import Replicate

UNITS = {"s": 1, "m": 60, "h": 3600, "": 1}


async def create(service: Replicate, incoming: Incoming) -> Reply:
    """Create a prediction by version."""
    account, body = service.account(incoming, creates=True), _body(incoming)
    version = body.get("version")
    model = service.models.of_version(version) if isinstance(version, str) else None
    if model is None:
        raise Refused(refusals.no_version())
    hidden = model.official and "/" in str(version)
    return await _create(service, incoming, account, body, model, "hidden" if hidden else model.version)


async def create_by_model(service: Replicate, incoming: Incoming) -> Reply:
    """Create a prediction of an official model."""
    account, body = service.account(incoming, creates=True), _body(incoming)
    model = service.models.find(f"{incoming.params['owner']}/{incoming.params['name']}")
    if model is None or not model.official:
        raise Refused(refusals.plain(404))
    return await _create(service, incoming, account, body, model, "hidden")


async def create_by_deployment(service: Replicate, incoming: Incoming) -> Reply:
    """Create a prediction of a deployment."""
    account, body = service.account(incoming, creates=True), _body(incoming)
    deployment = f"{incoming.params['owner']}/{incoming.params['name']}"
    model = service.models.find(service.deployments.get(deployment, ""))
    if model is None:
        raise Refused(refusals.plain(404))
    return await _create(service, incoming, account, body, model, model.version, deployment)


async def get(service: Replicate, incoming: Incoming) -> Reply:
    """Return a prediction."""
    account = service.account(incoming)
    job = _find(service, account.name, incoming)
    return Reply.of(prediction(service, job), 200)


async def cancel(service: Replicate, incoming: Incoming) -> Reply:
    """Cancel a prediction; one that has ended stays as it is."""
    account = service.account(incoming)
    job = _find(service, account.name, incoming)
    service.jobs.cancel(job)
    return Reply.of(prediction(service, job, scripted=False))


async def listing(service: Replicate, incoming: Incoming) -> Reply:
    """Return a page of the account's predictions, newest first, within the asked times."""
    account = service.account(incoming)
    after, before = _time(incoming, "created_after"), _time(incoming, "created_before")
    jobs = [
        job
        for job in service.jobs.listed(account.name)
        if (after is None or job.created_at >= after) and (before is None or job.created_at < before)
    ]
    return page(service, incoming, jobs, lambda job: prediction(service, job, scripted=False), 100)


async def stream(service: Replicate, incoming: Incoming) -> Reply:
    """Stream a prediction's output and logs as server-sent events."""
    job = service.jobs.find(incoming.params["id"])
    if job is None:
        return refusals.plain(404)
    headers = {"content-type": "text/event-stream", "cache-control": "no-store"}
    return Reply(200, b"", headers, stream=_events(service, job))


async def _events(service: Replicate, job: Job) -> AsyncIterator[bytes]:
    def event(name: str, data: str, number: int) -> bytes:
        lines = "\n".join(f"data: {line}" for line in data.split("\n"))
        return f"event: {name}\nid: {number}:0\n{lines}\n\n".encode()

    sent, number = "", 0
    while not job.ended:
        written = logs(job, job.progress(service.clock.now()))
        if written != sent:
            number += 1
            yield event("logs", written.removeprefix(sent).rstrip("\n"), number)
            sent = written
        await asyncio.sleep(0.02)
        service.jobs.advance(job.account)
    for item in job.output if isinstance(job.output, list) else [job.output]:
        if isinstance(item, str):
            number += 1
            yield event("output", item, number)
    if job.state is State.FAILED:
        yield event("error", json.dumps({"detail": job.error or ""}), number + 1)
    reason = {State.FAILED: {"reason": "error"}, State.CANCELLED: {"reason": "canceled"}}.get(job.state, {})
    yield event("done", json.dumps(reason), number + 2)


async def _create(
    service: Replicate, incoming: Incoming, account: Any, body: dict[str, Any], model: Model, version: str,
    deployment: str | None = None,
) -> Reply:  # fmt: skip
    arguments = body.get("input")
    if not isinstance(arguments, dict):
        raise Refused(refusals.problem(422, "Input validation failed", "- input: is required\n"))
    if found := _problems(service, model, arguments):
        raise Refused(refusals.invalid_input(found))
    seed = arguments.get("seed")
    facts = {
        "model": model,
        "version": version,
        "deployment": deployment,
        "seed": seed if isinstance(seed, int) and seed >= 0 else service.identity.seed(),
        "steps": min(int(arguments.get("num_inference_steps") or 4), 50),
        "growing": model.schemas.get("Output", {}).get("x-cog-array-type") == "iterator",
    }
    count = int(arguments.get("num_outputs") or 1)
    job = service.accept(
        incoming,
        account,
        job_id=service.identity.prediction(),
        model=model.ref,
        kind=model.kind,
        arguments=arguments,
        cost=model.price * count,
        facts=facts,
    )
    if after := _cancel_after(incoming):
        job.deadline = job.created_at + after
    await _wait(service, job, incoming)
    return Reply.of(prediction(service, job), 201)


def _problems(service: Replicate, model: Model, arguments: dict[str, Any]) -> list[Problem]:
    schema = model.schemas.get("Input", {})
    found = problems(schema, model.schemas, arguments)
    for name, field in schema.get("properties", {}).items():
        value = arguments.get(name)
        if resolved(field, model.schemas).get("format") != "uri" or not isinstance(value, str) or not value:
            continue
        if not re.match(r"(https?|data|gs|s3):", value):
            found.append(Problem((name,), "uri", value=value))
        elif value.startswith("data:") and len(value) > service.limits.data_uri_bytes * 4 / 3 + 100:
            found.append(Problem((name,), "too_large", value=len(value)))
    return found


async def _wait(service: Replicate, job: Job, incoming: Incoming) -> None:
    wished = re.match(r"wait(?:=(\d+))?", incoming.headers.get("prefer", ""))
    if not wished:
        return
    loop = asyncio.get_running_loop()
    until = loop.time() + min(float(wished[1] or 60), 60)
    while not job.ended and loop.time() < until:
        await asyncio.sleep(0.01)
        service.jobs.advance(job.account)


def _cancel_after(incoming: Incoming) -> float | None:
    found = re.fullmatch(r"(\d+)([smh]?)", incoming.headers.get("cancel-after", ""))
    return float(found[1]) * UNITS[found[2]] if found else None


def _find(service: Replicate, account: str, incoming: Incoming) -> Job:
    job = service.jobs.find(incoming.params["id"])
    if job is None or job.account != account:
        raise Refused(refusals.plain(404))
    return job


def _body(incoming: Incoming) -> dict[str, Any]:
    try:
        body = incoming.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused(refusals.plain(400))
    return body


def _time(incoming: Incoming, name: str) -> float | None:
    text = incoming.get(name)
    if not text:
        return None
    try:
        return read_time(text)
    except ValueError:
        raise Refused(refusals.problem(400, "Bad request", f"{name} is no time.")) from None
