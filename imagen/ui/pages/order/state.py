"""What stands in the order form, as plain values: read from a draft or an order, written back, turned into a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from imagen.domain.ordering import Priority, SeedPolicy
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType
from imagen.services.order_request import OrderRequest, new_expansion_seed
from imagen.services.views import OrderView

EXAMPLE = "A [red,blue] [dog,fox,owl,whale] at [dawn|dusk]"
_MOST_NUMBER = 2**53
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class FormState:
    """The form as it stands; `parameters` keeps values as typed, also those that the chosen model does not know."""

    model_key: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    seed_policy: SeedPolicy = SeedPolicy.AS_GIVEN
    repeats: int = 1
    sample: int | None = None
    excluded: tuple[int, ...] = ()
    one_of_each_first: bool = False
    priority: Priority = Priority.INTERACTIVE

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> FormState:
        """Read what a draft keeps; what is missing or cannot be understood means the default."""
        parameters = kept.get("parameters")
        excluded = kept.get("excluded")
        return cls(
            model_key=str(kept.get("model_key") or ""),
            parameters={str(k): v for k, v in parameters.items()} if isinstance(parameters, Mapping) else {},
            seed=_whole(kept.get("seed"), new_expansion_seed),
            seed_policy=_member(SeedPolicy, kept.get("seed_policy"), SeedPolicy.AS_GIVEN),
            repeats=_whole(kept.get("repeats"), lambda: 1),
            sample=_whole(kept["sample"], lambda: None) if kept.get("sample") is not None else None,
            excluded=tuple(i for i in excluded if isinstance(i, int)) if isinstance(excluded, list | tuple) else (),
            one_of_each_first=kept.get("one_of_each_first") is True,
            priority=_member(Priority, kept.get("priority"), Priority.INTERACTIVE),
        )

    @classmethod
    def of_request(cls, request: OrderRequest) -> FormState:
        """Give the form from which a request like this one is ordered, with a new draw where it names none."""
        return cls(
            model_key=request.model_key,
            parameters=dict(request.parameters),
            seed=request.seed if request.seed is not None else new_expansion_seed(),
            seed_policy=request.seed_policy,
            repeats=request.repeats,
            sample=request.sample,
            excluded=request.excluded,
            one_of_each_first=request.one_of_each_first,
            priority=request.priority,
        )

    @classmethod
    def of_order(cls, order: OrderView) -> FormState:
        """Give the form as it was when an order was placed, with a new draw of its random picks."""
        return cls(
            model_key=order.model_key,
            parameters=dict(order.base_parameters),
            seed=new_expansion_seed(),
            seed_policy=order.seed_policy,
            repeats=order.repeats,
            sample=order.sample_size,
            one_of_each_first=order.one_of_each_first,
            priority=order.priority,
        )

    def write(self) -> dict[str, Any]:
        """Give what a draft keeps: JSON values under the names of an order request's fields."""
        return {
            "model_key": self.model_key,
            "parameters": dict(self.parameters),
            "seed": self.seed,
            "seed_policy": str(self.seed_policy),
            "repeats": self.repeats,
            "sample": self.sample,
            "excluded": list(self.excluded),
            "one_of_each_first": self.one_of_each_first,
            "priority": str(self.priority),
        }

    def request(self, spec: ParameterSetSpec, project_id: UUID | None) -> OrderRequest:
        """Give the order that this form asks for; blank values and those the model does not know stay out."""
        known = {parameter.name: (parameter, self.parameters.get(parameter.name)) for parameter in spec.parameters}
        return OrderRequest(
            model_key=self.model_key,
            parameters={name: value for name, (parameter, value) in known.items() if _is_said(parameter, value)},
            project_id=project_id,
            seed=self.seed,
            seed_policy=self.seed_policy,
            repeats=self.repeats,
            sample=self.sample,
            excluded=self.excluded,
            one_of_each_first=self.one_of_each_first,
            priority=self.priority,
        )

    def with_parameter(self, name: str, value: Any) -> FormState:
        """Give the form with one more value."""
        return replace(self, parameters={**self.parameters, name: value})

    @property
    def meaning(self) -> tuple[Any, ...]:
        """Tell what would be ordered, apart from the draw of random picks; forms with the same meaning are the same."""
        values = tuple(sorted((k, repr(v)) for k, v in self.parameters.items() if not is_blank(v)))
        return (self.model_key, values, self.seed_policy, self.repeats, self.sample, self.one_of_each_first)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return all(is_blank(value) for value in self.parameters.values())

    @property
    def title(self) -> str:
        """Give a line by which people recognise the form."""
        texts = [value for value in self.parameters.values() if isinstance(value, str) and value.strip()]
        prompt = self.parameters.get("prompt")
        return prompt if isinstance(prompt, str) and prompt.strip() else max(texts, key=len, default=self.model_key)


def is_blank(value: Any) -> bool:
    """Tell whether a value says nothing."""
    return value is None or value in ((), []) or (isinstance(value, str) and not value.strip())


def _is_said(parameter: ParameterSpec, value: Any) -> bool:
    """Tell whether a value is ordered; taking away all rows that stand there by default says something too."""
    without_rows = parameter.type is ParameterType.GROUP and bool(parameter.default) and value in ([], ())
    return without_rows or not is_blank(value)


def _whole(value: Any, otherwise: Callable[[], Any]) -> Any:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST_NUMBER
    return value if fits else otherwise()


def _member(kind: type[E], value: Any, otherwise: E) -> E:
    return kind(value) if value in set(kind) else otherwise
