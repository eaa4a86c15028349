"""What the factories of all services on the network have in common: form, uploads, one purchase, outputs that are fetched."""

from __future__ import annotations

import base64
import binascii
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from typing import Any, BinaryIO, ClassVar
from urllib.parse import unquote_to_bytes

import httpx

from imagen.domain.errors import BadResponse, ImagenError, Rejected, SubmissionUnclear
from imagen.domain.parameter_sets import PRODUCT_REFERENCE, generation_set
from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.media.download import Downloader
from imagen.providers.base import (
    BaseProductFactory,
    Estimate,
    GenerationRequest,
    Handle,
    InputFile,
    Model,
    Output,
    PreparedRequest,
    Result,
    Submission,
)
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.http.purchase import Purchase, purchase
from imagen.providers.output_reading import FoundFile, ReadOutput, read_output
from imagen.providers.price import Price
from imagen.providers.schema import ConvertedSchema, Published, SeedLimits, convert


class RemoteProductFactory(BaseProductFactory):
    """Carry out generations at a service; what a service or a family of models has of its own stands in subclasses."""

    presets: ClassVar[Mapping[str, Any]] = {}
    """Inputs that nobody is asked for, with what is sent always."""

    defaults: ClassVar[Mapping[str, Any]] = {}
    """Defaults for inputs whose schema has none, or a worse one."""

    def __init__(self, model: Model, entry: CatalogueEntry, published: Published, downloader: Downloader) -> None:
        self.model = model
        self.entry = entry
        self._published = published
        self._downloader = downloader

    @cached_property
    def form(self) -> ConvertedSchema:
        """Give the form made from the published schema, arranged as the family wants it."""
        made = convert(self._published, presets=self.presets, defaults=self.defaults)
        return replace(made, spec=self.arrange(made.spec))

    @property
    def spec(self) -> ParameterSetSpec:
        return self.form.spec

    def arrange(self, spec: ParameterSetSpec) -> ParameterSetSpec:
        """Put the parameters into the order, groups and words that people know of this family."""
        return spec

    @abstractmethod
    def order(self, body: Mapping[str, Any], prepared: PreparedRequest) -> None:
        """Send the one request that buys; what it is answered is read by `receipt`."""

    @abstractmethod
    def receipt(self, answer: Any) -> Handle:
        """Read the answer to an order. Raises BadResponse when there is no id in it."""

    @abstractmethod
    def upload(self, file: InputFile) -> str:
        """Give a file to the service and return the address by which its models reach it."""

    @abstractmethod
    def answer(self, submission: Submission) -> Any:
        """Ask for what a finished submission gave back, as JSON."""

    def prepare(self, request: GenerationRequest) -> PreparedRequest:
        """Complete the parameters; a seed that must not stay blank is derived from the generation."""
        actual = generation_set(self.spec, request.parameters)
        seed, limits = self.spec.with_role(Role.SEED), self.form.seed_limits
        if seed is not None and limits is not None and actual.get(seed.name) is None:
            actual[seed.name] = _chosen_seed(request.generation_id, limits)
        return PreparedRequest(request.generation_id, actual, request.inputs)

    def submit(self, prepared: PreparedRequest) -> Handle:
        problems = self.validate(prepared.actual_parameters)
        if problems:
            raise Rejected(" ".join(p.message for p in problems), "Change the parameters.", problems=problems)
        urls = {f"{PRODUCT_REFERENCE}{file.product_id}": self.upload(file) for file in prepared.inputs}
        body = self.form.to_body(prepared.actual_parameters, urls=urls)
        with purchase() as bought:
            try:
                self.order(body, prepared)
            except ImagenError:
                raise
            except Exception as error:  # a client that cannot read an answer: the answer itself decides
                return self._receipt(bought, error)
            return self._receipt(bought, None)

    def _receipt(self, bought: Purchase, error: Exception | None) -> Handle:
        if bought.answer is None:
            if error is not None and not bought.has_left:
                raise error
            raise SubmissionUnclear("The order was sent, and no answer to it was kept.") from error
        try:
            return self.receipt(bought.answer.json())
        except (ValueError, BadResponse) as unreadable:
            raise SubmissionUnclear(
                "The order was sent, and its answer cannot be read, so it is not known what became of it."
            ) from unreadable

    def collect(self, submission: Submission) -> Result:
        return self.result(submission, read_output(self.answer(submission)))

    def result(self, submission: Submission, read: ReadOutput) -> Result:
        """Make a result of an output that was read."""
        outputs = [self._output(index, file, read) for index, file in enumerate(read.files)]
        returned: dict[str, Any] = {**read.values, **read.texts}
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

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        price = self.entry.price
        if price is None:
            return Estimate(None, None)
        return Estimate(self.cost_at(price, parameters), None)

    def cost_at(self, price: Price, parameters: Mapping[str, Any]) -> int | None:
        values = generation_set(self.spec, parameters)
        return price.of(
            outputs=_outputs(self.spec, values), megapixels=_megapixels(values), seconds=_number(values, "duration")
        )


def inline_content(url: str) -> bytes:
    """Give the bytes within a data URL. Raises BadResponse."""
    head, comma, written = url.partition(",")
    try:
        if comma and head.casefold().endswith(";base64"):
            return base64.b64decode(unquote_to_bytes(written), validate=False)
    except (binascii.Error, ValueError) as error:
        raise BadResponse("A file that came within the answer cannot be read.") from error
    if not comma:
        raise BadResponse("A file that came within the answer cannot be read.")
    return unquote_to_bytes(written)


def json_of(response: httpx.Response) -> Any:
    """Read an answer's JSON. Raises BadResponse."""
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        raise BadResponse("The provider answered with something that is no JSON.", "Try again later.") from error


def _chosen_seed(generation_id: str, limits: SeedLimits) -> int:
    drawn = int.from_bytes(blake2b(generation_id.encode(), digest_size=8).digest(), "big")
    return limits.minimum + drawn % (limits.maximum - limits.minimum + 1)


def _outputs(spec: ParameterSetSpec, values: Mapping[str, Any]) -> int:
    parameter = spec.with_role(Role.OUTPUTS)
    count = values.get(parameter.name) if parameter else None
    return count if isinstance(count, int) and not isinstance(count, bool) else 1


def _megapixels(values: Mapping[str, Any]) -> float | None:
    width, height = _number(values, "width"), _number(values, "height")
    return width * height / 1_000_000 if width and height else None


def _number(values: Mapping[str, Any], name: str) -> float | None:
    value = values.get(name)
    try:
        return float(value) if value is not None and not isinstance(value, bool) else None
    except (TypeError, ValueError):
        return None
