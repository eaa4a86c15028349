"""What every simulated service has: accounts, runs, files, faults, and the way to accept a submission."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tests.provider_simulators.core.accounts import Account, Accounts
from tests.provider_simulators.core.clock import Clock
from tests.provider_simulators.core.fault_plan import FaultPlan
from tests.provider_simulators.core.files import FileStore, picture_size, read_data_uri
from tests.provider_simulators.core.identity import Identity
from tests.provider_simulators.core.jobs import Job, Jobs
from tests.provider_simulators.core.ledger import Ledger
from tests.provider_simulators.core.limits import Limiter
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.recorder import Recorder
from tests.provider_simulators.core.routing import Route
from tests.provider_simulators.core.speed import Speed


@dataclass
class Shared:
    """What the services share; `urls` maps an origin such as `fal.queue` to its address."""

    clock: Clock
    ledger: Ledger
    recorder: Recorder
    seed: int
    urls: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """A request that the service refuses: carries the reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"refused with {reply.status}")
        self.reply = reply


class Service:
    """One provider: its origins' names, routes and state. Subclasses speak its protocol."""

    name: ClassVar[str]
    origins: ClassVar[tuple[str, ...]]
    currency: ClassVar[str] = "USD"

    def __init__(self, shared: Shared, speed: Speed) -> None:
        self.shared = shared
        self.clock = shared.clock
        self.identity = Identity(f"{shared.seed} {self.name}")
        self.speed = speed
        self.faults = FaultPlan(shared.seed)
        self.accounts = Accounts()
        self.jobs = Jobs(shared.clock, self.finish)
        self.files = FileStore(shared.clock)
        self.limiter = Limiter(shared.clock)
        self.routes: list[Route] = []

    def url_of(self, origin: str) -> str:
        """Return the address of one of the service's origins, without a slash at the end."""
        return self.shared.urls[f"{self.name}.{origin}"]

    def refusal(self, fault_status: int, reason: str, incoming: Incoming) -> Reply:
        """Return a refusal in the service's own words."""
        raise NotImplementedError

    def finish(self, job: Job) -> None:
        """Give a run that is over its outputs, or its failure."""
        raise NotImplementedError

    def dress(self, incoming: Incoming, reply: Reply) -> None:
        """Add headers that the service puts on every answer."""

    def accept(
        self, incoming: Incoming, account: Account, *, job_id: str, model: str, kind: str, arguments: dict[str, Any],
        cost: float, facts: dict[str, Any], external_id: str | None = None,
    ) -> Job:  # fmt: skip
        """Accept a submission: write it into the ledger, charge it, and queue its run."""
        now = self.clock.now()
        self.shared.ledger.accept(
            at=now,
            service=self.name,
            account=account.name,
            key_ending=account.key[-4:],
            model=model,
            job_id=job_id,
            cost=cost,
            currency=self.currency,
            external_id=external_id,
            input=arguments,
        )
        account.balance -= cost
        if account.at_once is not None:
            self.jobs.at_once_of[account.name] = account.at_once
        job = Job(
            id=job_id,
            account=account.name,
            model=model,
            input=arguments,
            created_at=now,
            queue_seconds=self.speed.queue_seconds,
            run_seconds=self.speed.of(model, kind),
            kind=kind,
            cost=cost,
            facts=facts,
        )
        job.apply(*incoming.job_faults)
        return self.jobs.add(job)

    def refund(self, job: Job) -> None:
        """Give back what a run cost."""
        self.shared.ledger.refund(job.id)
        for account in self.accounts.all():
            if account.name == job.account:
                account.balance += job.cost
        job.cost = 0.0

    def size_of(self, address: str) -> tuple[int, int] | None:
        """Return the size of a picture that was uploaded here, made here, or came as a data URI."""
        if inline := read_data_uri(address):
            return picture_size(inline[0])
        for origin in self.origins:
            base = self.url_of(origin)
            if address.startswith(base + "/"):
                file = self.files.find(address.removeprefix(base).partition("?")[0])
                if file and file.data:
                    return picture_size(file.data)
                if file and file.wish:
                    return file.wish.width, file.wish.height
        return None

    def can_fetch(self, address: str) -> bool:
        """Return whether a run could fetch an input: inline, a file that lies here, or one that the world can reach."""
        if address.startswith("data:"):
            return read_data_uri(address) is not None
        for origin in self.origins:
            base = self.url_of(origin)
            if address.startswith(base + "/"):
                return self.files.find(address.removeprefix(base).partition("?")[0]) is not None
        host = urlsplit(address).hostname or ""
        return bool(host) and host != "localhost" and not host.startswith("127.")
