"""What all models at civitai have in common: workflows of one step, ordered once under an id by which they are known again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from imagen.domain.errors import BadResponse, ContentBlocked, ModelGone
from imagen.domain.money import Currency
from imagen.domain.parameter_sets import generation_set
from imagen.domain.parameters import ParameterSetSpec
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
from imagen.providers.civitai import results, workflows
from imagen.providers.civitai.finding import find_lost
from imagen.providers.civitai.form_parts import UNSAID, Sizes, sent, with_settings
from imagen.providers.civitai.quotes import Quotes, key_of
from imagen.providers.civitai.wording import spoken_labels
from imagen.providers.finished_answers import FinishedAnswers
from imagen.providers.moments import read_moment
from imagen.providers.one_size import SIZE, with_one_size
from imagen.providers.output_reading import read_output
from imagen.providers.remote import RemoteProductFactory, json_of
from imagen.providers.schema import ConvertedSchema, Published
from imagen.providers.uploads import Uploads

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient

_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


class CivitaiProductFactory(RemoteProductFactory):
    """Carry out generations as workflows of one step."""

    asks_for_price = True
    quote_sends_files = True
    sizes: ClassVar[Sizes] = ()
    timeout: ClassVar[str] = "00:30:00"

    def __init__(
        self,
        model: Model,
        entry: CatalogueEntry,
        published: Published,
        downloader: Downloader,
        uploads: Uploads,
        *,
        client: CivitaiClient,
    ) -> None:
        super().__init__(model, entry, published, downloader, uploads)
        self._client = client
        self._quotes = Quotes()
        self._finished_answers: FinishedAnswers[Mapping[str, Any]] = FinishedAnswers()

    def shaped(self, form: ConvertedSchema) -> ConvertedSchema:
        return with_one_size(with_settings(form), self.sizes, UNSAID)

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return super().arrange(spoken_labels(spec))

    def order(self, body: Mapping[str, Any], prepared: PreparedRequest) -> None:
        self._client.order({**self.template(body, prepared), "externalId": external_id(prepared)})

    def template(self, body: Mapping[str, Any], prepared: PreparedRequest) -> dict[str, Any]:
        """Make the workflow of a form's body; an id is put on it only to order it."""
        made = sent(body)
        return workflows.template(
            str(self.entry.details.get("step") or "imageGen"),
            made.inputs,
            timeout=self.timeout,
            priority=made.priority,
            mature=made.mature,
            metadata={"generationId": prepared.generation_id},
        )

    def receipt(self, answer: Any) -> Handle:
        return Handle(workflows.id_of(workflows.as_workflow(answer)))

    async def check(self, submission: Submission) -> Progress:
        try:
            response = await self._client.workflow_soon(submission.handle.request_id)
        except ModelGone as error:
            raise _unknown() from error
        answered_at = read_moment(response.headers.get("date"))
        workflow = workflows.as_workflow(json_of(response))
        progress = workflows.progress_of(workflow, answered_at)
        if progress.state is RemoteState.SUCCEEDED:
            self._finished_answers.keep(submission.handle.request_id, workflow, response)
        else:
            self._finished_answers.take(submission.handle.request_id)
        return progress

    def answer(self, submission: Submission) -> Any:
        return [step.get("output") for step in workflows.steps_of(self._finished(submission))]

    def collected(self, submission: Submission) -> Result:
        workflow = self._finished(submission)
        blobs = workflows.blobs_of(workflow)
        fetcher = results.BlobFetcher(self._client, self._downloader, submission.handle.request_id)
        outputs = [fetcher.output(at, blob) for at, blob in enumerate(blobs) if blob.url]
        if not blobs:  # an output of a form that is not known yet
            outputs = list(self._read_whole(submission, workflow).outputs)
        if not outputs and any(blob.blocked_reason for blob in blobs):
            raise ContentBlocked(f"civitai withheld everything: {blobs[0].blocked_reason}.", "Change the prompt.")
        if not outputs and blobs:
            raise BadResponse("civitai says that it finished, and the files are not there yet.", "Check again later.")
        asked = sent(self.form.to_body(submission.prepared.actual_parameters)).inputs
        return Result(
            outputs,
            results.returned(workflow, asked),
            inference_time_ms=results.milliseconds(workflow),
            cost=workflows.micro_buzz(workflows.cost_of(workflow)),
            currency=Currency.BUZZ,
            metadata=results.facts(workflow, blobs),
        )

    def _read_whole(self, submission: Submission, workflow: Mapping[str, Any]) -> Result:
        made = [step.get("output") for step in workflows.steps_of(workflow)]
        return self.result(submission, read_output(made))

    def cancel(self, submission: Submission) -> None:
        try:
            self._client.cancel(submission.handle.request_id)
        except ModelGone as error:
            raise _unknown() from error

    def release(self, submission: Submission) -> None:
        self._finished_answers.take(submission.handle.request_id)

    def find(self, prepared: PreparedRequest, since: datetime) -> Handle | None:
        found = find_lost(self._client, external_id(prepared), since)
        return None if found is None else self.receipt(found)

    def quote(self, prepared: PreparedRequest) -> Estimate:
        key = key_of(self.spec, prepared.actual_parameters)
        known = self._quotes.find(key)
        if known is not None or self.validate(prepared.actual_parameters):
            return self.estimate(prepared.actual_parameters)
        answer = workflows.as_workflow(self._client.price(self.template(self.body(prepared), prepared)))
        cost = workflows.micro_buzz(workflows.price_of(answer))
        if cost is not None:
            self._quotes.keep(key, cost)
        return self.estimate(prepared.actual_parameters)

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        told = self._quotes.find(key_of(self.spec, generation_set(self.spec, parameters)))
        return super().estimate(parameters) if told is None else Estimate(told, None, Currency.BUZZ)

    def _finished(self, submission: Submission) -> Mapping[str, Any]:
        brought = self._finished_answers.take(submission.handle.request_id)
        if brought is not None:
            return brought
        try:
            workflow = workflows.as_workflow(self._client.workflow(submission.handle.request_id))
        except ModelGone as error:
            raise _unknown() from error
        if str(workflow.get("status")).casefold() != RemoteState.SUCCEEDED:
            raise BadResponse("civitai says now that the workflow has not succeeded.", "Check again later.")
        return workflow

    def field_of(self, path: str) -> str:
        first = re.split(r"[.\[]", path, maxsplit=1)[0]
        if first in {"width", "height"} and self.spec.get(SIZE) is not None:
            return SIZE
        named = super().field_of(path)
        return named if named != path else super().field_of(first)


def external_id(prepared: PreparedRequest) -> str:
    """Name one attempt at a generation, the same whenever it is asked for."""
    generation = prepared.generation_id
    if not _EXTERNAL_ID.fullmatch(generation):
        generation = blake2b(generation.encode(), digest_size=16).hexdigest()
    return f"imagen-{generation}-{prepared.attempt}"


def _unknown() -> BadResponse:
    return BadResponse("civitai does not know this workflow, or no longer.", "Look at your generations at civitai.com.")
