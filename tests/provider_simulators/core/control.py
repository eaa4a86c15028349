"""The simulators' own addresses (`/__…` on every origin): ledger, requests, faults, clock, accounts, speed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tests.provider_simulators.core.accounts import Account
from tests.provider_simulators.core.faults import Fault
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.service import Service, Shared


def answer(shared: Shared, services: dict[str, Service], incoming: Incoming) -> Reply:
    """Answer a question about the simulators, or script them; mistakes get 400 with a sentence."""
    try:
        return _answer(shared, services, incoming)
    except (ValueError, KeyError, TypeError) as error:
        return Reply.of({"error": str(error)}, 400)


def _answer(shared: Shared, services: dict[str, Service], incoming: Incoming) -> Reply:
    fields = dict(incoming.query)
    match incoming.method, incoming.path:
        case "GET", "/__ledger":
            entries = shared.ledger.as_json(**fields)
            return Reply.of({"count": len(entries), "total": shared.ledger.total(**fields), "entries": entries})
        case "GET", "/__requests":
            return Reply.of({"requests": [one.as_json() for one in shared.recorder.all(**fields)]})
        case "DELETE", "/__requests":
            shared.recorder.clear()
            return Reply(204)
        case "GET", "/__urls":
            return Reply.of(shared.urls)
        case "GET", "/__faults":
            return Reply.of({name: [p.as_json() for p in one.faults.all()] for name, one in services.items()})
        case "POST", "/__faults":
            return _add_fault(services, incoming.json())
        case "DELETE", "/__faults":
            for service in services.values():
                service.faults.clear()
            return Reply(204)
        case "GET", "/__routes":
            return Reply.of({name: sorted({r.name for r in one.routes}) for name, one in services.items()})
        case "POST", "/__clock":
            data = incoming.json()
            shared.clock.advance(float(data.get("advance", 0)))
            shared.clock.skew = float(data.get("skew", shared.clock.skew))
            return Reply.of({"now": shared.clock.now(), "skew": shared.clock.skew})
        case "POST", "/__accounts":
            data = incoming.json()
            account = services[data.pop("service")].accounts.add(Account(**data))
            return Reply.of(asdict(account))
        case "POST", "/__speed":
            data = incoming.json()
            names = [data.pop("service")] if "service" in data else list(services)
            for name in names:
                for field, value in data.items():
                    setattr(services[name].speed, field, value)
            return Reply(204)
        case "GET", "/__jobs":
            for service in services.values():
                for account in service.accounts.all():
                    service.jobs.advance(account.name)
            return Reply.of({"jobs": [_job(service, job) for service in services.values() for job in service.jobs]})
    return Reply.of({"error": "There is nothing here."}, 404)


def _add_fault(services: dict[str, Service], data: dict[str, Any]) -> Reply:
    service = services[data.pop("service")]
    fault = Fault.from_json(data.pop("fault"))
    planned = service.faults.add(data.pop("route"), fault, data.pop("times", 1), **data)
    return Reply.of(planned.as_json(), 201)


def _job(service: Service, job: Any) -> dict[str, Any]:
    return {
        "service": service.name,
        "id": job.id,
        "model": job.model,
        "state": job.state,
        "input": job.input,
        "faults": sorted(job.faults),
    }
