"""What the factories of all services on the network have in common: form, uploads, one purchase, outputs that are fetched."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, BinaryIO, ClassVar

import httpx

from imagen.domain.errors import BadResponse, ImagenError, Rejected, SubmissionUnclear
from imagen.domain.parameter_sets import PRODUCT_REFERENCE, generation_set
from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.media.download import Downloader
from imagen.providers.arrangement import Arrangement
from imagen.providers.base import (
    FROM_WORDS,
    BaseProductFactory,
    Estimate,
    GenerationRequest,
    Handle,
    InputFile,
    Model,
    ModelType,
    Output,
    PreparedRequest,
    Result,
    Submission,
)
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.estimating import Sides, counted_names, length_of, megapixels_of, outputs_of
from imagen.providers.example_prompts import asking_for_words
from imagen.providers.http.purchase import Purchase, purchase
from imagen.providers.inline_files import inline_content
from imagen.providers.input_fitting import FittedInput, fitted_inputs
from imagen.providers.output_reading import FoundFile, ReadOutput, read_output
from imagen.providers.price import Price
from imagen.providers.schema import ConvertedSchema, FileLimits, Published, convert
from imagen.providers.seeds import drawn_seed, seed_limits
from imagen.providers.standard_words import in_standard_words, without_a_second
from imagen.providers.uploads import Uploads

_PLAYING = frozenset({ModelType.TEXT_TO_VIDEO, ModelType.IMAGE_TO_VIDEO, ModelType.TEXT_TO_AUDIO})
_PATIENCE = {
    ModelType.TEXT_TO_IMAGE: timedelta(minutes=20),
    ModelType.IMAGE_TO_IMAGE: timedelta(minutes=20),
    ModelType.TEXT_TO_AUDIO: timedelta(minutes=30),
    ModelType.UPSCALING: timedelta(minutes=30),
    ModelType.TEXT_TO_VIDEO: timedelta(hours=2),
    ModelType.IMAGE_TO_VIDEO: timedelta(hours=2),
}


class RemoteProductFactory(BaseProductFactory):
    """Carry out generations at a service; what a service or a family of models has of its own stands in subclasses."""

    claims: ClassVar[tuple[str, ...]] = ()
    """Which models a family's class is for: patterns of their ids at the provider."""

    family: ClassVar[str] = ""
    arrangement: ClassVar[Arrangement] = Arrangement()

    presets: ClassVar[Mapping[str, Any]] = {}
    """Inputs that nobody is asked for, with what is sent always."""

    defaults: ClassVar[Mapping[str, Any]] = {}
    """Defaults for inputs whose schema has none, or a worse one."""

    file_limits: ClassVar[Mapping[str, FileLimits]] = {}
    """Limits of input files, by parameter, where a family has more than its schema says."""

    named_sizes: ClassVar[Mapping[str, Sides]] = {}
    """How many pixels the sizes have that the service knows by name."""

    def __init__(
        self, model: Model, entry: CatalogueEntry, published: Published, downloader: Downloader, uploads: Uploads
    ) -> None:
        self.model = model
        self.entry = entry
        self._published = published
        self._downloader = downloader
        self._uploads = uploads

    @property
    def patience(self) -> timedelta:
        return _PATIENCE[self.model.type]

    @cached_property
    def form(self) -> ConvertedSchema:
        """Give the form made from the published schema, arranged as the family wants it.

        A blank seed is drawn here: services do not all tell the ones they draw, and by it a lost submission is told from
        its sisters.
        """
        made = self.shaped(convert(self._published, presets=self.presets, defaults=self.defaults))
        made = replace(made, seed_limits=made.seed_limits or seed_limits(made.spec))
        return replace(made, spec=self.arrange(made.spec))

    @property
    def spec(self) -> ParameterSetSpec:
        return self.form.spec

    def shaped(self, form: ConvertedSchema) -> ConvertedSchema:
        """Change a form in more than its looks, before it is arranged."""
        return form

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        """Put the parameters into the order, groups and words that people know of this family."""
        worded = in_standard_words(spec, self.model.type)
        asked = asking_for_words(worded) if self.model.type in FROM_WORDS else worded
        return without_a_second(self.arrangement.apply(asked))

    @abstractmethod
    def order(self, body: Mapping[str, Any], prepared: PreparedRequest) -> None:
        """Send the one request that buys; what it is answered is read by `receipt`."""

    @abstractmethod
    def receipt(self, answer: Any) -> Handle:
        """Read the answer to an order. Raises BadResponse when there is no id in it."""

    @abstractmethod
    def answer(self, submission: Submission) -> Any:
        """Ask for what a finished submission gave back, as JSON."""

    def find(self, prepared: PreparedRequest, since: datetime) -> Handle | None:
        """Look in the service's own list for a submission whose answer was lost."""
        return None

    def prepare(self, request: GenerationRequest) -> PreparedRequest:
        """Complete the parameters; a seed that must not stay blank is derived from the generation."""
        actual = generation_set(self.spec, request.parameters)
        seed, limits = self.spec.with_role(Role.SEED), self.form.seed_limits
        if seed is not None and limits is not None and actual.get(seed.name) is None:
            actual[seed.name] = drawn_seed(request.generation_id, limits)
        return PreparedRequest(request.generation_id, actual, request.inputs)

    def submit(self, prepared: PreparedRequest) -> Handle:
        problems = self.validate(prepared.actual_parameters)
        if problems:
            raise Rejected(" ".join(p.message for p in problems), "Change the parameters.", problems=problems)
        body = self.body(prepared)
        with purchase() as bought:
            try:
                self.order(body, prepared)
            except Rejected as refusal:
                raise self._in_our_words(refusal) from refusal
            except ImagenError:
                raise
            except Exception as error:  # a client that cannot read an answer: the answer itself decides
                return self._receipt(bought, error)
            return self._receipt(bought, None)

    def body(self, prepared: PreparedRequest) -> dict[str, Any]:
        """Make what is sent to the model, its files uploaded."""
        fitted = self._fitted(prepared.inputs)
        urls = {
            f"{PRODUCT_REFERENCE}{product}": self._uploads.address(each.file, each.smaller)
            for product, each in fitted.items()
        }
        return self.form.to_body(prepared.actual_parameters, urls=urls)

    def _fitted(self, inputs: Iterable[InputFile]) -> dict[str, FittedInput]:
        limits = {**self.form.file_limits, **self.file_limits}
        return fitted_inputs(inputs, limits.get, self._uploads.largest)

    def field_of(self, path: str) -> str:
        """Name the form's field for an input that the service names, which may lie deeper."""
        names = {".".join(wire.path): wire.name for wire in self.form.wire if wire.path}
        steps = path.split(".")
        ways = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
        return next((names[way] for way in ways if way in names), path)

    def _in_our_words(self, refusal: Rejected) -> Rejected:
        problems = [replace(problem, field=self.field_of(problem.field)) for problem in refusal.problems]
        return Rejected(refusal.message, refusal.hint, problems)

    def _receipt(self, bought: Purchase, error: Exception | None) -> Handle:
        if bought.answer is None:
            if error is not None and not bought.has_left:
                raise error
            raise SubmissionUnclear("The order was sent, and no answer to it was kept.") from error
        try:
            return self.receipt(bought.answer.json())
        except (ValueError, KeyError, TypeError, BadResponse) as unreadable:
            raise SubmissionUnclear(
                "The order was sent, and its answer cannot be read, so it is not known what became of it."
            ) from unreadable

    def collect(self, submission: Submission) -> Result:
        made = self.collected(submission)
        scaled = self._scaled(submission.prepared.inputs)
        return replace(made, metadata={**made.metadata, "inputs_scaled": scaled}) if scaled else made

    def collected(self, submission: Submission) -> Result:
        """Give what the service tells of a finished submission."""
        return self.result(submission, read_output(self.answer(submission)))

    def _scaled(self, inputs: Iterable[InputFile]) -> list[dict[str, Any]]:
        """Say which inputs were sent smaller than they are, as far as their files are still there."""
        try:
            return [note for each in self._fitted(inputs).values() if (note := each.note())]
        except Rejected:
            return []

    def result(self, submission: Submission, read: ReadOutput) -> Result:
        """Make a result of an output that was read."""
        outputs = [self._output(index, file, read) for index, file in enumerate(read.files)]
        returned: dict[str, Any] = {name or "output": value for name, value in {**read.values, **read.texts}.items()}
        if read.seed is not None:
            returned["seed"] = read.seed
        metadata: dict[str, Any] = {}
        if read.timings:
            metadata["timings"] = dict(read.timings)
        if read.flags:
            metadata["safety_flags"] = list(read.flags)
        if read.blocked:
            metadata["blocked"] = list(read.blocked)
        return Result(outputs, returned, metadata=metadata)

    def _output(self, index: int, file: FoundFile, read: ReadOutput) -> Output:
        return Output(
            index,
            self._writer(file),
            source_url=None if file.is_inline else file.url,
            label=file.label,
            blocked=file.flagged or bool(file.blocked_reason),
        )

    def _writer(self, file: FoundFile) -> Callable[[BinaryIO], None]:
        def fetch(into: BinaryIO) -> None:
            self._downloader.fetch(file.url, into)

        def unpack(into: BinaryIO) -> None:
            into.write(inline_content(file.url))

        return unpack if file.is_inline else fetch

    def price(self, values: Mapping[str, Any]) -> Price | None:
        """Give what the model costs with these values, as far as it is known without asking."""
        return self.entry.price

    def outputs(self, values: Mapping[str, Any]) -> int:
        """Say how many things a generation makes."""
        return outputs_of(self.spec, values)

    def megapixels(self, values: Mapping[str, Any]) -> float | None:
        """Say how large each picture is; None where an input decides that, or is paid for too."""
        return megapixels_of(values, self.named_sizes) if self.model.type is ModelType.TEXT_TO_IMAGE else None

    def seconds(self, values: Mapping[str, Any]) -> float | None:
        """Say how long what is made plays, where it is known before."""
        return length_of(values) if self.model.type in _PLAYING else None

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        values = generation_set(self.spec, parameters)
        price = self.price(values)
        if price is None:
            return Estimate(None, None)
        return Estimate(self.cost_at(price, values), None)

    def cost_names(self) -> frozenset[str]:
        """Leave out what no service here counts: words and seeds."""
        return counted_names(self.spec)

    def cost_at(self, price: Price, parameters: Mapping[str, Any]) -> int | None:
        values = generation_set(self.spec, parameters)
        return price.of(outputs=self.outputs(values), megapixels=self.megapixels(values), seconds=self.seconds(values))


def json_of(response: httpx.Response) -> Any:
    """Read an answer's JSON. Raises BadResponse."""
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        raise BadResponse("The provider answered with something that is no JSON.", "Try again later.") from error
