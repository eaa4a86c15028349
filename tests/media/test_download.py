"""The download function: what is let through, what is refused, and what may be tried again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import httpx
import pytest

from imagen.domain.errors import BadResponse, ImagenError, InvalidInput, Unavailable
from imagen.media import download
from imagen.media.download import MOST_HOPS, Caps, Downloader, is_public, resolve_host

PUBLIC = "93.184.216.34"
Reply = Callable[[httpx.Request], httpx.Response]


class Net(httpx.BaseTransport):
    """Stands in for the network: hosts with their addresses, and what they answer."""

    def __init__(self, reply: Reply, hosts: dict[str, list[str]] | None = None) -> None:
        self._reply = reply
        self._hosts = hosts or {}
        self.requests: list[httpx.Request] = []

    def resolve(self, host: str, port: int) -> list[str]:
        return self._hosts.get(host, [PUBLIC])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._reply(request)


def fetch(net: Net, url: str = "https://files.example/a.png", caps: Caps | None = None, own: str = "") -> bytes:
    into = io.BytesIO()
    one = Downloader(resolve=net.resolve, transport=net, may_be_private=lambda host: host == own)
    one.fetch(url, into, caps)
    return into.getvalue()


def test_a_file_comes_from_the_address_that_was_checked() -> None:
    net = Net(lambda request: httpx.Response(200, stream=httpx.ByteStream(b"bytes")))
    assert fetch(net) == b"bytes"
    request = net.requests[0]
    assert (request.url.host, request.headers["host"]) == (PUBLIC, "files.example")
    assert request.extensions["sni_hostname"] == "files.example"


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.1"], [PUBLIC, "192.168.0.1"], ["169.254.169.254"], ["::1"], ["fe80::1%eth0"], ["0.0.0.0"]],
)
def test_private_addresses_are_refused_unless_they_are_our_own(addresses: list[str]) -> None:
    net = Net(lambda request: httpx.Response(200, stream=httpx.ByteStream(b"x")), {"files.example": addresses})
    with pytest.raises(InvalidInput, match="private network"):
        fetch(net)
    assert net.requests == []
    assert fetch(net, own="files.example") == b"x"


def test_every_hop_is_checked() -> None:
    net = Net(
        lambda request: httpx.Response(302, headers={"location": "http://inside.example/secret"}),
        {"inside.example": ["10.0.0.7"]},
    )
    with pytest.raises(InvalidInput, match="private network"):
        fetch(net)
    net = Net(lambda request: httpx.Response(302, headers={"location": "file:///etc/passwd"}))
    with pytest.raises(InvalidInput):
        fetch(net)
    net = Net(lambda request: httpx.Response(302, headers={"location": "/round"}))
    with pytest.raises(BadResponse, match="too many"):
        fetch(net)
    assert len(net.requests) == MOST_HOPS + 1


@pytest.mark.parametrize(
    "url", ["ftp://a.example/x", "file:///etc/passwd", "data:,x", "https://", "https://a:b@c.example/"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        fetch(Net(lambda request: httpx.Response(200, stream=httpx.ByteStream(b"x"))), url)


def broken(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("reset")


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (lambda request: httpx.Response(404), BadResponse),
        (lambda request: httpx.Response(403), BadResponse),
        (lambda request: httpx.Response(204), BadResponse),
        (lambda request: httpx.Response(200, stream=httpx.ByteStream(b"")), BadResponse),
        (lambda request: httpx.Response(200, stream=httpx.ByteStream(b"x" * 101)), BadResponse),
        (lambda request: httpx.Response(200, headers={"content-length": "9"}, stream=httpx.ByteStream(b"x")), Unavailable),
        (lambda request: httpx.Response(429), Unavailable),
        (lambda request: httpx.Response(503), Unavailable),
        (broken, Unavailable),
    ],
)  # fmt: skip
def test_what_is_no_file(reply: Reply, error: type[ImagenError]) -> None:
    with pytest.raises(error):
        fetch(Net(reply), caps=Caps(most_bytes=100))


class Drops(httpx.SyncByteStream):
    """A body that comes one byte at a time, while a clock of its own goes on by a second for each."""

    def __init__(self, clock: list[float]) -> None:
        self.clock = clock

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(100):
            self.clock[0] += 1
            yield b"x"


def test_what_comes_a_byte_at_a_time_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(download, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    with pytest.raises(Unavailable, match="too slowly"):
        fetch(Net(lambda request: httpx.Response(200, stream=Drops(clock))), caps=Caps(most_seconds=10))
    assert clock[0] == 11


def test_public_addresses() -> None:
    assert is_public(PUBLIC)
    assert is_public("2606:4700::1111")
    for address in ("::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1", "no address", ""):
        assert not is_public(address)


@pytest.mark.parametrize(
    "url", ["http://a..b/x", f"http://{'a' * 70}.example/x", "http://xn--a/x", "http://.example/x", "http://[::1"]
)
def test_what_cannot_be_a_host_is_refused_in_words(url: str) -> None:
    with pytest.raises(InvalidInput):
        Downloader().fetch(url, io.BytesIO())
    net = Net(lambda request: httpx.Response(302, headers={"location": url}))
    hosts = Downloader(
        transport=net, resolve=lambda host, port: [PUBLIC] if host == "a.b" else resolve_host(host, port)
    )
    with pytest.raises((InvalidInput, Unavailable)):
        hosts.fetch("http://a.b/x", io.BytesIO())


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(InvalidInput) as refused:
        Downloader().fetch("https://somebody:marked@files.example/x", io.BytesIO())
    assert "marked" not in str(refused.value)
    assert "files.example" in str(refused.value)


@pytest.mark.parametrize("address", ["64:ff9b::7f00:1", "64:ff9b::c0a8:101", "::127.0.0.1", "::", "2002:7f00:1::"])
def test_addresses_that_lead_to_private_ones_are_private(address: str) -> None:
    assert not is_public(address)
    assert is_public("64:ff9b::5db8:d822")
