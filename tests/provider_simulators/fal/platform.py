"""fal's platform API: catalogue, schemas, prices, balance, request history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from tests.provider_simulators.core.clock import read_time
from tests.provider_simulators.core.jobs import Job, State
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.service import Refused
from tests.provider_simulators.fal import refusals
from tests.provider_simulators.fal.endpoints import Endpoint

if TYPE_CHECKING:
    from tests.provider_simulators.fal.service import Fal

DAY = 24 * 3600.0
Item = TypeVar("Item")


async def models(service: Fal, incoming: Incoming) -> Reply:
    """List, search or pick endpoints; no key is needed, a wrong one is refused."""
    if "authorization" in incoming.headers:
        service.account(incoming)
    wanted = incoming.get_all("endpoint_id")
    if len(wanted) > 50:
        raise Refused(_refusal(service, 400, "At most 50 endpoint_id."))
    if wanted:
        found = [one for name in wanted if (one := service.endpoints.find(name))]
    else:
        found = service.endpoints.search(incoming.get("q"), incoming.get("category"), incoming.get("status"))
    items, more = _page(incoming, found, 100 if wanted else 50)
    openapi = "openapi-3.0" in incoming.get_all("expand")
    return Reply.of({"models": [one.as_json(openapi=openapi) for one in items], **more})


async def pricing(service: Fal, incoming: Incoming) -> Reply:
    """Return unit prices."""
    service.account(incoming)
    wanted = _known(service, incoming)
    prices = [
        {"endpoint_id": one.id, "unit_price": one.price[0], "unit": one.price[1], "currency": "USD"} for one in wanted
    ]
    return Reply.of({"prices": prices, "next_cursor": None, "has_more": False})


async def estimate(service: Fal, incoming: Incoming) -> Reply:
    """Return what planned work will cost, by calls or by units."""
    service.account(incoming)
    body = incoming.json()
    total = 0.0
    for name, planned in body.get("endpoints", {}).items():
        endpoint = service.endpoints.find(name)
        if endpoint is None:
            raise Refused(_refusal(service, 404, f"Endpoint {name} not found"))
        total += endpoint.price[0] * float(planned.get("call_quantity") or planned.get("unit_quantity") or 1)
    return Reply.of({"estimate_type": body.get("estimate_type"), "total_cost": round(total, 6), "currency": "USD"})


async def billing(service: Fal, incoming: Incoming) -> Reply:
    """Return the balance, to an administrator's key only."""
    account = service.account(incoming)
    if not account.admin:
        raise Refused(_refusal(service, 403, "Admin API key required"))
    body: dict[str, Any] = {"username": account.name}
    if "credits" in incoming.get_all("expand"):
        body["credits"] = {"current_balance": round(account.balance, 4), "currency": "USD"}
    return Reply.of(body)


async def history(service: Fal, incoming: Incoming) -> Reply:
    """Return the account's requests to endpoints within a time (the last day, when none is given), newest first."""
    account = service.account(incoming)
    if service.history_needs_admin and not account.admin:
        raise Refused(_refusal(service, 403, "Admin API key required"))
    names = {one.id for one in _known(service, incoming)}
    request_ids = incoming.get_all("request_id")
    start, end = _time(service, incoming, "start"), _time(service, incoming, "end")
    if start is None:
        start = service.clock.now() - (90 * DAY if request_ids else DAY)
    found = [
        job
        for job in service.jobs.listed(account.name)
        if job.model in names
        and job.created_at >= start
        and (end is None or job.created_at < end)
        and (not request_ids or job.id in request_ids)
        and (job.ended or service.history_lists_unfinished)
        and incoming.get("status") in {"", _outcome(job)}
    ]
    jobs, more = _page(incoming, found, 50)
    payloads = "payloads" in incoming.get_all("expand")
    return Reply.of({"items": [await _item(service, job, payloads=payloads) for job in jobs], **more})


async def schema(service: Fal, incoming: Incoming) -> Reply:
    """Return one endpoint's OpenAPI document."""
    endpoint = service.endpoints.find(incoming.get("endpoint_id"))
    if endpoint is None or endpoint.openapi is None:
        raise Refused(refusals.plain(404, "Endpoint not found"))
    return Reply.of(endpoint.openapi)


def _known(service: Fal, incoming: Incoming) -> list[Endpoint]:
    wanted = incoming.get_all("endpoint_id")
    if not wanted or len(wanted) > 50:
        raise Refused(_refusal(service, 400, "Give 1 to 50 endpoint_id."))
    found = [one for name in wanted if (one := service.endpoints.find(name))]
    if not found:
        raise Refused(_refusal(service, 404, "Endpoint not found"))
    return found


def _page(incoming: Incoming, items: Sequence[Item], size: int) -> tuple[list[Item], dict[str, Any]]:
    limit = incoming.number_of("limit", size, 100)
    cursor = incoming.get("cursor")
    start = int(cursor[1:]) if cursor[:1] == "c" and cursor[1:].isdigit() else 0
    more = start + limit < len(items)
    return list(items[start : start + limit]), {
        "next_cursor": f"c{start + limit}" if more else None,
        "has_more": more,
    }


def _outcome(job: Job) -> str:
    if not job.ended:
        return "pending"
    code = _status_code(job)
    return "success" if code == 200 else "user_error" if code is not None and code < 500 else "error"


def _status_code(job: Job) -> int | None:
    codes = {State.SUCCEEDED: 200, State.ABORTED: 504, State.CANCELLED: 499}
    if job.state is State.FAILED:
        return int(job.facts["refusal"].status)
    return codes.get(job.state)


async def _item(service: Fal, job: Job, *, payloads: bool) -> dict[str, Any]:
    item: dict[str, Any] = {
        "request_id": job.id,
        "endpoint_id": job.model,
        "sent_at": service.clock.iso(job.created_at),
        "started_at": service.clock.iso(job.started_at),
        "ended_at": service.clock.iso(job.ended_at),
        "status_code": _status_code(job),
        "duration": round(job.ended_at - job.created_at, 3) if job.ended_at else None,
    }
    if payloads and job.facts["stored"]:
        succeeded = job.state is State.SUCCEEDED and not job.input.get("sync_mode")
        item["json_input"] = job.input
        item["json_output"] = await service.output_of(job) if succeeded else None
    return item


def _time(service: Fal, incoming: Incoming, name: str) -> float | None:
    if not (text := incoming.get(name)):
        return None
    try:
        return read_time(text)
    except ValueError:
        raise Refused(_refusal(service, 400, f"{name} is no time")) from None


def _refusal(service: Fal, status: int, message: str) -> Reply:
    return refusals.platform(status, message, service.identity.request())
