"""The guard: one POST a purchase, keys only at home, everything limited, and errors that no client retries."""

from __future__ import annotations

import asyncio
import gzip

import httpx
import pytest

from imagen.domain.errors import (
    AuthenticationFailed,
    BadResponse,
    ImagenError,
    ProviderError,
    SubmissionUnclear,
    Unavailable,
)
from imagen.providers.http.addresses import Addresses
from imagen.providers.http.guard import LARGEST_ANSWER, AsyncGuardedTransport, GuardedTransport
from imagen.providers.http.purchase import purchase
from tests.providers.http.service import Broken, FakeService, Reply

HOME = "https://api.service.example"
KEY = {"Authorization": "Bearer marked-key"}


def refused(response: httpx.Response) -> ImagenError:
    return AuthenticationFailed(f"It said {response.status_code}: {response.text[:40]}")


def client(*replies: Reply, configured: str | None = None) -> tuple[httpx.Client, FakeService]:
    service = FakeService(*replies)
    addresses = Addresses({"api": HOME}, {"api": configured})
    transport = GuardedTransport("Service", addresses, refused, service)
    return httpx.Client(transport=transport, headers=KEY), service


LOST = [
    httpx.ReadError("reset"),
    httpx.ReadTimeout("nothing came"),
    httpx.WriteError("reset"),
    httpx.RemoteProtocolError("no answer"),
    httpx.Response(200, stream=Broken()),
    httpx.Response(500, text="oops"),
    httpx.Response(502, html="<h1>Bad gateway</h1>"),
    httpx.Response(503),
    httpx.Response(504),
    httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")),
    httpx.Response(200, stream=httpx.ByteStream(gzip.compress(bytes(LARGEST_ANSWER + 1))), headers={"content-encoding": "gzip"}),
]  # fmt: skip


@pytest.mark.parametrize("reply", LOST, ids=str)
def test_a_purchase_whose_answer_is_lost_is_unclear_and_never_sent_again(reply: Reply) -> None:
    one, service = client(reply)
    with purchase():
        for _ in range(3):  # as a client's retry loop would
            with pytest.raises(SubmissionUnclear):
                one.post(f"{HOME}/predictions", json={"a": 1})
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full")]
)
def test_a_purchase_that_reached_nobody_may_be_tried_again(error: Exception) -> None:
    one, service = client(error, httpx.Response(201, json={"id": "x"}))
    with purchase() as bought:
        with pytest.raises(Unavailable):
            one.post(f"{HOME}/predictions")
        assert one.post(f"{HOME}/predictions").json() == {"id": "x"}
    assert len(service.requests) == 2
    assert bought.answer is not None


def test_a_refusal_is_told_in_our_words_and_what_is_no_purchase_may_be_repeated() -> None:
    one, service = client(httpx.Response(401, text="no such key"))
    with purchase(), pytest.raises(AuthenticationFailed, match="no such key"):
        one.post(f"{HOME}/predictions")
    for _ in range(2):
        with pytest.raises(AuthenticationFailed):
            one.post(f"{HOME}/files")
    assert len(service.requests) == 3


def test_reading_that_breaks_off_is_unavailable() -> None:
    for reply in LOST[:4]:
        one, _ = client(reply)
        with pytest.raises(Unavailable):
            one.get(f"{HOME}/predictions/1")


def test_huge_answers_are_not_read() -> None:
    one, _ = client(httpx.Response(200, stream=httpx.ByteStream(bytes(LARGEST_ANSWER + 1))))
    with pytest.raises(BadResponse):
        one.get(f"{HOME}/models")


def test_the_key_stays_at_home() -> None:
    one, service = client(httpx.Response(200))
    for url in (f"{HOME}/a", "https://elsewhere.example/a", "http://api.service.example/a", f"{HOME}:8443/a"):
        one.get(url)
    assert ["authorization" in request.headers for request in service.requests] == [True, False, False, False]


def test_a_configured_address_takes_the_place_of_the_official_one() -> None:
    one, service = client(httpx.Response(200), configured="http://localhost:7001/proxy/")
    one.get(f"{HOME}/v1/models?limit=3")
    one.get("http://localhost:7001/proxy/v1/models")
    one.get("https://api.service.example.evil.example/v1/models")
    urls = [str(request.url) for request in service.requests]
    assert urls[0] == "http://localhost:7001/proxy/v1/models?limit=3"
    assert service.requests[0].headers["host"] == "localhost:7001"
    assert ["authorization" in request.headers for request in service.requests] == [True, True, False]


def test_every_step_has_a_limit() -> None:
    one, service = client(httpx.Response(200))
    one.timeout = httpx.Timeout(None)
    one.get(f"{HOME}/a")
    assert all(service.requests[0].extensions["timeout"].values())


def test_compressed_answers_are_read() -> None:
    packed = httpx.ByteStream(gzip.compress(b'{"id": 1}'))
    one, _ = client(httpx.Response(200, headers={"content-encoding": "gzip"}, stream=packed))
    assert one.get(f"{HOME}/a").json() == {"id": 1}


@pytest.mark.parametrize("reply", LOST, ids=str)
async def test_the_same_holds_on_an_event_loop(reply: Reply) -> None:
    service = FakeService(reply)
    transport = AsyncGuardedTransport("Service", Addresses({"api": HOME}, {}), refused, service)
    async with httpx.AsyncClient(transport=transport, headers=KEY) as one:
        with purchase():
            for _ in range(2):
                with pytest.raises(SubmissionUnclear):
                    await one.post(f"{HOME}/predictions")
        assert len(service.requests) == 1
        with pytest.raises(ProviderError):
            await asyncio.wait_for(one.get(f"{HOME}/predictions/1"), 5)
