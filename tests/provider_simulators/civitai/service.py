"""The state of simulated civitai, and what its workflows deliver."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from tests.provider_simulators.civitai import refusals
from tests.provider_simulators.civitai.recipes import Recipe
from tests.provider_simulators.core.accounts import Account
from tests.provider_simulators.core.asked import Asked, read_input
from tests.provider_simulators.core.files import StoredFile
from tests.provider_simulators.core.jobs import Job, State
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.outputs import wish_of
from tests.provider_simulators.core.schema import with_defaults
from tests.provider_simulators.core.service import Refused, Service, Shared
from tests.provider_simulators.core.speed import Speed


@dataclass
class Step:
    """One step of a workflow."""

    number: int
    type: str
    name: str
    recipe: Recipe
    template: dict[str, Any]
    arguments: dict[str, Any]
    asked: Asked
    cost: float
    job_id: str
    blobs: list[str]


@dataclass
class Blob:
    """One output or upload: its file appears when it is ready."""

    id: str
    kind: str
    job_id: str
    workflow_id: str | None
    file: StoredFile


class Civitai(Service):
    """Simulated civitai; keys: valid, without Buzz, from a country that is shut out (451)."""

    name = "civitai"
    origins = ("site", "orchestration", "delivery")
    currency = "BUZZ"
    key: ClassVar[str] = "civitaisimulatedkeywithbuzz00001"
    key_without_credit: ClassVar[str] = "civitaisimulatedkeynobuzz0000002"
    key_shut_out: ClassVar[str] = "civitaisimulatedkeyshutout000003"
    key_invalid: ClassVar[str] = "civitaisimulatedkeyofnobody00004"

    def __init__(self, shared: Shared, speed: Speed) -> None:
        super().__init__(shared, speed)
        from tests.provider_simulators.civitai.routes import ROUTES
        from tests.provider_simulators.civitai.site_models import SiteModels

        self.routes = ROUTES
        self.models = SiteModels()
        self.blobs: dict[str, Blob] = {}
        self.by_external_id: dict[tuple[str, str], str] = {}
        self.priced: dict[str, dict[str, Any]] = {}
        self.jobs.at_once = 10
        self.link_seconds = 600.0
        self.blobs_on_api_origin = False
        self.insufficient_form = "403_text"
        self.requests_per_minute = 6000.0
        self.longest_wait = 100.0
        self.accounts.add(Account(self.key, "simulated-user", balance=100_000))
        self.accounts.add(Account(self.key_without_credit, "simulated-pauper", balance=0))
        self.accounts.add(Account(self.key_shut_out, "simulated-briton", region_blocked=True))

    @property
    def url(self) -> str:
        """Return the orchestration API's address."""
        return self.url_of("orchestration")

    def refusal(self, fault_status: int, reason: str, incoming: Incoming) -> Reply:
        """Refuse in the form of the asked API."""
        if incoming.path.startswith("/api/"):
            return refusals.site(fault_status, reason or refusals.TITLES.get(fault_status, "Error"))
        if fault_status in {400, 402, 403} and reason == "buzz":
            form = self.insufficient_form if self.insufficient_form.startswith(str(fault_status)) else "403_text"
            return refusals.no_buzz(form)
        return refusals.plain(fault_status)

    def account(self, incoming: Incoming) -> Account:
        """Return the account of a request.

        Raises Refused for a wrong key, a country that is shut out, or too many calls.
        """
        account = self.accounts.find(incoming.bearer() or incoming.get("token"))
        if account is None:
            raise Refused(self.refusal(401, "", incoming))
        if account.region_blocked:
            raise Refused(self.refusal(451, "", incoming))
        rate = self.requests_per_minute
        if wait := self.limiter.wait_for(account.name, "any", rate, rate):
            reply = self.refusal(429, "", incoming)
            reply.headers["retry-after"] = str(int(wait) + 1)
            raise Refused(reply)
        return account

    def asked(self, recipe: Recipe, arguments: dict[str, Any]) -> Asked:
        """Return what a step's input asks for."""
        filled = with_defaults(recipe.input_schema, recipe.schemas, arguments)
        usual = {"image": "jpeg", "audio": "mp3", "video": "mp4"}.get(recipe.kind, "")
        asked = read_input(filled, recipe.kind, self.size_of, "png" if "Removal" in recipe.step else usual)
        return replace(asked, seed=asked.seed if asked.seed is not None else self.identity.seed())

    def finish(self, job: Job) -> None:
        """Decide how a workflow ended; its blobs become available."""
        if job.fault("fail"):
            job.state = State.FAILED
            self.refund(job)
        elif (hit := job.fault("blocked")) and hit["how"] == "fail":
            job.state = State.FAILED
        elif any(not self.can_fetch(address) for address in self._sources(job)):
            job.state = State.FAILED
            job.error = "The source image could not be fetched"
            self.refund(job)

    def new_blob(self, step: Step, number: int, workflow_id: str) -> str:
        """Make a blob that is not available yet; return its id."""
        wish = wish_of(step.asked, f"{step.name}", number)
        wish = self.speed.eased(replace(wish, cut_out="Removal" in step.type))
        blob_id = f"{self.identity.blob()}.{'jpeg' if wish.format == 'jpeg' else wish.ending}"
        path = f"/v2/consumer/blobs/{blob_id}"
        file = self.files.put(StoredFile(path, blob_id, wish.content_type, None, wish))
        self.blobs[blob_id] = Blob(blob_id, wish.kind, step.job_id, workflow_id, file)
        return blob_id

    def _sources(self, job: Job) -> list[str]:
        found = []
        for step in job.facts["steps"]:
            for name, value in step.arguments.items():
                if name.lower() in {"image", "images", "sourceimage", "sourceimageurl"}:
                    values = value if isinstance(value, list) else [value]
                    found += [v for v in values if isinstance(v, str) and v.startswith(("http", "data:"))]
        return found
