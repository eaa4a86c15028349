"""The one way to a provider's factory: secrets are put into what is sent, and taken out of everything that comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from imagen.domain.errors import BadResponse, FieldProblem, ParameterInvalid, Rejected, SubmissionUnclear
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
from imagen.services.keys import Keys
from imagen.services.secret_parameters import SecretParameters


class DiscreetFactory(BaseProductFactory):
    """A factory whose parameter sets may hold marks of secrets, and whose errors and results never hold one."""

    def __init__(self, inner: BaseProductFactory, keys: Keys, secrets: SecretParameters) -> None:
        self._inner = inner
        self._keys = keys
        self._secrets = secrets
        self.model = inner.model

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
            return without_secrets(self._inner.submit(self._complete(prepared)), self._keys)

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
        with self._keys.discreetly():
            return self._inner.quote(self._complete(prepared))

    def estimate(self, parameters: Mapping[str, Any]) -> Estimate:
        return self._inner.estimate(parameters)

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
