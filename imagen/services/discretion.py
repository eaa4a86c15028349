"""The one way to a provider's factory: secrets are put into what is sent, and taken out of everything that comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from imagen.domain.errors import FieldProblem, ParameterInvalid, Rejected
from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.base import (
    BaseProductFactory,
    Estimate,
    GenerationRequest,
    Handle,
    PreparedRequest,
    Progress,
    Result,
    Submission,
)
from imagen.services.keys import Keys
from imagen.services.secret_parameters import SecretParameters


class DiscreetFactory(BaseProductFactory):
    """A factory whose parameter sets may hold marks of secrets, and whose errors and results never hold one."""

    def __init__(self, inner: BaseProductFactory, keys: Keys, secrets: SecretParameters) -> None:
        self._inner = inner
        self._keys = keys
        self._secrets = secrets
        self.model = inner.model
        self.asks_for_price = inner.asks_for_price

    def __getattr__(self, name: str) -> Any:
        """Give what a factory has beside the contract, such as the notes of its form."""
        return getattr(self._inner, name)

    @property
    def spec(self) -> ParameterSetSpec:
        spec = self._inner.spec
        self._secrets.learn(spec)
        return spec

    def validate(self, parameters: Mapping[str, Any]) -> list[FieldProblem]:
        return self._inner.validate(parameters)

    def prepare(self, request: GenerationRequest) -> PreparedRequest:
        with self._keys.discreetly():
            return self._inner.prepare(request)

    def submit(self, prepared: PreparedRequest) -> Handle:
        with self._keys.discreetly():
            return self._inner.submit(self._complete(prepared))

    async def check(self, submission: Submission) -> Progress:
        with self._keys.discreetly():
            found = await self._inner.check(submission)
        note, message = self._keys.without_secrets(found.note), self._keys.without_secrets(found.message)
        unchanged = (note, message) == (found.note, found.message)
        return found if unchanged else replace(found, note=note, message=message)

    def collect(self, submission: Submission) -> Result:
        with self._keys.discreetly():
            result = self._inner.collect(submission)
        return replace(
            result,
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
        with self._keys.discreetly():
            return self._inner.quote(self._complete(prepared))

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        return self._inner.estimate(parameters)

    def _complete(self, prepared: PreparedRequest) -> PreparedRequest:
        """Put the kept secrets in. Raises Rejected where one is kept no more: nothing was sent then."""
        try:
            actual = self._secrets.put_back(self.model.key, self.spec, prepared.actual_parameters)
        except ParameterInvalid as error:
            raise Rejected(error.message, error.hint) from None
        return replace(prepared, actual_parameters=actual)
