"""Generations: in lists, and alone with all four parameter sets."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, computed_field

from imagen.api.schemas.base import Answer, Body, ExactInt, Moment
from imagen.api.schemas.expansion import ChoiceAnswer
from imagen.api.schemas.product import ProductAnswer
from imagen.domain.attention import Resolution
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.views import GenerationDetail


class ResolutionBody(Body):
    """A decision: ask the provider again, submit again (and perhaps pay twice), or give up."""

    resolution: Resolution


class ResolvedAnswer(Answer):
    """How many generations were decided about."""

    count: int


class ErrorAnswer(Answer):
    """Why a generation failed."""

    kind: str
    message: str | None


class GenerationAnswer(Answer):
    """A generation; `index` is its place in the expansion, `progress` goes from 0 to 1, `cost` is in micro-dollars."""

    id: UUID
    order_id: UUID
    project_id: UUID | None
    position: int
    index: Annotated[ExactInt, Field(validation_alias="expansion_index")]
    repeat: int
    prompt_preview: str
    model: str
    status: GenerationStatus
    attention: str | None
    attention_note: str | None
    progress: float | None
    input_count: int
    output_count: int
    cost: ExactInt | None
    inference_time_ms: int | None
    created_at: Moment
    started_at: Moment | None
    completed_at: Moment | None
    error_kind: Annotated[str | None, Field(exclude=True)]
    error_message: Annotated[str | None, Field(exclude=True)]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def error(self) -> ErrorAnswer | None:
        """Say why it failed; an old error stays until a retry has worked."""
        return ErrorAnswer(kind=self.error_kind, message=self.error_message) if self.error_kind else None


class InputAnswer(ProductAnswer):
    """A product that went in, and where."""

    parameter: str
    order_index: int


class SubmissionAnswer(Answer):
    """One attempt to have the generation made."""

    attempt: int
    state: str
    provider: str
    provider_request_id: str | None
    cost: ExactInt | None
    error: str | None
    created_at: Moment


class GenerationDetailAnswer(GenerationAnswer):
    """A generation with its four parameter sets, the choices that led to it, and all that went in and came out.

    `facts` is what else the provider reported: timings, safety flags, Buzz.
    """

    base_parameters: dict[str, Any]
    generation_parameters: dict[str, Any]
    actual_parameters: dict[str, Any] | None
    return_parameters: dict[str, Any] | None
    choices: list[ChoiceAnswer]
    inputs: list[InputAnswer]
    outputs: list[ProductAnswer]
    submissions: list[SubmissionAnswer]
    facts: dict[str, Any]
    notes: str

    @classmethod
    def of(cls, view: GenerationDetail) -> GenerationDetailAnswer:
        """Show a generation alone."""
        inputs = [
            {**vars(one.product), "parameter": one.parameter, "order_index": one.order_index} for one in view.inputs
        ]
        shown = {**vars(view.summary), **vars(view), "outputs": view.summary.products, "inputs": inputs}
        return cls.model_validate(shown)
