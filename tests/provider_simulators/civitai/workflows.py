"""civitai's workflows: submit, price, poll, list, cancel, delete, and single recipes."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from tests.provider_simulators.civitai import refusals
from tests.provider_simulators.civitai.recipes import is_step, price, recipe_for
from tests.provider_simulators.civitai.service import Step
from tests.provider_simulators.civitai.shapes import priced, workflow
from tests.provider_simulators.core.accounts import Account
from tests.provider_simulators.core.clock import read_time
from tests.provider_simulators.core.jobs import Job, State
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.schema import problems
from tests.provider_simulators.core.service import Refused

if TYPE_CHECKING:
    from tests.provider_simulators.civitai.service import Civitai

AIR = re.compile(r"urn:air:[\w.-]+:[\w.-]+:[\w.-]+:[^@+]+(@[^+.]+)?(\+\w+)?(\.\w+)?", re.IGNORECASE)
EXTERNAL_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


async def submit(service: Civitai, incoming: Incoming) -> Reply:
    """Submit a workflow, or with `whatif=true` ask for its price."""
    account, body = service.account(incoming), _body(incoming)
    return await _submit(service, incoming, account, body)


async def submit_recipe(service: Civitai, incoming: Incoming) -> Reply:
    """Submit a single step by its input alone."""
    account, arguments = service.account(incoming), _body(incoming)
    if not is_step(incoming.params["recipe"]):
        raise Refused(refusals.problem(404))
    body = {"steps": [{"$type": incoming.params["recipe"], "name": "$0", "input": arguments}]}
    return await _submit(service, incoming, account, body)


async def get(service: Civitai, incoming: Incoming) -> Reply:
    """Return a workflow, after waiting for its end as long as asked: 202 while it goes on, 200 after."""
    account = service.account(incoming)
    if found := service.priced.get(incoming.params["id"]):
        return Reply.of(found, 202)
    job = _find(service, account, incoming)
    await _wait(service, job, incoming)
    return _reply(service, job)


async def listing(service: Civitai, incoming: Incoming) -> Reply:
    """Return the account's workflows, newest first."""
    account = service.account(incoming)
    tags, text = set(incoming.get_all("tags")), incoming.get("query").lower()
    start, end = _time(incoming, "fromDate"), _time(incoming, "toDate")
    found = [
        job
        for job in service.jobs.listed(account.name)
        if not job.facts.get("deleted")
        and tags <= set(job.input.get("tags") or [])
        and text in str(job.input).lower()
        and (start is None or job.created_at >= start)
        and (end is None or job.created_at <= end)
        and not (incoming.flag("excludeFailed") and job.state in {State.FAILED, State.ABORTED, State.CANCELLED})
    ]
    take = incoming.number_of("take", 20, 100)
    cursor = incoming.get("cursor")
    first = next((n for n, job in enumerate(found) if job.id == cursor), 0) if cursor else 0
    items = found[first : first + take]
    following = found[first + take].id if first + take < len(found) else ""
    return Reply.of({"next": following, "items": [workflow(service, job, scripted=False) for job in items]})


async def update(service: Civitai, incoming: Incoming) -> Reply:
    """Cancel a workflow."""
    account = service.account(incoming)
    job = _find(service, account, incoming)
    if _body(incoming).get("status") == "canceled":
        service.jobs.cancel(job)
    return Reply(204)


async def delete(service: Civitai, incoming: Incoming) -> Reply:
    """Delete a workflow: it is cancelled and no longer listed."""
    account = service.account(incoming)
    job = _find(service, account, incoming)
    service.jobs.cancel(job)
    job.facts["deleted"] = True
    return Reply(204)


async def _submit(service: Civitai, incoming: Incoming, account: Account, body: dict[str, Any]) -> Reply:
    steps = _steps(service, body)
    cost = sum(step.cost for step in steps)
    external_id = body.get("externalId")
    if external_id and (known := service.by_external_id.get((account.name, external_id))):
        if known in service.priced:
            return Reply.of(service.priced[known], 202)
        return _reply(service, service.jobs[known])
    if incoming.flag("whatif"):
        shown = priced(service, body, steps, cost, poor=account.balance < cost)
        if external_id:
            shown["id"] = service.identity.workflow()
            service.priced[shown["id"]] = shown
            service.by_external_id[account.name, external_id] = shown["id"]
        return Reply.of(shown)
    if account.balance < cost or account.refusal:
        raise Refused(refusals.no_buzz(service.insufficient_form))
    workflow_id = service.identity.workflow()
    many = next((f["outputs"] for f in incoming.job_faults if f.kind == "many_outputs"), None)
    for step in steps:
        step.blobs = [service.new_blob(step, number, workflow_id) for number in range(many or step.asked.count)]
    job = service.accept(
        incoming,
        account,
        job_id=workflow_id,
        model=str(steps[0].arguments.get("model") or steps[0].recipe.name),
        kind=steps[0].recipe.kind,
        arguments=body,
        cost=cost,
        facts={"steps": steps},
        external_id=external_id,
    )
    if external_id:
        service.by_external_id[account.name, external_id] = job.id
    await _wait(service, job, incoming)
    return _reply(service, job)


