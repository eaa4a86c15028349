"""What all models at Replicate have in common: predictions that are created once, asked about, collected and cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from imagen.domain.errors import BadResponse, ModelGone
from imagen.domain.parameters import Choice
from imagen.media.download import Downloader
from imagen.providers.base import Handle, Model, PreparedRequest, Progress, RemoteState, Result, Submission
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.finished_answers import FinishedAnswers
from imagen.providers.one_size import with_one_size
from imagen.providers.output_reading import read_output
from imagen.providers.price import Unit
from imagen.providers.remote import RemoteProductFactory, json_of
from imagen.providers.replicate import predictions
from imagen.providers.replicate.file_inputs import with_files
from imagen.providers.replicate.finding import find_lost
from imagen.providers.replicate.references import Reference, target_of
from imagen.providers.schema import ConvertedSchema, Published
from imagen.providers.uploads import Uploads

if TYPE_CHECKING:
    from imagen.providers.replicate.client import ReplicateClient


class ReplicateProductFactory(RemoteProductFactory):
    """Carry out generations as predictions of an official model, a version or a deployment."""

    files: ClassVar[tuple[str, ...]] = ()
    """Inputs that are files, though they are published as texts."""

    sizes: ClassVar[tuple[str, ...]] = ()
    """Sizes to choose from, where a model takes width and height."""

    def __init__(
        self,
        model: Model,
        entry: CatalogueEntry,
        published: Published,
        downloader: Downloader,
        uploads: Uploads,
        *,
        reference: Reference,
        client: ReplicateClient,
    ) -> None:
        super().__init__(model, entry, with_files(published, self.files), downloader, uploads)
        self.target = target_of(reference, dict(entry.details))
        self.reference = reference
        self._client = client
        self._finished_answers: FinishedAnswers[Mapping[str, Any]] = FinishedAnswers()

    def shaped(self, form: ConvertedSchema) -> ConvertedSchema:
        return with_one_size(form, [Choice(size) for size in self.sizes])

    def order(self, body: Mapping[str, Any], prepared: PreparedRequest) -> None:
        self._client.order(self.target, body)

    def receipt(self, answer: Any) -> Handle:
        prediction = predictions.as_prediction(answer)
        return Handle(predictions.id_of(prediction), predictions.urls_of(prediction))

    async def check(self, submission: Submission) -> Progress:
        try:
            response = await self._client.response_soon(_path(submission))
        except ModelGone as error:
            raise _unknown() from error
        prediction = predictions.as_prediction(json_of(response))
        progress = predictions.progress_of(prediction)
        if progress.state is RemoteState.SUCCEEDED and prediction.get("output") is not None:
            self._finished_answers.keep(submission.handle.request_id, prediction, response)
        return progress

    def answer(self, submission: Submission) -> Any:
        return self._finished(submission).get("output")

    def collected(self, submission: Submission) -> Result:
        prediction = self._finished(submission)
        made = self.result(submission, read_output(prediction.get("output")))
        timings = predictions.timings_of(prediction)
        seconds = timings.get("predict_time")
        return replace(
            made,
            return_parameters=_returned(prediction, made.return_parameters),
            inference_time_ms=None if seconds is None else round(seconds * 1000),
            cost=self._charged(seconds),
            metadata={**made.metadata, **_facts(prediction, timings)},
        )

    def cancel(self, submission: Submission) -> None:
        self._client.cancel(submission.handle.request_id)

    def find(self, prepared: PreparedRequest, since: datetime) -> Handle | None:
        """Look in Replicate's list for the prediction of a submission whose answer was lost."""
        found = find_lost(self._client, self.target, self.form.to_body(prepared.actual_parameters), since)
        return None if found is None else self.receipt(found)

    def release(self, submission: Submission) -> None:
        self._finished_answers.take(submission.handle.request_id)

    def _finished(self, submission: Submission) -> Mapping[str, Any]:
        brought = self._finished_answers.take(submission.handle.request_id)
        if brought is not None:
            return brought
        try:
            prediction = predictions.as_prediction(self._client.get(_path(submission)))
        except ModelGone as error:
            raise _unknown() from error
        if prediction.get("data_removed") is True and prediction.get("output") is None:
            raise BadResponse("Replicate has removed the result, as it does an hour after each run.")
        if prediction.get("status") != "succeeded":
            raise BadResponse("Replicate says now that the run has not succeeded.", "Check again later.")
        return prediction

    def _charged(self, seconds: float | None) -> int | None:
        """Give the cost where what was measured decides it; for the rest Replicate's API tells none."""
        price = self.entry.price
        if price is None or price.unit is not Unit.COMPUTE_SECOND or seconds is None:
            return None
        return round(price.amount * seconds)


def _path(submission: Submission) -> str:
    return f"/v1/predictions/{submission.handle.request_id}"


def _unknown() -> BadResponse:
    return BadResponse("Replicate does not know this prediction, or no longer.", "Look at replicate.com/predictions.")


def _returned(prediction: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    """Complete what came beside the files with the seed and the version that were used."""
    returned = dict(made)
    seed, version = predictions.seed_of(prediction), prediction.get("version")
    if seed is not None:
        returned.setdefault("seed", seed)
    if isinstance(version, str) and version not in {"", "hidden"}:
        returned.setdefault("version", version)
    return returned


def _facts(prediction: Mapping[str, Any], timings: Mapping[str, float]) -> dict[str, Any]:
    names = ("id", "model", "created_at", "started_at", "completed_at")
    facts: dict[str, Any] = {name: prediction[name] for name in names if isinstance(prediction.get(name), str)}
    if timings:
        facts["timings"] = dict(timings)
    page = predictions.urls_of(prediction).get("web")
    if page:
        facts["page"] = page
    withheld = predictions.withheld_in(predictions.text_of(prediction.get("logs")))
    if withheld:
        facts["withheld"] = withheld
    return facts
