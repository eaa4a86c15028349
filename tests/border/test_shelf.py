"""What never changes is answered from memory; nothing of one browser is kept, and nothing that is asked for in parts."""

from __future__ import annotations

import pytest
from starlette.types import Message, Receive, Scope, Send

from imagen.border.shelf import LARGEST_BYTES, Shelf
from tests.border.asgi import InnerApp, request

STYLE = "/static/tokens.css"
LASTING = (b"cache-control", b"public, max-age=31536000, immutable")


def inner(*headers: tuple[bytes, bytes]) -> InnerApp:
    return InnerApp(headers=[(b"content-type", b"text/css"), *headers])


@pytest.mark.parametrize("path", [STYLE, "/_nicegui/3.18.0/components/1/grid.js"])
async def test_what_may_be_kept_for_a_year_is_asked_for_once(path: str) -> None:
    app = inner(LASTING)
    shelf = Shelf(app)
    first = await request(shelf, "GET", path)
    second = await request(shelf, "GET", path, query=b"v=2")
    assert len(app.scopes) == 1
    assert (second.status, second.headers, second.body) == (first.status, first.headers, b"inner")


async def test_an_answer_that_is_packed_is_kept_beside_the_one_that_is_not() -> None:
    app = inner(LASTING)
    shelf = Shelf(app)
    for headers in ({}, {"accept-encoding": "gzip, br"}, {}, {"accept-encoding": "gzip"}):
        await request(shelf, "GET", STYLE, headers)
    assert len(app.scopes) == 2


async def test_a_cookie_goes_to_the_one_that_asked_only() -> None:
    shelf = Shelf(inner(LASTING, (b"set-cookie", b"imagen-pages=1")))
    assert (await request(shelf, "GET", STYLE)).cookie == "imagen-pages=1"
    again = await request(shelf, "GET", STYLE)
    assert again.cookie == ""
    assert again.body == b"inner"


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("POST", STYLE, {}),
        ("HEAD", STYLE, {}),
        ("GET", "/api/gallery", {}),
        ("GET", "/gallery", {}),
        ("GET", STYLE, {"range": "bytes=0-1"}),
        ("GET", STYLE, {"if-none-match": '"1"'}),
        ("GET", STYLE, {"if-modified-since": "Sat, 21 Nov 2026 12:00:00 GMT"}),
    ],
)
async def test_all_else_reaches_the_application_each_time(method: str, path: str, headers: dict[str, str]) -> None:
    app = inner(LASTING)
    shelf = Shelf(app)
    await request(shelf, "GET", STYLE)
    for _ in range(2):
        await request(shelf, method, path, headers)
    assert len(app.scopes) == 3


async def test_what_may_change_is_not_kept() -> None:
    app = inner((b"cache-control", b"public, max-age=3600"))
    shelf = Shelf(app)
    for _ in range(2):
        assert (await request(shelf, "GET", STYLE)).body == b"inner"
    assert len(app.scopes) == 2


async def test_a_failure_is_not_kept() -> None:
    asked: list[str] = []

    async def failing(scope: object, receive: object, send: object) -> None:
        asked.append("once more")
        await send({"type": "http.response.start", "status": 503, "headers": [LASTING]})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    shelf = Shelf(failing)
    for _ in range(2):
        assert (await request(shelf, "GET", STYLE)).status == 503
    assert len(asked) == 2


async def test_what_is_large_passes_without_being_kept() -> None:
    asked: list[str] = []
    half = bytes(LARGEST_BYTES // 2 + 1)

    async def large(scope: object, receive: object, send: object) -> None:
        asked.append("once more")
        await send({"type": "http.response.start", "status": 200, "headers": [LASTING]})  # type: ignore[operator]
        for more in (True, False):
            await send({"type": "http.response.body", "body": half, "more_body": more})  # type: ignore[operator]

    shelf = Shelf(large)
    for _ in range(2):
        assert len((await request(shelf, "GET", STYLE)).body) == 2 * len(half)
    assert len(asked) == 2


async def test_what_ended_early_because_its_asker_went_away_is_not_kept() -> None:
    async def cut(scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the framework does that hands bodies on: when the asker is gone, the rest is left out."""
        await send({"type": "http.response.start", "status": 200, "headers": [LASTING]})
        await send({"type": "http.response.body", "body": b"ha", "more_body": True})
        is_gone = (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.body", "body": b"" if is_gone else b"lf"})

    shelf = Shelf(cut)
    scope = {"type": "http", "method": "GET", "path": STYLE, "headers": []}

    async def ask(news: str) -> bytes:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": news}

        async def send(message: Message) -> None:
            sent.append(message)

        await shelf(scope, receive, send)
        return b"".join(message.get("body", b"") for message in sent)

    assert await ask("http.disconnect") == b"ha"
    assert await ask("http.request") == b"half"
    assert await ask("http.disconnect") == b"half"


async def test_what_is_shorter_than_it_says_is_not_kept() -> None:
    app = inner(LASTING, (b"content-length", b"99"))
    shelf = Shelf(app)
    for _ in range(2):
        await request(shelf, "GET", STYLE)
    assert len(app.scopes) == 2
