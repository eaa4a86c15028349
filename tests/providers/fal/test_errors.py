"""Every exception of fal's client becomes one of ours."""

from __future__ import annotations

import inspect

import fal_client.auth
import fal_client.client
import httpx
import pytest

from imagen.domain.errors import (
    AuthenticationFailed,
    BadResponse,
    ImagenError,
    InsufficientCredit,
    NotConfigured,
    ProviderError,
    RateLimited,
    TimedOut,
    Unavailable,
)
from imagen.providers.fal.errors import of_client, spoken

CLASSES = [
    each
    for module in (fal_client.client, fal_client.auth)
    for each in vars(module).values()
    if inspect.isclass(each) and issubclass(each, Exception) and each.__module__ == module.__name__
]


def _http(status: int, detail: str = "") -> Exception:
    response = httpx.Response(status, json={"detail": detail}, request=httpx.Request("GET", "https://queue.fal.run"))
    return fal_client.client.FalClientHTTPError(detail, status, {}, response)


def _made(kind: type[Exception]) -> Exception:
    if kind is fal_client.client.FalClientHTTPError:
        return _http(500)
    if kind is fal_client.client.FalClientTimeoutError:
        return fal_client.client.FalClientTimeoutError(1.0)
    return kind("x")


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_of_the_client_is_known(kind: type[Exception]) -> None:
    assert {each.__name__ for each in CLASSES} == {
        "FalClientError", "FalClientHTTPError", "FalClientTimeoutError", "RealtimeError", "MissingCredentialsError",
    }  # fmt: skip
    assert isinstance(of_client(_made(kind)), ProviderError)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (_http(401), AuthenticationFailed),
        (_http(403, "User is locked. Reason: Exhausted balance."), InsufficientCredit),
        (_http(429), RateLimited),
        (_http(502), Unavailable),
        (_http(307), BadResponse),
        (fal_client.client.FalClientTimeoutError(3.0, "r"), TimedOut),
        (fal_client.auth.MissingCredentialsError("no"), NotConfigured),
        (httpx.ReadTimeout("slow"), Unavailable),
        (KeyError("logs"), BadResponse),
        (ValueError("Unknown status: X"), BadResponse),
    ],
)
def test_what_the_client_raises_means(error: Exception, expected: type[ImagenError]) -> None:
    with pytest.raises(expected) as caught, spoken():
        raise error
    assert type(caught.value) is expected


def test_our_own_errors_pass() -> None:
    own = Unavailable("Gone fishing.")
    with pytest.raises(Unavailable) as caught, spoken():
        raise own
    assert caught.value is own
