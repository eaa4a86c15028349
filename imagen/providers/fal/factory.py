"""What all models at fal have in common: requests that are queued once, asked about, collected and cancelled."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

import httpx

from imagen.domain.errors import BadResponse, ContentBlocked, ImagenError, ModelGone, Rejected
from imagen.media.download import Downloader
from imagen.providers.base import (
    Estimate,
    Handle,
    Model,
    PreparedRequest,
    Progress,
    RemoteState,
    Result,
    Submission,
)
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.estimating import Sides
from imagen.providers.fal import requests
from imagen.providers.fal.finding import find_lost
from imagen.providers.finished_answers import FinishedAnswers
from imagen.providers.output_reading import read_output
from imagen.providers.price import Price
from imagen.providers.remote import RemoteProductFactory, json_of
from imagen.providers.schema import Published
from imagen.providers.uploads import Uploads

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient
    from imagen.providers.fal.prices import Prices

_WITH_LOGS = {"logs": "true"}


class FalProductFactory(RemoteProductFactory):
    """Carry out generations as requests in fal's queue."""

    asks_for_price = True

    named_sizes: ClassVar[Mapping[str, Sides]] = {
        "square_hd": (1024, 1024),
        "square": (512, 512),
        "portrait_4_3": (768, 1024),
        "portrait_16_9": (576, 1024),
        "landscape_4_3": (1024, 768),
        "landscape_16_9": (1024, 576),
    }

    def __init__(
        self,
        model: Model,
        entry: CatalogueEntry,
        published: Published,
        downloader: Downloader,
        uploads: Uploads,
        *,
        client: FalClient,
        prices: Prices,
    ) -> None:
        super().__init__(model, entry, published, downloader, uploads)
        self.endpoint = entry.id
        self._client = client
        self._prices = prices
        self._lock = threading.Lock()
        self._cancelled: set[str] = set()
        self._finished_answers: FinishedAnswers[httpx.Response] = FinishedAnswers()
        self._seconds: dict[str, float] = {}

    def order(self, body: Mapping[str, Any], prepared: PreparedRequest) -> None:
        self._client.order(self.endpoint, body)

    def receipt(self, answer: Any) -> Handle:
        return requests.handle_of(answer)

    async def check(self, submission: Submission) -> Progress:
        """Ask for the status; of an ended request the result is asked for too, since only that tells whether it failed."""
        request_id = submission.handle.request_id
        try:
            response = await self._client.response_soon(self._url(submission, "status"), _WITH_LOGS)
        except ModelGone as error:
            if self._was_cancelled(request_id):
                return Progress(RemoteState.CANCELLED, message="Cancelled at fal.ai.")
            raise _unknown() from error
        status = requests.as_object(json_of(response))
        if not requests.is_completed(status):
            return requests.waiting_of(status)
        self._note_seconds(request_id, requests.inference_seconds(status))
        return await self._end_of(submission, status)

    async def _end_of(self, submission: Submission, status: Mapping[str, Any]) -> Progress:
        done = Progress(RemoteState.SUCCEEDED, 1.0)
        try:
            response = await self._client.response_soon(self._url(submission, "response"))
            json_of(response)
        except ImagenError as refusal:
            by_model = isinstance(refusal, ContentBlocked) or (isinstance(refusal, Rejected) and bool(refusal.problems))
            if not requests.has_failed(status) and not by_model:
                return done  # it was made: collecting asks again, as often as it takes
            if isinstance(refusal, ModelGone) and self._was_cancelled(submission.handle.request_id):
                return Progress(RemoteState.CANCELLED, message="Cancelled at fal.ai.")
            return requests.failure_of(status, refusal)
        self._finished_answers.keep(submission.handle.request_id, response, response)
        return done

    def answer(self, submission: Submission) -> Any:
        return json_of(self._finished(submission))

    def collected(self, submission: Submission) -> Result:
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
        self._finished_answers.take(submission.handle.request_id)
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

    def quote(self, prepared: PreparedRequest) -> Estimate:
        self._prices.ask(self.endpoint)
        return self.estimate(prepared.actual_parameters)

    def _finished(self, submission: Submission) -> httpx.Response:
        brought = self._finished_answers.take(submission.handle.request_id)
        if brought is not None:
            return brought
        try:
            return self._client.response(self._url(submission, "response"))
        except ModelGone as error:
            raise _unknown() from error
        except (Rejected, ContentBlocked) as error:
            raise BadResponse(f"fal.ai does not give the result: {error.message}", "Check again later.") from error

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


def _unknown() -> BadResponse:
    return BadResponse("fal.ai does not know this request, or no longer.", "Look at fal.ai/dashboard/requests.")


def _units(response: httpx.Response) -> float | None:
    try:
        units = float(response.headers.get("x-fal-billable-units", ""))
    except ValueError:
        return None
    return units if 0 <= units < 1e9 else None
