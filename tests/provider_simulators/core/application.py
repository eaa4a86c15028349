"""The ASGI application: finds service and route of a request, lets faults strike, records, answers."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from typing import Any

from tests.provider_simulators.core import control
from tests.provider_simulators.core.fault_plan import Due
from tests.provider_simulators.core.faults import Fault, Stage
from tests.provider_simulators.core.messages import Incoming, Reply, read_request
from tests.provider_simulators.core.recorder import Recorded
from tests.provider_simulators.core.routing import Route, find_route
from tests.provider_simulators.core.service import Refused, Service, Shared
from tests.provider_simulators.core.wire import Wire, html_page, send_spoilt


class Application:
    """Answer for all origins; the port that a request came to tells which."""

    def __init__(self, shared: Shared, services: dict[str, Service]) -> None:
        self.shared = shared
        self.services = services
        self.origin_of_port: dict[int, tuple[Service, str]] = {}
        self.on_request: Callable[[Recorded], None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        incoming = await read_request(scope, receive)
        wire = Wire(scope, receive, send, self.shared.clock)
        if incoming.path.startswith("/__"):
            await wire.reply(control.answer(self.shared, self.services, incoming))
            return
        service, origin = self.origin_of_port[scope["server"][1]]
        found = find_route(service.routes, origin, incoming)
        due = service.faults.due(found.name, incoming) if found else Due()
        recorded = self.shared.recorder.add(
            incoming,
            at=self.shared.clock.now(),
            origin=f"{service.name}.{origin}",
            service=service.name,
            route=found.name if found else "",
        )
        incoming.number = recorded.number
        recorded.fault = due.wire.kind if due.wire else None
        recorded.status = await self._answer(service, found, incoming, due, wire)
        if self.on_request:
            self.on_request(recorded)

    async def _answer(self, service: Service, found: Route | None, incoming: Incoming, due: Due, wire: Wire) -> int:
        fault = due.wire
        if fault is not None and fault.stage is Stage.BEFORE:
            return await self._refuse(service, incoming, fault, wire)
        incoming.job_faults = due.run
        reply = await self._handle(service, found, incoming)
        if fault is not None:
            return await send_spoilt(wire, reply, fault)
        await wire.reply(reply)
        return reply.status

    async def _handle(self, service: Service, found: Route | None, incoming: Incoming) -> Reply:
        if found is None:
            return service.refusal(404, "route", incoming)
        try:
            reply = await found.handler(service, incoming)
        except Refused as refused:
            return refused.reply
        except Exception:
            text = f"The simulator itself failed at {incoming.method} {incoming.path}:\n{traceback.format_exc()}"
            print(text)
            return Reply.text(text, 599)
        service.dress(incoming, reply)
        return reply

    async def _refuse(self, service: Service, incoming: Incoming, fault: Fault, wire: Wire) -> int:
        match fault.kind:
            case "drop_before_accept":
                await wire.drop()
                return 0
            case "hang":
                await wire.hang(fault["seconds"])
                return 0
            case "redirect":
                to = fault["to"]
                base = self.shared.urls.get("foreign.host" if to == "foreign" else to)
                reply = Reply(fault["status"], b"", {"location": base + incoming.path if base else to})
            case "html":
                reply = html_page(fault["status"])
            case "answer":
                body = fault["body"]
                text = isinstance(body, str)
                reply = Reply.text(body, fault["status"]) if text else Reply.of(body, fault["status"])
                if fault["content_type"]:
                    reply.headers["content-type"] = fault["content_type"]
                reply.headers.update(fault["headers"])
            case _:
                reply = service.refusal(fault["status"], fault["reason"], incoming)
        self._add_retry_after(reply, fault)
        await wire.reply(reply)
        return reply.status

    def _add_retry_after(self, reply: Reply, fault: Fault) -> None:
        if fault.kind not in {"refuse", "html"}:
            return
        reply.headers.pop("retry-after", None)
        wanted = fault["retry_after"]
        if isinstance(wanted, str) and wanted.startswith("date"):
            seconds = float(wanted.partition(":")[2] or 1)
            reply.headers["retry-after"] = self.shared.clock.http_date(self.shared.clock.now() + seconds)
        elif wanted is not None:
            reply.headers["retry-after"] = str(wanted)
        data = reply.data()
        if isinstance(data, dict) and data.pop("retry_after", None) is not None:
            told = {"retry_after": int(str(wanted))} if str(wanted).isdigit() else {}
            reply.body = json.dumps({**data, **told}).encode()
