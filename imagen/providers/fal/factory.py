"""What all models at fal have in common: requests that are queued once, asked about, collected and cancelled."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import httpx

from imagen.domain.errors import BadResponse, ContentBlocked, FieldProblem, ImagenError, ModelGone, Rejected
from imagen.domain.parameter_sets import generation_set
from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.media.download import Downloader
from imagen.providers.base import (
    Estimate,
    Handle,
    InputFile,
    Model,
    PreparedRequest,
    Progress,
    RemoteState,
    Result,
    Submission,
)
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.fal import requests
from imagen.providers.fal.arrangement import Arrangement
from imagen.providers.fal.finding import find_lost
from imagen.providers.fal.sizes import megapixels_of
from imagen.providers.output_reading import read_output
from imagen.providers.price import Price
from imagen.providers.remote import RemoteProductFactory, json_of
from imagen.providers.schema import ConvertedSchema, Published, SeedLimits, convert

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient
    from imagen.providers.fal.prices import Prices
    from imagen.providers.fal.uploads import Uploads

_LARGEST_SEED = 2**31 - 1
_WITH_LOGS = {"logs": "true"}


class FalProductFactory(RemoteProductFactory):
    """Carry out generations as requests in fal's queue."""

    claims: ClassVar[tuple[str, ...]] = ()
    """Which models a family's class is for: patterns of endpoints."""

    family: ClassVar[str] = ""
    arrangement: ClassVar[Arrangement] = Arrangement()

    def __init__(
        self,
        model: Model,
        entry: CatalogueEntry,
        published: Published,
        downloader: Downloader,
        *,
        client: FalClient,
        uploads: Uploads,
        prices: Prices,
    ) -> None:
        super().__init__(model, entry, published, downloader)
        self.endpoint = entry.id
        self._client = client
        self._uploads = uploads
        self._prices = prices
        self._lock = threading.Lock()
        self._cancelled: set[str] = set()
        self._seconds: dict[str, float] = {}

    @cached_property
    def form(self) -> ConvertedSchema:
        """Give the form; a blank seed is drawn here, by which a lost submission is told from its sisters."""
        made = convert(self._published, presets=self.presets, defaults=self.defaults)
        made = replace(made, seed_limits=made.seed_limits or _seed_limits(made.spec))
        return replace(made, spec=self.arrange(made.spec))

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return self.arrangement.apply(spec)

    def order(self, body: Mapping[str, Any], prepared: PreparedRequest) -> None:
        self._client.order(self.endpoint, body)

    def receipt(self, answer: Any) -> Handle:
        return requests.handle_of(answer)

    def upload(self, file: InputFile) -> str:
        return self._uploads.address(file)

    def submit(self, prepared: PreparedRequest) -> Handle:
        try:
            return super().submit(prepared)
        except Rejected as error:
            raise self._in_our_words(error) from error

    async def check(self, submission: Submission) -> Progress:
        """Ask for the status; of an ended request the result is asked for too, since only that tells whether it failed."""
        request_id = submission.handle.request_id
        try:
            answer = await self._client.get_soon(self._url(submission, "status"), _WITH_LOGS)
        except ModelGone as error:
            if self._was_cancelled(request_id):
                return Progress(RemoteState.CANCELLED, message="Cancelled at fal.")
            raise _unknown() from error
        status = requests.as_object(answer)
        if not requests.is_completed(status):
            return requests.waiting_of(status)
        self._note_seconds(request_id, requests.inference_seconds(status))
        return await self._end_of(submission, status)

    async def _end_of(self, submission: Submission, status: Mapping[str, Any]) -> Progress:
        done = Progress(RemoteState.SUCCEEDED, 1.0)
        try:
            await self._client.get_soon(self._url(submission, "response"))
        except ImagenError as refusal:
            by_model = isinstance(refusal, ContentBlocked) or (isinstance(refusal, Rejected) and bool(refusal.problems))
            if not requests.has_failed(status) and not by_model:
                return done  # it was made: collecting asks again, as often as it takes
            if isinstance(refusal, ModelGone) and self._was_cancelled(submission.handle.request_id):
                return Progress(RemoteState.CANCELLED, message="Cancelled at fal.")
            return requests.failure_of(status, refusal)
        return done

    def answer(self, submission: Submission) -> Any:
        return json_of(self._finished(submission))

    def collect(self, submission: Submission) -> Result:
        response = self._finished(submission)
        read = read_output(json_of(response))
        made = self.result(submission, read)
        seconds = self._seconds.get(submission.handle.request_id, read.timings.get("inference"))
        units = _units(response)
        facts: dict[str, Any] = {"request_id": submission.handle.request_id}
        if units is not None:
            facts["billable_units"] = units
        return replace(
            made,
            return_parameters={name or "output": value for name, value in made.return_parameters.items()},
            inference_time_ms=None if seconds is None else round(seconds * 1000),
            cost=self._charged(units),
            metadata={**made.metadata, **facts},
        )

    def cancel(self, submission: Submission) -> None:
        request_id = submission.handle.request_id
        with self._lock:
            self._cancelled.add(request_id)
        try:
            self._client.cancel(request_id, self._url(submission, "cancel"))
        except (Rejected, ModelGone):
            return  # it has ended already, or fal does not know it any more: asking about it tells which

    def release(self, submission: Submission) -> None:
        with self._lock:
            self._cancelled.discard(submission.handle.request_id)
            self._seconds.pop(submission.handle.request_id, None)

    def find(self, prepared: PreparedRequest, since: datetime) -> Handle | None:
        """Look in fal's list for the request of a submission whose answer was lost."""
        found = find_lost(self._client, self.endpoint, self.form.to_body(prepared.actual_parameters), since)
        return None if found is None else self.receipt(found)

    def price(self, values: Mapping[str, Any]) -> Price | None:
        """Give what the model costs with these values, as far as it is known without asking."""
        told = self._prices.known(self.endpoint)
        return told.as_price() if told else self.entry.price

    def seconds(self, values: Mapping[str, Any]) -> float | None:
        """Say how long what is made plays, where it is known before."""
        return None

    def quote(self, prepared: PreparedRequest) -> Estimate:
        self._prices.ask(self.endpoint)
        return self.estimate(prepared.actual_parameters)

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        values = generation_set(self.spec, parameters)
        price = self.price(values)
        return Estimate(None if price is None else self.cost_at(price, values), None)

    def cost_at(self, price: Price, parameters: Mapping[str, Any]) -> int | None:
        values = generation_set(self.spec, parameters)
        count = _count(self.spec, values)
        return price.of(outputs=count, megapixels=megapixels_of(values), seconds=self.seconds(values))

    def _finished(self, submission: Submission) -> httpx.Response:
        try:
            return self._client.response(self._url(submission, "response"))
        except ModelGone as error:
            raise _unknown() from error
        except (Rejected, ContentBlocked) as error:
            raise BadResponse(f"fal does not give the result: {error.message}", "Check again later.") from error

    def _url(self, submission: Submission, name: str) -> str:
        """Give where a request is asked about: as its receipt says, if that is fal's own; else as fal makes them."""
        told = submission.handle.urls.get(name)
        made = requests.derived(self.endpoint, submission.handle.request_id, name)
        try:
            own = told and self._client.addresses.may_see_key(self._client.addresses.resolve(httpx.URL(told)))
        except httpx.InvalidURL:
            own = False
        return told if told and own else made

    def _charged(self, units: float | None) -> int | None:
        """Give the cost of the units that fal counted; None when it told none, or no price."""
        if units is None:
            return None
        try:
            price = self._prices.ask(self.endpoint)
        except ImagenError:
            price = self._prices.known(self.endpoint)
        return None if price is None else price.cost_of(units)

    def _was_cancelled(self, request_id: str) -> bool:
        with self._lock:
            return request_id in self._cancelled

    def _note_seconds(self, request_id: str, seconds: float | None) -> None:
        if seconds is not None:
            with self._lock:
                self._seconds[request_id] = seconds

    def _in_our_words(self, error: Rejected) -> Rejected:
        """Name the form's fields in the place of the inputs that fal names, which may lie deeper."""
        names = {".".join(wire.path): wire.name for wire in self.form.wire if wire.path}
        problems = [replace(problem, field=_field(problem, names)) for problem in error.problems]
        return Rejected(error.message, error.hint, problems)


def _field(problem: FieldProblem, names: Mapping[str, str]) -> str:
    steps = problem.field.split(".")
    ways = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
    return next((names[way] for way in ways if way in names), problem.field)


def _unknown() -> BadResponse:
    return BadResponse("fal does not know this request, or no longer.", "Look at fal.ai/dashboard/requests.")


def _units(response: httpx.Response) -> float | None:
    try:
        units = float(response.headers.get("x-fal-billable-units", ""))
    except ValueError:
        return None
    return units if 0 <= units < 1e9 else None


def _count(spec: ParameterSetSpec, values: Mapping[str, Any]) -> int:
    parameter = spec.with_role(Role.OUTPUTS)
    count = values.get(parameter.name) if parameter else None
    return count if isinstance(count, int) and not isinstance(count, bool) and count > 0 else 1


def _seed_limits(spec: ParameterSetSpec) -> SeedLimits | None:
    seed = spec.with_role(Role.SEED)
    if seed is None:
        return None
    low = max(int(seed.rules.minimum or 0), 0)
    high = _LARGEST_SEED if seed.rules.maximum is None else min(int(seed.rules.maximum), _LARGEST_SEED)
    return SeedLimits(low, high) if low < high else None
