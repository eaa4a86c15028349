"""Every exception of Replicate's client becomes one of ours."""

from __future__ import annotations

import inspect
from types import SimpleNamespace

import httpx
import pytest
from replicate import exceptions

from imagen.domain.errors import (
    AuthenticationFailed,
    BadResponse,
    ImagenError,
    InsufficientCredit,
    ProviderError,
    RateLimited,
    Unavailable,
)
from imagen.providers.replicate.errors import of_client, spoken

CLASSES = [
    each
    for each in vars(exceptions).values()
    if inspect.isclass(each) and issubclass(each, Exception) and each.__module__ == exceptions.__name__
]


def _made(kind: type[Exception]) -> Exception:
    if kind is exceptions.ModelError:
        return exceptions.ModelError(SimpleNamespace(error="out of luck"))  # type: ignore[arg-type]
    return kind()


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_of_the_client_is_known(kind: type[Exception]) -> None:
    assert len(CLASSES) == 3
    assert isinstance(of_client(_made(kind)), ProviderError)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (exceptions.ReplicateError(status=401), AuthenticationFailed),
        (exceptions.ReplicateError(status=402, detail="no money"), InsufficientCredit),
        (exceptions.ReplicateError(status=429), RateLimited),
        (exceptions.ReplicateError(status=502), Unavailable),
        (httpx.ReadTimeout("slow"), Unavailable),
        (AttributeError("'list' object has no attribute 'get'"), BadResponse),
        (ValueError("1 validation error for Prediction"), BadResponse),
        (TypeError("not serializable"), BadResponse),
    ],
)
def test_what_the_client_raises_means(error: Exception, expected: type[ImagenError]) -> None:
    with pytest.raises(expected), spoken():
        raise error


def test_our_own_errors_pass() -> None:
    own = Unavailable("Gone fishing.")
    with pytest.raises(Unavailable) as caught, spoken():
        raise own
    assert caught.value is own
