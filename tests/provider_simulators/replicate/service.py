"""The state of simulated Replicate, and what its runs deliver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from tests.provider_simulators.core.accounts import Account
from tests.provider_simulators.core.asked import read_input
from tests.provider_simulators.core.files import StoredFile
from tests.provider_simulators.core.jobs import Job, State
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.outputs import Shaper
from tests.provider_simulators.core.schema import resolved, with_defaults
from tests.provider_simulators.core.service import Refused, Service, Shared
from tests.provider_simulators.core.speed import Speed
from tests.provider_simulators.media import Wish
from tests.provider_simulators.replicate import refusals
from tests.provider_simulators.replicate.models import Model, Models

BLOCKED = "NSFW content detected. Try running it again, or try a different prompt."
THROTTLED = (
    "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst "
    "of 1 requests while you have less than $5.0 in credit."
)


@dataclass
class Limits:
    """Calls a minute; `throttled` holds for accounts with less than 5 USD."""

    creates: float = 600
    others: float = 3000
    throttled: float = 6
    throttled_burst: float = 1
    data_uri_bytes: int = 256 * 1024
    upload_bytes: int = 100 * 1024 * 1024


class Replicate(Service):
    """Simulated Replicate; keys: valid, with little credit (throttled), with none (402)."""

    name = "replicate"
    origins = ("api", "delivery", "stream")
    key: ClassVar[str] = "r8_SimulatedKeyOfAnAccountWithMoney00001"
    key_throttled: ClassVar[str] = "r8_SimulatedKeyOfAnAccountUnderFiveUsd02"
    key_without_credit: ClassVar[str] = "r8_SimulatedKeyOfAnAccountWithNothing003"
    key_invalid: ClassVar[str] = "r8_SimulatedKeyThatNobodyEverHandedOut04"

    def __init__(self, shared: Shared, speed: Speed) -> None:
        super().__init__(shared, speed)
        from tests.provider_simulators.replicate.routes import ROUTES

        self.routes = ROUTES
        self.models = Models()
        self.limits = Limits()
        self.retention_seconds = 3600.0
        self.deployments = {"simulated/flux-schnell": "black-forest-labs/flux-schnell"}
        self.accounts.add(Account(self.key, "simulated-user"))
        self.accounts.add(Account(self.key_throttled, "simulated-newcomer", balance=4.0, throttled=True))
        self.accounts.add(Account(self.key_without_credit, "simulated-pauper", balance=0.0))

    @property
    def url(self) -> str:
        """Return the API's address, without `/v1`."""
        return self.url_of("api")

    def refusal(self, fault_status: int, reason: str, incoming: Incoming) -> Reply:
        """Refuse with problem+json."""
        return refusals.plain(fault_status)

    def account(self, incoming: Incoming, *, creates: bool = False) -> Account:
        """Return the account of a request.

        Raises Refused for a wrong key, too many calls, or (when it creates) no credit.
        """
        account = self.accounts.find(incoming.bearer() or incoming.bearer("Token"))
        if account is None:
            raise Refused(refusals.plain(401))
        if not creates:
            if wait := self.limiter.wait_for(account.name, "other", self.limits.others, self.limits.others):
                raise Refused(refusals.throttled(wait))
            return account
        if account.balance <= 0 or account.refusal:
            raise Refused(refusals.plain(402))
        slow = account.throttled or account.balance < 5
        rate = self.limits.throttled if slow else self.limits.creates
        burst = self.limits.throttled_burst if slow else self.limits.creates
        if wait := self.limiter.wait_for(account.name, "create", rate, burst):
            raise Refused(refusals.throttled(wait, THROTTLED if slow else "Request was throttled."))
        return account

    def dress(self, incoming: Incoming, reply: Reply) -> None:
        """Tell how many calls are left."""
        account = self.accounts.find(incoming.bearer() or incoming.bearer("Token"))
        if account and reply.status in {200, 201}:
            sort = "create" if incoming.path.endswith("/predictions") and incoming.method == "POST" else "other"
            left = {"ratelimit-remaining": str(self.limiter.left(account.name, sort)), "ratelimit-reset": "1"}
            reply.headers = {**left, **reply.headers}

    def finish(self, job: Job) -> None:
        """Give a run its output, or the failure that was planned or that its input deserves."""
        if fail := job.fault("fail"):
            job.state, job.error, job.logs = State.FAILED, fail["error"], fail["logs"]
        elif job.fault("blocked"):
            job.state, job.error = State.FAILED, BLOCKED
        elif address := self._unreachable(job):
            job.state = State.FAILED
            job.error = f"The input file could not be fetched: {address[:200]} (404)"
        else:
            job.output = self.outputs_of(job)

    def outputs_of(self, job: Job) -> Any:
        """Return the whole output of a run; asked again, the same."""
        if "output" not in job.facts:
            job.facts["output"] = self._make_outputs(job)
        return job.facts["output"]

    def _make_outputs(self, job: Job) -> Any:
        model: Model = job.facts["model"]
        schema = model.schemas.get("Output") or {"type": "array", "items": {"type": "string", "format": "uri"}}
        filled = with_defaults(model.schemas.get("Input", {}), model.schemas, job.input)
        svg = "svg" if "svg" in model.name else ""
        asked = read_input({**filled, "seed": job.facts["seed"]}, model.kind, self.size_of, svg)
        count = asked.count
        if part := job.fault("partial"):
            count = part["outputs"]
        if many := job.fault("many_outputs"):
            count = many["outputs"]
        asked = type(asked)(**{**asked.__dict__, "count": count})
        made = Shaper(asked, model.schemas, lambda wish, _name: self._file(job, wish), {}).fill(schema)
        doubled = job.fault("duplicate_outputs") and isinstance(made, list)
        return [*made, *made] if doubled else made

    def _file(self, job: Job, wish: Wish) -> str:
        wish = self.speed.eased(wish)
        number = job.facts["files"] = job.facts.get("files", -1) + 1
        path = f"/xezq/{job.id}/out-{number}.{wish.ending}"
        end = job.ended_at if job.ended_at is not None else self.clock.now()
        expires = 0.0 if job.fault("expired_links") else end + self.retention_seconds
        self.files.put(StoredFile(path, path.rpartition("/")[2], wish.content_type, expires, wish, job_id=job.id))
        return self.url_of("delivery") + path

    def _unreachable(self, job: Job) -> str | None:
        model: Model = job.facts["model"]
        for name, field in model.schemas.get("Input", {}).get("properties", {}).items():
            known = resolved(field, model.schemas)
            value = job.input.get(name)
            uris = "uri" in {known.get("format"), known.get("items", {}).get("format")}
            for one in value if isinstance(value, list) else [value]:
                if uris and isinstance(one, str) and one and not self.can_fetch(one):
                    return one
        return None
