"""How parameter sets read: the form's labels for names, files by their names instead of by their ids."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.domain.parameters import ParameterSetSpec
from imagen.services.views import InputView


class SetWords:
    """Words for the sets of one generation; without a form, as of a model that is gone, names stand as they are."""

    def __init__(self, spec: ParameterSetSpec | None, inputs: Sequence[InputView]) -> None:
        self._spec = spec
        self._files = {
            f"{PRODUCT_REFERENCE}{given.product.id}": given.product.name or f"the {given.product.type}"
            for given in inputs
        }

    def label(self, name: str) -> str:
        """Name a parameter as the form does."""
        parameter = self._spec.get(name) if self._spec is not None else None
        return parameter.label if parameter is not None else name.replace("_", " ")

    def value(self, value: Any) -> str:
        """Write a value of any form."""
        if value is None:
            return "–"
        named = self._named(value)
        if isinstance(value, list) and value and all(isinstance(one, str) and one in self._files for one in value):
            return ", ".join(named)
        return named if isinstance(named, str) else json.dumps(named, ensure_ascii=False)

    def _named(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._files.get(value, value)
        if isinstance(value, list | tuple):
            return [self._named(one) for one in value]
        if isinstance(value, dict):
            return {key: self._named(one) for key, one in value.items()}
        return value
