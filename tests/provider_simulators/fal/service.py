"""The state of simulated fal, and what its runs deliver."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from tests.provider_simulators.core.accounts import Account
from tests.provider_simulators.core.asked import Asked, read_input
from tests.provider_simulators.core.files import StoredFile, data_uri
from tests.provider_simulators.core.jobs import Job, State
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.outputs import Shaper
from tests.provider_simulators.core.schema import problems, with_defaults
from tests.provider_simulators.core.service import Refused, Service, Shared
from tests.provider_simulators.core.speed import Speed
from tests.provider_simulators.fal import refusals
from tests.provider_simulators.fal.endpoints import Endpoint, Endpoints
from tests.provider_simulators.media import Wish, made

FALLBACK = {
    "image": {"images": {"type": "array", "items": {"$ref": "#/components/schemas/File"}}},
    "video": {"video": {"$ref": "#/components/schemas/File"}},
    "audio": {"audio": {"$ref": "#/components/schemas/File"}},
    "mesh": {"model_mesh": {"$ref": "#/components/schemas/File"}},
    "text": {"output": {"type": "string"}},
}
FILE = {"type": "object", "properties": {name: {} for name in ("url", "content_type", "file_name", "file_size")}}


class Fal(Service):
    """Simulated fal; keys: valid, administrator's, with an exhausted balance, locked, without scope."""

    name = "fal"
    origins = ("queue", "run", "rest", "cdn", "media", "storage", "api")
    key: ClassVar[str] = "11111111-0000-4000-8000-000000000001:simulatedsecretwithmoney00000001"
    key_admin: ClassVar[str] = "22222222-0000-4000-8000-000000000002:simulatedsecretofanadmin00000002"
    key_without_credit: ClassVar[str] = "33333333-0000-4000-8000-000000000003:simulatedsecretexhausted0000003"
    key_locked: ClassVar[str] = "44444444-0000-4000-8000-000000000004:simulatedsecretadminlock0000004"
    key_without_scope: ClassVar[str] = "55555555-0000-4000-8000-000000000005:simulatedsecretnoscope000000005"
    key_invalid: ClassVar[str] = "66666666-0000-4000-8000-000000000006:simulatedsecretnobody0000000006"

    def __init__(self, shared: Shared, speed: Speed) -> None:
        super().__init__(shared, speed)
        from tests.provider_simulators.fal.routes import ROUTES

        self.routes = ROUTES
        self.endpoints = Endpoints()
        self.tokens: dict[str, float] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.jobs.at_once = 2
        self.validates_at_submit = False
        self.cancelled_answers = "error"
        self.history_needs_admin = False
        self.history_lists_unfinished = True
        self.media_seconds: float | None = None
        self.submits_per_minute = 6000.0
        self.accounts.add(Account(self.key, "simulated-user"))
        self.accounts.add(Account(self.key_admin, "simulated-admin", admin=True))
        self.accounts.add(Account(self.key_without_credit, "simulated-pauper", balance=0, refusal="exhausted"))
        self.accounts.add(Account(self.key_locked, "simulated-locked", refusal="admin_lock"))
        self.accounts.add(Account(self.key_without_scope, "simulated-outsider", refusal="scope"))

    @property
    def url(self) -> str:
        """Return the queue's address."""
        return self.url_of("queue")

    def refusal(self, fault_status: int, reason: str, incoming: Incoming) -> Reply:
        """Refuse in the form of the asked part of fal."""
        if incoming.path.startswith("/v1/"):
            text = refusals.REASONS.get(reason, reason) or refusals.TEXTS.get(fault_status, ("Error", None))[0]
            return refusals.platform(fault_status, text, self.identity.request())
        reply = refusals.plain(fault_status, "" if reason == "route" else reason)
        if fault_status >= 500 or "/requests/" in incoming.path:
            reply.headers["x-fal-request-id"] = incoming.params.get("id") or self.identity.request()
        return reply

    def account(self, incoming: Incoming, *, creates: bool = False) -> Account:
        """Return the account of a request.

        Raises Refused for a wrong key, and for a locked account when it creates.
        """
        account = self.accounts.find(incoming.bearer("Key"))
        if account is None:
            raise Refused(self.refusal(401, "", incoming))
        if creates and (account.refusal or account.balance <= 0):
            raise Refused(refusals.plain(403, account.refusal or "exhausted"))
        if creates and self.limiter.wait_for(account.name, "submit", self.submits_per_minute, self.submits_per_minute):
            raise Refused(refusals.plain(429))
        return account

    def submit(self, incoming: Incoming, account: Account, endpoint: Endpoint) -> Job:
        """Accept a request for an endpoint.

        Raises Refused when the body is no JSON object, or (when set so) does not fit the schema.
        """
        try:
            arguments = incoming.json()
        except ValueError:
            arguments = None
        if not isinstance(arguments, dict):
            error = refusals.model_error(["body"], "Input should be a valid dictionary", "dict_type", None)
            raise Refused(refusals.model_errors([error]))
        if self.validates_at_submit and (found := problems(endpoint.input_schema, endpoint.schemas, arguments)):
            raise Refused(refusals.model_errors([refusals.invalid(one) for one in found]))
        lifecycle = json.loads(incoming.headers.get("x-fal-object-lifecycle-preference", "{}"))
        start_in = incoming.headers.get("x-fal-request-timeout")
        seed = arguments.get("seed")
        facts = {
            "endpoint": endpoint,
            "stored": incoming.headers.get("x-fal-store-io") != "0",
            "expires_in": lifecycle.get("expiration_duration_seconds", self.media_seconds),
            "start_by": self.clock.now() + float(start_in) if start_in else None,
            "seed": seed if isinstance(seed, int) else self.identity.seed(),
        }
        return self.accept(
            incoming,
            account,
            job_id=self.identity.request(),
            model=endpoint.id,
            kind=endpoint.kind,
            arguments=arguments,
            cost=endpoint.price[0] * self.units(endpoint, arguments),
            facts=facts,
        )

    def units(self, endpoint: Endpoint, arguments: dict[str, Any]) -> float:
        """Return how many billing units an input asks for."""
        asked = self._asked(endpoint, arguments)
        return {"image": asked.count, "second": asked.seconds}.get(endpoint.price[1], 1)

    def finish(self, job: Job) -> None:
        """Decide how a run ended; its output is made when it is fetched."""
        endpoint: Endpoint = job.facts["endpoint"]
        if fail := job.fault("fail"):
            job.state = State.FAILED
            job.facts["refusal"] = refusals.plain(fail["status"], fail["error"] or "")
            self.refund(job)
        elif (hit := job.fault("blocked")) and (hit["how"] == "refuse" or endpoint.kind != "image"):
            job.state = State.FAILED
            job.facts["refusal"] = refusals.model_errors([refusals.blocked(job.input)])
        elif found := self._errors(endpoint, job.input):
            job.state = State.FAILED
            job.facts["refusal"] = refusals.model_errors(found)
            self.refund(job)

    async def output_of(self, job: Job) -> dict[str, Any]:
        """Return a run's output; asked again, the same."""
        if "output" not in job.facts:
            job.facts["output"] = await self._make_output(job)
        output = job.facts["output"]
        assert isinstance(output, dict)
        return output

    def _errors(self, endpoint: Endpoint, arguments: dict[str, Any]) -> list[dict[str, Any]]:
        found = [refusals.invalid(one) for one in problems(endpoint.input_schema, endpoint.schemas, arguments)]
        for name, number, address in _addresses(arguments):
            if not self.can_fetch(address):
                loc: list[str | int] = ["body", name] if number is None else ["body", name, number]
                found.append(refusals.model_error(loc, "Failed to download the file", "file_download_error", address))
        return found

    def _asked(self, endpoint: Endpoint, arguments: dict[str, Any]) -> Asked:
        filled = with_defaults(endpoint.input_schema, endpoint.schemas, arguments)
        usual = {"image": "jpeg", "audio": "wav", "video": "mp4"}.get(endpoint.kind, "")
        return read_input(filled, endpoint.kind, self.size_of, usual)

    async def _make_output(self, job: Job) -> dict[str, Any]:
        endpoint: Endpoint = job.facts["endpoint"]
        asked = replace(self._asked(endpoint, job.input), seed=job.facts["seed"])
        for kind in ("partial", "many_outputs"):
            if fault := job.fault(kind):
                asked = replace(asked, count=fault["outputs"])
        flagged = job.fault("blocked") is not None
        values = {
            "seed": asked.seed,
            "prompt": asked.look,
            "timings": {"inference": round(job.run_seconds, 3)},
            "has_nsfw_concepts": [flagged] * asked.count,
            "description": "",
        }
        files: list[tuple[dict[str, Any], Wish]] = []
        schemas = {**endpoint.schemas, "File": endpoint.schemas.get("File") or FILE}
        shaper = Shaper(asked, schemas, lambda wish, _name: self._file(job, wish, files), values)
        shaper.black = set(range(asked.count)) if flagged else set()
        schema = endpoint.output_schema or {"type": "object", "properties": FALLBACK[endpoint.kind]}
        output = shaper.fill(schema)
        await self._measure(files, inline=bool(job.input.get("sync_mode")))
        if job.fault("duplicate_outputs"):
            output = {name: [*v, *v] if isinstance(v, list) else v for name, v in output.items()}
        return output if isinstance(output, dict) else {"output": output}

    def _file(self, job: Job, wish: Wish, files: list[tuple[dict[str, Any], Wish]]) -> dict[str, Any]:
        wish = self.speed.eased(wish)
        name = f"{self.identity.letters(20)}.{wish.ending}"
        path = f"/files/b/kangaroo/{name}"
        lasts = 0.0 if job.fault("expired_links") else job.facts["expires_in"]
        expires = None if lasts is None else (job.ended_at or 0) + lasts
        self.files.put(StoredFile(path, name, wish.content_type, expires, wish, job_id=job.id))
        shown = {"url": self.url_of("media") + path, "content_type": wish.content_type, "file_name": name}
        if wish.kind == "image":
            shown |= {"width": wish.width, "height": wish.height}  # type: ignore[dict-item]
        files.append((shown, wish))
        return shown

    async def _measure(self, files: list[tuple[dict[str, Any], Wish]], *, inline: bool) -> None:
        for shown, wish in files[:20]:
            content = await asyncio.to_thread(made, wish)
            shown["file_size"] = len(content)
            if inline:
                shown["url"] = data_uri(content, wish.content_type)


def _addresses(arguments: dict[str, Any]) -> Iterator[tuple[str, int | None, str]]:
    for name, value in arguments.items():
        if not (name.endswith(("_url", "_urls")) and value):
            continue
        if isinstance(value, list):
            yield from ((name, number, one) for number, one in enumerate(value) if isinstance(one, str))
        elif isinstance(value, str):
            yield name, None, value
