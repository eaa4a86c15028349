"""What all models at civitai have in common: workflows of one step, ordered once under an id by which they are known again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from imagen.domain.errors import BadResponse, ContentBlocked, FieldProblem, ModelGone, Rejected
from imagen.domain.parameter_sets import PRODUCT_REFERENCE, generation_set
from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.media.download import Downloader
from imagen.providers.arrangement import Arrangement
from imagen.providers.base import (
    Estimate,
    Handle,
    InputFile,
    Model,
    ModelType,
    PreparedRequest,
    Progress,
    RemoteState,
    Result,
    Submission,
)
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.civitai import form_parts, results, workflows
from imagen.providers.civitai.quotes import Quotes, key_of
from imagen.providers.civitai.wording import spoken_labels
from imagen.providers.moments import read_moment
from imagen.providers.output_reading import read_output
from imagen.providers.remote import RemoteProductFactory, json_of
from imagen.providers.schema import ConvertedSchema, Published, SeedLimits, convert

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient
    from imagen.providers.civitai.uploads import CivitaiUploads

KNOWN_AGAIN = timedelta(days=29)  # civitai forgets workflows after thirty, and their ids with them
_LARGEST_SEED = 2**31 - 1
_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


class CivitaiProductFactory(RemoteProductFactory):
    """Carry out generations as workflows of one step."""

    claims: ClassVar[tuple[str, ...]] = ()
    """Which recipes a family's class is for: patterns of their names."""

    types: ClassVar[frozenset[ModelType]] = frozenset()
    """Of which types it is for; none means all."""

    arrangement: ClassVar[Arrangement] = Arrangement()
    sizes: ClassVar[form_parts.Sizes] = ()
    timeout: ClassVar[str] = "00:30:00"

    def __init__(
        self,
        model: Model,
        entry: CatalogueEntry,
        published: Published,
        downloader: Downloader,
        *,
        client: CivitaiClient,
        uploads: CivitaiUploads,
    ) -> None:
        super().__init__(model, entry, published, downloader)
        self._client = client
        self._uploads = uploads
        self._quotes = Quotes()

    @cached_property
    def form(self) -> ConvertedSchema:
        """Give the form; a blank seed is drawn here, since civitai does not tell the ones it draws."""
        made = convert(self._published, presets=self.presets, defaults=self.defaults)
        made = form_parts.with_settings(form_parts.with_size(made, self.sizes))
        limits = made.seed_limits or _seed_limits(made.spec)
        return replace(made, spec=self.arrange(made.spec), seed_limits=limits)

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return self.arrangement.apply(spoken_labels(spec))

    def submit(self, prepared: PreparedRequest) -> Handle:
        try:
            return super().submit(prepared)
        except Rejected as error:
            raise self._in_our_words(error) from error

    def order(self, body: Mapping[str, Any], prepared: PreparedRequest) -> None:
        self._client.order({**self.template(body, prepared), "externalId": external_id(prepared)})

    def template(self, body: Mapping[str, Any], prepared: PreparedRequest) -> dict[str, Any]:
        """Make the workflow of a form's body; an id is put on it only to order it."""
        sent = form_parts.sent(body)
        return workflows.template(
            str(self.entry.details.get("step") or "imageGen"),
            sent.inputs,
            timeout=self.timeout,
            priority=sent.priority,
            mature=sent.mature,
            metadata={"generationId": prepared.generation_id},
        )

    def receipt(self, answer: Any) -> Handle:
        return Handle(workflows.id_of(workflows.as_workflow(answer)))

    def upload(self, file: InputFile) -> str:
        return self._uploads.address(file)

    async def check(self, submission: Submission) -> Progress:
        try:
            response = await self._client.workflow_soon(submission.handle.request_id)
        except ModelGone as error:
            raise _unknown() from error
        answered_at = read_moment(response.headers.get("date"))
        return workflows.progress_of(workflows.as_workflow(json_of(response)), answered_at)

    def answer(self, submission: Submission) -> Any:
        return [step.get("output") for step in workflows.steps_of(self._finished(submission))]

    def collect(self, submission: Submission) -> Result:
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
        sent = form_parts.sent(self.form.to_body(submission.prepared.actual_parameters)).inputs
        return Result(
            outputs,
            results.returned(workflow, sent),
            inference_time_ms=results.milliseconds(workflow),
            cost=workflows.micro_dollars(workflows.cost_of(workflow)),
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

    def find(self, prepared: PreparedRequest, since: datetime) -> Handle | None:
        """Send a submission whose answer was lost again under its id: civitai answers with the workflow it has.

        Where it never arrived, it is ordered now, once all the same. After a month the id is forgotten, so that nothing
        can be found any more.
        """
        made_at = since if since.tzinfo else since.replace(tzinfo=UTC)
        return self.submit(prepared) if datetime.now(UTC) - made_at < KNOWN_AGAIN else None

    def quote(self, prepared: PreparedRequest) -> Estimate:
        key = key_of(self.spec, prepared.actual_parameters)
        known = self._quotes.find(key)
        if known is not None or self.validate(prepared.actual_parameters):
            return self.estimate(prepared.actual_parameters)
        urls = {f"{PRODUCT_REFERENCE}{file.product_id}": self.upload(file) for file in prepared.inputs}
        body = self.form.to_body(prepared.actual_parameters, urls=urls)
        answer = workflows.as_workflow(self._client.price(self.template(body, prepared)))
        cost = workflows.micro_dollars(workflows.price_of(answer))
        if cost is not None:
            self._quotes.keep(key, cost)
        return self.estimate(prepared.actual_parameters)

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        told = self._quotes.find(key_of(self.spec, generation_set(self.spec, parameters)))
        return super().estimate(parameters) if told is None else Estimate(told, None)

    def _finished(self, submission: Submission) -> Mapping[str, Any]:
        try:
            workflow = workflows.as_workflow(self._client.workflow(submission.handle.request_id))
        except ModelGone as error:
            raise _unknown() from error
        if str(workflow.get("status")).casefold() != RemoteState.SUCCEEDED:
            raise BadResponse("civitai says now that the workflow has not succeeded.", "Check again later.")
        return workflow

    def _in_our_words(self, error: Rejected) -> Rejected:
        """Name the form's fields in the place of the inputs that civitai names."""
        problems = [FieldProblem(self._field(p.field), p.message, p.kind) for p in error.problems]
        return Rejected(error.message, error.hint, problems)

    def _field(self, path: str) -> str:
        first = re.split(r"[.\[]", path, maxsplit=1)[0]
        if first in {"width", "height"} and self.spec.get(form_parts.SIZE) is not None:
            return form_parts.SIZE
        names = {".".join(wire.path): wire.name for wire in self.form.wire if wire.path}
        return names.get(path) or names.get(first) or path


def external_id(prepared: PreparedRequest) -> str:
    """Name one attempt at a generation, the same whenever it is asked for."""
    generation = prepared.generation_id
    if not _EXTERNAL_ID.fullmatch(generation):
        generation = blake2b(generation.encode(), digest_size=16).hexdigest()
    return f"imagen-{generation}-{prepared.attempt}"


def _unknown() -> BadResponse:
    return BadResponse("civitai does not know this workflow, or no longer.", "Look at your generations at civitai.com.")


def _seed_limits(spec: ParameterSetSpec) -> SeedLimits | None:
    seed = spec.with_role(Role.SEED)
    if seed is None:
        return None
    low = max(int(seed.rules.minimum or 0), 0)
    high = _LARGEST_SEED if seed.rules.maximum is None else min(int(seed.rules.maximum), _LARGEST_SEED)
    return SeedLimits(low, high) if low < high else None
