"""The one way to a provider's factory: secrets go into what is sent and out of what comes back, and own prices count."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, BinaryIO

from imagen.domain.errors import BadResponse, FieldProblem, ParameterInvalid, Rejected, SubmissionUnclear
from imagen.domain.money import Currency
from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.base import (
    BaseProductFactory,
    Estimate,
    GenerationRequest,
    Handle,
    Output,
    PreparedRequest,
    Progress,
    Result,
    Submission,
)
from imagen.providers.price import Price, Unit
from imagen.services.keys import Keys
from imagen.services.secret_parameters import SecretParameters

logger = logging.getLogger(__name__)


class DiscreetFactory(BaseProductFactory):
    """A factory whose parameter sets may hold marks of secrets, and whose errors and results never hold one.

    `own_price(key)` gives what a person says that a model costs: it counts in the place of all that is published.
    """

    def __init__(
        self,
        inner: BaseProductFactory,
        keys: Keys,
        secrets: SecretParameters,
        own_price: Callable[[str], Price | None] = lambda key: None,
    ) -> None:
        self._inner = inner
        self._keys = keys
        self._secrets = secrets
        self._own_price = own_price
        self.model = inner.model
        self.asks_for_price = inner.asks_for_price
        self.quote_sends_files = inner.quote_sends_files

    def __getattr__(self, name: str) -> Any:
        """Give what a factory has beside the contract, such as the notes of its form."""
        return getattr(self._inner, name)

    @property
    def spec(self) -> ParameterSetSpec:
        spec = self._inner.spec
        self._secrets.learn(spec)
        return spec

    @property
    def patience(self) -> timedelta:
        return self._inner.patience

    def validate(self, parameters: Mapping[str, Any]) -> list[FieldProblem]:
        return self._inner.validate(parameters)

    def prepare(self, request: GenerationRequest) -> PreparedRequest:
        with self._keys.discreetly():
            return self._inner.prepare(request)

    def submit(self, prepared: PreparedRequest) -> Handle:
        with self._keys.discreetly():
            return without_secrets(self._inner.submit(self._complete(prepared)), self._keys)

    async def check(self, submission: Submission) -> Progress:
        with self._keys.discreetly():
            found = await self._inner.check(submission)
        note, message = self._keys.without_secrets(found.note), self._keys.without_secrets(found.message)
        unchanged = (note, message) == (found.note, found.message)
        return found if unchanged else replace(found, note=note, message=message)

    def collect(self, submission: Submission) -> Result:
        with self._keys.discreetly():
            result = self._charged(self._inner.collect(submission))
        return replace(
            result,
            outputs=[self._discreet(output) for output in result.outputs],
            return_parameters=self._keys.without_secrets(result.return_parameters),
            metadata=self._keys.without_secrets(result.metadata),
        )

    def cancel(self, submission: Submission) -> None:
        with self._keys.discreetly():
            self._inner.cancel(submission)

    def release(self, submission: Submission) -> None:
        with self._keys.discreetly():
            self._inner.release(submission)

    def quote(self, prepared: PreparedRequest) -> Estimate:
        if self._own_price(self.model.key) is not None:
            return self.estimate(prepared.actual_parameters)
        with self._keys.discreetly():
            return self._inner.quote(self._complete(prepared))

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        """Give what is known; nothing where it cannot be worked out, since no order may wait for that."""
        try:
            return self._estimated(parameters)
        except Exception as error:
            logger.debug("What %s costs could not be worked out: %s", self.model.key, type(error).__name__)
            return Estimate(None, None)

    def _estimated(self, parameters: Mapping[str, Any]) -> Estimate:
        own = self._own_price(self.model.key)
        known = self._inner.estimate(parameters)
        return known if own is None else Estimate(self._inner.cost_at(own, parameters), known.seconds)

    def cost_names(self) -> frozenset[str]:
        return self._inner.cost_names()

    def cost_at(self, price: Price, parameters: Mapping[str, Any]) -> int | None:
        return self._inner.cost_at(price, parameters)

    def _charged(self, result: Result) -> Result:
        """Put the cost right where a person pays by the second of computing: what was measured decides it."""
        own = self._own_price(self.model.key)
        if own is None or own.unit is not Unit.COMPUTE_SECOND or result.inference_time_ms is None:
            return result
        cost = round(own.amount * result.inference_time_ms / 1000)
        return replace(result, cost=cost, currency=Currency.DOLLARS)

    def _discreet(self, output: Output) -> Output:
        """Let nobody be asked for a file by an address that holds a secret."""
        label, told = self._keys.without_secrets(output.label), self._keys.without_secrets(output.source_url)
        if told == output.source_url:
            return replace(output, label=label)
        return replace(output, label=label, source_url=told, write=_refuse)

    def _complete(self, prepared: PreparedRequest) -> PreparedRequest:
        """Put the kept secrets in. Raises Rejected where one is kept no more: nothing was sent then."""
        try:
            actual = self._secrets.put_back(self.model.key, self.spec, prepared.actual_parameters)
        except ParameterInvalid as error:
            raise Rejected(error.message, error.hint) from None
        return replace(prepared, actual_parameters=actual)


def without_secrets(handle: Handle, keys: Keys) -> Handle:
    """Give a receipt without those addresses that hold a secret. Raises SubmissionUnclear when its very id does."""
    if keys.without_secrets(handle.request_id) != handle.request_id:
        raise SubmissionUnclear("The order was sent, and its answer holds a key in the place of an id.")
    return replace(handle, urls={name: url for name, url in handle.urls.items() if keys.without_secrets(url) == url})


def _refuse(into: BinaryIO) -> None:
    raise BadResponse("The address of the file holds a key, so it is not asked for.", "Tell the provider.")
