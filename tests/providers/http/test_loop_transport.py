"""Requests on an event loop, against a server that writes to the wire what each test wants."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from imagen.providers.http.connections import without_cookies
from imagen.providers.http.loop_transport import LoopTransport

PACKED = gzip.compress(b'{"id": 1}')
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: track=you\r\nX-Two: a\r\nX-Two: b\r\n\r\nok"


class Wire:
    """Answers every request with the bytes it is given, and remembers what came on which connection."""

    def __init__(self, reply: bytes, *, hangs_up: bool = False, silent: bool = False) -> None:
        self.reply, self.hangs_up, self.silent = reply, hangs_up, silent
        self.heads: list[bytes] = []
        self.bodies: list[bytes] = []
        self.connections = 0
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head)
                length = next(
                    (int(line[15:]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"), 0
                )
                self.bodies.append(await reader.readexactly(length))
                if self.silent:
                    await asyncio.sleep(3600)
                writer.write(self.reply)
                await writer.drain()
                if self.hangs_up:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


Serve = Callable[[Wire], "asyncio.Future[Wire]"]


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Timeout(10.0, read=0.5)
    headers = {"authorization": "Key 1"}
    async with without_cookies(httpx.AsyncClient(transport=LoopTransport(), timeout=limits, headers=headers)) as one:
        yield one


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Wire], object]]:
    servers: list[asyncio.Server] = []

    async def begin(wire: Wire) -> Wire:
        servers.append(await asyncio.start_server(wire.serve, "127.0.0.1", 0))
        wire.address = f"http://127.0.0.1:{servers[-1].sockets[0].getsockname()[1]}"
        return wire

    yield begin
    for server in servers:
        server.close()


async def test_what_is_asked_arrives_as_it_was_prepared(client: httpx.AsyncClient, serve: Serve) -> None:
    wire = await serve(Wire(OK))
    answer = await client.post(f"{wire.address}/a%2Fb?q=%20x&y=ü", content=b"body", headers={"x-own": "1"})
    assert (answer.status_code, answer.text, answer.headers.get_list("x-two")) == (200, "ok", ["a", "b"])
    head = wire.heads[0].decode("latin-1")
    assert head.startswith("POST /a%2Fb?q=%20x&y=%C3%BC HTTP/1.1\r\n")
    lower = head.lower()
    assert all(lower.count(f"\r\n{name}:") == 1 for name in ("host", "authorization", "accept", "user-agent"))
    assert wire.bodies == [b"body"]


async def test_a_connection_is_used_again_and_no_cookie_is_kept(client: httpx.AsyncClient, serve: Serve) -> None:
    wire = await serve(Wire(OK))
    for _ in range(3):
        await client.get(wire.address)
    assert wire.connections == 1
    assert not any(b"cookie" in head.lower() for head in wire.heads)


async def test_a_body_that_is_not_read_to_its_end_takes_its_connection_along(
    client: httpx.AsyncClient, serve: Serve
) -> None:
    wire = await serve(Wire(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + bytes(100_000)))
    async with client.stream("GET", wire.address):
        pass
    wire.reply = OK
    assert (await client.get(wire.address)).text == "ok"
    assert wire.connections == 2


async def test_nothing_is_followed_and_what_is_packed_is_left_to_httpx(client: httpx.AsyncClient, serve: Serve) -> None:
    away = await serve(Wire(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x\r\nContent-Length: 0\r\n\r\n"))
    assert (await client.get(away.address)).status_code == 302
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(PACKED)}\r\n\r\n".encode()
    packed = await serve(Wire(head + PACKED))
    answer = await client.get(packed.address)
    assert (answer.json(), answer.headers["content-encoding"]) == ({"id": 1}, "gzip")


async def test_long_headers_and_odd_statuses_are_read(client: httpx.AsyncClient, serve: Serve) -> None:
    wire = await serve(Wire(b"HTTP/1.1 529 \r\nX-Long: " + b"a" * 30_000 + b"\r\nContent-Length: 0\r\n\r\n"))
    answer = await client.get(wire.address)
    assert (answer.status_code, len(answer.headers["x-long"])) == (529, 30_000)


@pytest.mark.parametrize(
    ("wire", "meaning"),
    [
        (Wire(b"", hangs_up=True), httpx.ReadError),
        (Wire(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", hangs_up=True), httpx.RemoteProtocolError),
        (Wire(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), httpx.RemoteProtocolError),
        (Wire(b"not HTTP at all\r\n\r\n"), httpx.RemoteProtocolError),
        (Wire(b"", silent=True), httpx.ReadTimeout),
    ],
    ids=["hangs up", "half a body", "no such chunk", "no HTTP", "silent"],
)
async def test_what_goes_wrong_is_said_as_httpx_says_it(
    client: httpx.AsyncClient, serve: Serve, wire: Wire, meaning: type[Exception]
) -> None:
    await serve(wire)
    with pytest.raises(meaning):
        await client.get(wire.address)
    assert len(wire.heads) == 1


async def test_nobody_there_is_told_from_somebody_who_broke_off(client: httpx.AsyncClient) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://127.0.0.1:{taken.getsockname()[1]}/")
