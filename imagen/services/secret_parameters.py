"""Secrets that models ask for: kept among the keys for each model apart, put back only into what is sent to the provider."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from imagen.domain.errors import ParameterInvalid
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec
from imagen.domain.secret_values import KEPT, changed, is_typed, secret_names, secrets_in
from imagen.services.keys import Keys


class SecretParameters:
    """What was typed for one model goes to no other, even where both call it the same."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._names: frozenset[str] = frozenset()

    def keep(self, model_key: str, spec: ParameterSetSpec, values: Mapping[str, Any]) -> None:
        """Keep every secret that was typed. Raises StorageError."""
        for place, _, value in secrets_in(spec, values):
            if is_typed(value):
                self._keys.put(_name(model_key, place), str(value))

    def put_back(self, model_key: str, spec: ParameterSetSpec, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give a parameter set with the kept secrets in it, for sending. Raises ParameterInvalid where one is missing."""

        def reveal(place: str, parameter: ParameterSpec, value: Any) -> Any:
            if value != KEPT:
                return value
            kept = self._keys.kept(_name(model_key, place))
            if kept is None:
                raise ParameterInvalid(_missing(parameter))
            return kept[0]

        return changed(spec, values, reveal)

    def problems(self, model_key: str, spec: ParameterSetSpec, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Name each parameter whose secret is wrong, with why; the secret itself is never in the words."""
        for place, parameter, value in secrets_in(spec, values):
            owner = place.partition(".")[0]
            if value == KEPT:
                if self._keys.kept(_name(model_key, place)) is None:
                    yield owner, _missing(parameter)
            elif is_typed(value):
                problem = parameter.problem(value) if isinstance(value, str) else f"{parameter.label} must be a text."
                if problem:
                    yield owner, problem

    def learn(self, spec: ParameterSetSpec) -> None:
        """Remember what a model calls its secrets, so that they are recognised under every model."""
        names = secret_names(spec)
        if not names <= self._names:
            self._names |= names

    def without_typed(self, value: Any) -> Any:
        """Give JSON values without the secrets that were typed in them, by all names that are known."""
        if isinstance(value, Mapping):
            return {
                name: self.without_typed(item)
                for name, item in value.items()
                if name not in self._names or item == KEPT or not is_typed(item) or not isinstance(item, str)
            }
        if isinstance(value, list | tuple):
            return [self.without_typed(item) for item in value]
        return value


def _name(model_key: str, place: str) -> str:
    return f"{model_key} {place}"


def _missing(parameter: ParameterSpec) -> str:
    return f"{parameter.label} is not kept here for this model: type it again."
