"""What goes between Imagen and a factory: what is asked for and sent, and what is told of it and given back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from imagen.domain.money import Currency


class ModelType(StrEnum):
    """What goes into a model and what comes out."""

    TEXT_TO_IMAGE = "text-to-image"
    IMAGE_TO_IMAGE = "image-to-image"
    TEXT_TO_VIDEO = "text-to-video"
    IMAGE_TO_VIDEO = "image-to-video"
    TEXT_TO_AUDIO = "text-to-audio"
    UPSCALING = "upscaling"


FROM_WORDS = frozenset({ModelType.TEXT_TO_IMAGE, ModelType.TEXT_TO_VIDEO, ModelType.TEXT_TO_AUDIO})


@dataclass(frozen=True)
class Model:
    """One model of a provider; `key` is `provider:provider's own id`."""

    key: str
    provider: str
    name: str
    type: ModelType
    family: str
    description: str = ""


@dataclass(frozen=True)
class InputFile:
    """A product's file that goes into a generation."""

    parameter: str
    product_id: str
    path: Path
    mime_type: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class GenerationRequest:
    """All that a factory needs to carry out one generation."""

    generation_id: str
    parameters: Mapping[str, Any]
    inputs: tuple[InputFile, ...] = ()


@dataclass(frozen=True)
class PreparedRequest:
    """What will be sent: the actual parameter set, without secrets, JSON all through.

    `attempt` numbers the submissions of a generation from 1: a provider that knows requests again by a key makes it of both.
    """

    generation_id: str
    actual_parameters: Mapping[str, Any]
    inputs: tuple[InputFile, ...] = ()
    attempt: int = 1


@dataclass(frozen=True)
class Handle:
    """A provider's receipt for a submission: its own id and the addresses it gave."""

    request_id: str
    urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """A handle together with what was sent, so that a provider can be asked about it after a restart."""

    handle: Handle
    prepared: PreparedRequest


class RemoteState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class FailureReason(StrEnum):
    """Why a generation failed, as far as the provider tells."""

    CONTENT_BLOCKED = "content_blocked"
    VALIDATION = "validation"
    MODEL_GONE = "model_gone"
    TIMEOUT = "timeout"
    PROVIDER_BUG = "provider_bug"
    CAPACITY = "capacity"
    NETWORK = "network"


@dataclass(frozen=True)
class Progress:
    """How far a submission has come; `fraction` goes from 0 to 1 where the provider tells.

    `cost` is what one that ended without a result was billed, in millionths of `currency`, and `seconds` is how long one
    that succeeded took from the order to its end, both where the provider tells.
    """

    state: RemoteState
    fraction: float | None = None
    note: str = ""
    queue_position: int | None = None
    failure: FailureReason | None = None
    message: str = ""
    cost: int | None = None
    currency: Currency = Currency.DOLLARS
    seconds: float | None = None


@dataclass(frozen=True)
class Output:
    """One thing a submission made; `write` fetches its bytes into an open file and returns nothing.

    `write` raises a ProviderError when the bytes cannot be had, and keeps nothing of its own.
    """

    index: int
    write: Callable[[BinaryIO], None]
    source_url: str | None = None
    label: str = ""
    blocked: bool = False


@dataclass(frozen=True)
class Result:
    """Everything a finished submission gave back; `cost` in millionths of `currency`, None when the provider does not tell."""

    outputs: Sequence[Output]
    return_parameters: Mapping[str, Any] = field(default_factory=dict)
    inference_time_ms: int | None = None
    cost: int | None = None
    currency: Currency = Currency.DOLLARS
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Estimate:
    """What one generation will probably cost (millionths of `currency`) and take (seconds); None when unknown."""

    cost: int | None
    seconds: float | None
    currency: Currency = Currency.DOLLARS
