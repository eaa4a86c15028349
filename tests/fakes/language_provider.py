"""A provider that takes any text and any value and makes nothing: for trying the expansion language from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from imagen.domain.errors import ModelGone
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType
from imagen.providers.base import (
    BaseProductFactory,
    Estimate,
    Handle,
    Model,
    ModelType,
    PreparedRequest,
    Progress,
    Provider,
    RemoteState,
    Result,
    Submission,
)

MODEL = "language:any"


class AnyFactory(BaseProductFactory):
    model = Model(MODEL, "language", "Any", ModelType.TEXT_TO_IMAGE, "Language")

    @property
    def spec(self) -> ParameterSetSpec:
        return ParameterSetSpec(
            (
                ParameterSpec("prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT),
                ParameterSpec("v", ParameterType.TEXT, interpolation=Interpolation.VALUES),
            )
        )

    def submit(self, prepared: PreparedRequest) -> Handle:
        return Handle(prepared.generation_id)

    async def check(self, submission: Submission) -> Progress:
        return Progress(RemoteState.SUCCEEDED)

    def collect(self, submission: Submission) -> Result:
        return Result([])

    def cancel(self, submission: Submission) -> None:
        pass

    def estimate(self, parameters: Any) -> Estimate:
        return Estimate(None, None)


class LanguageProvider(Provider):
    name: ClassVar[str] = "language"
    label: ClassVar[str] = "Language"

    def models(self) -> Sequence[Model]:
        return [AnyFactory.model]

    def factory(self, model_key: str) -> BaseProductFactory:
        if model_key != MODEL:
            raise ModelGone(f"There is no model {model_key}.")
        return AnyFactory()


PATHS = {"language": "tests.fakes.language_provider:LanguageProvider"}
