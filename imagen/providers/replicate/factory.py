"""What all models at Replicate have in common: predictions that are created once, asked about, collected and cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from imagen.domain.errors import BadResponse, FieldProblem, ModelGone, Rejected
from imagen.domain.parameter_sets import generation_set
from imagen.domain.parameters import ParameterSetSpec, Role, read_size
from imagen.media.download import Downloader
from imagen.providers.base import Estimate, Handle, InputFile, Model, PreparedRequest, Progress, Result, Submission
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.output_reading import read_output
from imagen.providers.price import Price, Unit
from imagen.providers.remote import RemoteProductFactory
from imagen.providers.replicate import predictions
from imagen.providers.replicate.arrangement import Arrangement
from imagen.providers.replicate.finding import find_lost
from imagen.providers.replicate.references import Reference, target_of
from imagen.providers.replicate.sizes import SIZE, with_one_size
from imagen.providers.replicate.wording import with_files
from imagen.providers.schema import ConvertedSchema, Published, SeedLimits, convert

if TYPE_CHECKING:
    from imagen.providers.replicate.client import ReplicateClient
    from imagen.providers.replicate.uploads import Uploads

_LARGEST_SEED = 2**31 - 1


class ReplicateProductFactory(RemoteProductFactory):
    """Carry out generations as predictions of an official model, a version or a deployment."""

    claims: ClassVar[tuple[str, ...]] = ()
    """Which models a family's class is for: patterns of `owner/name`."""

    family: ClassVar[str] = ""
    arrangement: ClassVar[Arrangement] = Arrangement()

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
        *,
        reference: Reference,
        client: ReplicateClient,
        uploads: Uploads,
    ) -> None:
        super().__init__(model, entry, published, downloader)
        self.target = target_of(reference, dict(entry.details))
        self.reference = reference
        self._client = client
        self._uploads = uploads

    @cached_property
    def form(self) -> ConvertedSchema:
        """Give the form; a blank seed is drawn here, by which a lost submission is told from its sisters."""
        published = with_files(self._published, self.files)
        made = convert(published, presets=self.presets, defaults=self.defaults)
        made = replace(made, seed_limits=made.seed_limits or _seed_limits(made.spec))
        if self.sizes:
            made = with_one_size(made, self.sizes)
        return replace(made, spec=self.arrange(made.spec))

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        return self.arrangement.apply(spec)

    def order(self, body: Mapping[str, Any], prepared: PreparedRequest) -> None:
        self._client.order(self.target, body)

    def receipt(self, answer: Any) -> Handle:
        prediction = predictions.as_prediction(answer)
        return Handle(predictions.id_of(prediction), predictions.urls_of(prediction))

    def upload(self, file: InputFile) -> str:
        return self._uploads.address(file)

    def submit(self, prepared: PreparedRequest) -> Handle:
        try:
            return super().submit(prepared)
        except Rejected as error:
            raise self._in_our_words(error) from error

    async def check(self, submission: Submission) -> Progress:
        try:
            answer = await self._client.get_soon(_path(submission))
        except ModelGone as error:
            raise _unknown() from error
        return predictions.progress_of(predictions.as_prediction(answer))

    def answer(self, submission: Submission) -> Any:
        return self._finished(submission).get("output")

    def collect(self, submission: Submission) -> Result:
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
        found = find_lost(self._client, self.target, self._wanted(prepared), since)
        return None if found is None else self.receipt(found)

    def price(self, values: Mapping[str, Any]) -> Price | None:
        """Give what the model costs with these values, as far as it is known."""
        return self.entry.price

    def outputs(self, values: Mapping[str, Any]) -> int:
        """Say how many things a generation makes."""
        parameter = self.spec.with_role(Role.OUTPUTS)
        count = values.get(parameter.name) if parameter else None
        return count if isinstance(count, int) and not isinstance(count, bool) and count > 0 else 1

    def seconds(self, values: Mapping[str, Any]) -> float | None:
        """Say how long what is made plays, where it is known before."""
        return None

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        values = generation_set(self.spec, parameters)
        price = self.price(values)
        return Estimate(None if price is None else self.cost_at(price, values), None)

    def cost_at(self, price: Price, parameters: Mapping[str, Any]) -> int | None:
        values = generation_set(self.spec, parameters)
        return price.of(outputs=self.outputs(values), megapixels=_megapixels(values), seconds=self.seconds(values))

    def _finished(self, submission: Submission) -> Mapping[str, Any]:
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

    def _wanted(self, prepared: PreparedRequest) -> dict[str, Any]:
        return self.form.to_body(prepared.actual_parameters)

    def _in_our_words(self, error: Rejected) -> Rejected:
        """Name the form's fields in the place of the inputs that Replicate names."""
        names = {".".join(wire.path): wire.name for wire in self.form.wire if wire.path}
        problems = [
            FieldProblem(names.get(problem.field, problem.field), problem.message, problem.kind)
            for problem in error.problems
        ]
        return Rejected(error.message, error.hint, problems)


def _path(submission: Submission) -> str:
    return f"/v1/predictions/{submission.handle.request_id}"


def _unknown() -> BadResponse:
    return BadResponse("Replicate does not know this prediction, or no longer.", "Look at replicate.com/predictions.")


def _returned(prediction: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    """Complete what came beside the files with the seed and the version that were used."""
    returned = {name or "output": value for name, value in made.items()}
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


def _megapixels(values: Mapping[str, Any]) -> float | None:
    sides = read_size(values.get(SIZE)) or read_size(f"{values.get('width')}x{values.get('height')}")
    return sides[0] * sides[1] / 1_000_000 if sides else None


def _seed_limits(spec: ParameterSetSpec) -> SeedLimits | None:
    seed = spec.with_role(Role.SEED)
    if seed is None:
        return None
    low = max(int(seed.rules.minimum or 0), 0)
    high = _LARGEST_SEED if seed.rules.maximum is None else min(int(seed.rules.maximum), _LARGEST_SEED)
    return SeedLimits(low, high) if low < high else None