def _steps(service: Civitai, body: dict[str, Any]) -> list[Step]:
    errors: dict[str, list[str]] = {}
    templates = body.get("steps")
    if not isinstance(templates, list) or not templates:
        raise Refused(refusals.problem(400, {"steps": ["at least one step is required"]}))
    if len(body.get("tags") or []) > 10:
        errors["tags"] = ["at most 10 tags"]
    external_id = body.get("externalId")
    if external_id is not None and not EXTERNAL_ID.fullmatch(str(external_id)):
        errors["externalId"] = ["must have 1 to 128 of A-Z, a-z, 0-9, _ and -"]
    steps = []
    for number, template in enumerate(templates):
        arguments = template.get("input") or {}
        recipe = recipe_for(str(template.get("$type")), arguments)
        if recipe is None:
            known = is_step(str(template.get("$type")))
            errors[f"steps[{number}].input" if known else f"steps[{number}].$type"] = ["is not known"]
            continue
        errors |= refusals.invalid(number, problems(recipe.input_schema, recipe.schemas, arguments))
        errors |= _bad_airs(service, number, arguments)
        if not errors:
            asked = service.asked(recipe, arguments)
            name = template.get("name") or f"${number}"
            cost = price(recipe, arguments, asked.count)
            job_id = service.identity.request()
            steps.append(Step(number, template["$type"], name, recipe, template, arguments, asked, cost, job_id, []))
    if errors:
        raise Refused(refusals.problem(400, errors))
    return steps


def _bad_airs(service: Civitai, number: int, arguments: dict[str, Any]) -> dict[str, list[str]]:
    model = arguments.get("model")
    named = {"model": model} if isinstance(model, str) and ":" in model else {}
    loras = arguments.get("loras")
    for air in loras if isinstance(loras, dict) else []:
        named[f"loras.{air}"] = air
    errors = {}
    for path, air in named.items():
        if not AIR.fullmatch(air):
            errors[f"steps[{number}].input.{path}"] = ["is no AIR"]
        elif not service.models.can_generate(air):
            errors[f"steps[{number}].input.{path}"] = ["this resource cannot be used to generate"]
    return errors


def _reply(service: Civitai, job: Job) -> Reply:
    service.jobs.advance(job.account)
    return Reply.of(workflow(service, job), 200 if job.ended else 202)


async def _wait(service: Civitai, job: Job, incoming: Incoming) -> None:
    text = incoming.get("wait")
    try:
        seconds = float(text or 0)
    except ValueError:
        seconds = 0.0
    loop = asyncio.get_running_loop()
    until = loop.time() + min(seconds, service.longest_wait)
    service.jobs.advance(job.account)
    while not job.ended and loop.time() < until:
        await asyncio.sleep(0.01)
        service.jobs.advance(job.account)
    if not job.ended and seconds >= service.longest_wait:
        raise Refused(Reply.text("error code: 524", 524))


def _find(service: Civitai, account: Account, incoming: Incoming) -> Job:
    job = service.jobs.find(incoming.params["id"])
    if job is None or job.account != account.name or job.facts.get("deleted"):
        raise Refused(refusals.problem(404))
    if job.ended and job.input.get("ephemeral"):
        raise Refused(refusals.problem(404))
    return job


def _body(incoming: Incoming) -> dict[str, Any]:
    try:
        body = incoming.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused(refusals.problem(400, {"$": ["The body is no JSON object"]}))
    return body


def _time(incoming: Incoming, name: str) -> float | None:
    text = incoming.get(name)
    try:
        return read_time(text) if text else None
    except ValueError:
        raise Refused(refusals.problem(400, {name: ["is no time"]})) from None
