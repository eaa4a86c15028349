"""The one tree of errors that people and programs see, each with a sentence, a hint and how it travels over HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one field; `start` and `end` count Unicode code points in the field's text."""

    field: str
    message: str
    kind: str = "invalid-value"
    start: int | None = None
    end: int | None = None
    suggestion: str | None = None


class ImagenError(Exception):
    """Say what happened (`message`) and what to do about it (`hint`)."""

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, hint: str = "", problems: Iterable[FieldProblem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InvalidInput(ImagenError):
    code = "invalid-input"
    http_status = 422


class Malformed(InvalidInput):
    code = "malformed"
    http_status = 400


class TooLarge(InvalidInput):
    code = "too-large"
    http_status = 413


class UnsupportedFormat(InvalidInput):
    code = "unsupported-format"
    http_status = 415


class ParameterInvalid(InvalidInput):
    code = "parameter-invalid"


class ExpansionInvalid(InvalidInput):
    code = "expansion-invalid"


class ExpansionTooLarge(InvalidInput):
    code = "expansion-too-large"


class NotSignedIn(ImagenError):
    code = "not-signed-in"
    http_status = 401


class NotAllowed(ImagenError):
    code = "not-allowed"
    http_status = 403


class NotFound(ImagenError):
    code = "not-found"
    http_status = 404


class Conflict(ImagenError):
    code = "conflict"
    http_status = 409


class InvalidTransition(Conflict):
    code = "invalid-transition"


class DuplicateName(Conflict):
    code = "duplicate-name"


class Frozen(Conflict):
    code = "frozen"


class ProviderError(ImagenError):
    """Something a provider said or did; raised by provider packages only."""

    code = "provider-error"
    http_status = 502


class NotConfigured(ProviderError):
    code = "provider-not-configured"
    http_status = 409


class AuthenticationFailed(ProviderError):
    code = "provider-authentication-failed"


class InsufficientCredit(ProviderError):
    code = "provider-insufficient-credit"


class RateLimited(ProviderError):
    """The provider asks us to wait; `retry_after` says how long, when it told."""

    code = "provider-rate-limited"
    retryable = True

    def __init__(self, message: str, hint: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class Rejected(ProviderError):
    """The provider refused the parameters; nothing was bought."""

    code = "provider-rejected"


class ContentBlocked(ProviderError):
    code = "provider-content-blocked"


class ModelGone(ProviderError):
    code = "provider-model-gone"


class NoCapacity(ProviderError):
    code = "provider-no-capacity"
    retryable = True


class Unavailable(ProviderError):
    """The provider could not be reached and the request surely did not arrive: trying again is safe."""

    code = "provider-unavailable"
    retryable = True


class TimedOut(ProviderError):
    code = "provider-timed-out"


class BadResponse(ProviderError):
    code = "provider-bad-response"


class SubmissionUnclear(ProviderError):
    """A submission's answer was lost: it may have been accepted, so it must not be sent again by itself."""

    code = "provider-submission-unclear"


class StorageError(ImagenError):
    code = "storage-error"
    http_status = 507


class DatabaseUnavailable(StorageError):
    """The database cannot be used just now; whatever was asked for was not done."""

    code = "database-unavailable"
    http_status = 503
    retryable = True


class SpendingRefused(ImagenError):
    """An order that is not placed before a person has said what it may cost; `amount` is what it would, in micro-dollars."""

    code = "spending-refused"
    http_status = 409

    def __init__(self, message: str, hint: str = "", amount: int | None = None) -> None:
        super().__init__(message, hint)
        self.amount = amount


class CostNotConfirmed(SpendingRefused):
    """The order costs more than the amount above which Imagen asks."""

    code = "cost-not-confirmed"


class PriceUnknown(SpendingRefused):
    """Nobody knows what the model costs, and nobody has said what one generation may cost at most."""

    code = "price-unknown"
