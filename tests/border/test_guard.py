"""The guard lets the owner in and turns everybody else away before the application hears of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imagen.border import IDENTITY_KEY, Role, identity_of
from tests.border.asgi import HOST, NAVIGATION, request, websocket
from tests.border.conftest import OWNER_TOKEN, Border

EVIL = "http://evil.test"
OWN = "http://localhost:8787"
BEARER = {"authorization": f"Bearer {OWNER_TOKEN}"}
JSON = {"content-type": "application/json"}

# name: (status, method, path, headers, host); every one of them carries the owner's good cookie.
ATTACKS_WITH_COOKIE: dict[str, tuple[int, str, str, Any, str | None]] = {
    "a form of another site": (403, "POST", "/api/orders", {"origin": EVIL, "content-type": "text/plain"}, HOST),
    "JSON of another site": (403, "POST", "/api/orders", {"origin": EVIL, **JSON}, HOST),
    "another port": (403, "POST", "/api/orders", {"origin": "http://localhost:3000", **JSON}, HOST),
    "https in place of http": (403, "POST", "/api/orders", {"origin": "https://localhost:8787", **JSON}, HOST),
    "own name by another": (403, "POST", "/api/orders", {"origin": "http://127.0.0.1:8787", **JSON}, HOST),
    "an opaque origin": (403, "POST", "/api/orders", {"origin": "null", **JSON}, HOST),
    "no origin": (403, "POST", "/api/orders", JSON, HOST),
    "reading with an origin": (403, "GET", "/api/orders", {"origin": EVIL}, HOST),
    "a preflight": (403, "OPTIONS", "/api/orders", {"origin": EVIL, "access-control-request-method": "PUT"}, HOST),
    "two origins": (400, "POST", "/api/orders", [("origin", OWN), ("origin", EVIL), *JSON.items()], HOST),
    "text/plain": (415, "POST", "/api/orders", {"origin": OWN, "content-type": "text/plain"}, HOST),
    "a form's type": (415, "POST", "/x", {"origin": OWN, "content-type": "application/x-www-form-urlencoded"}, HOST),
    "multipart": (415, "POST", "/x", {"origin": OWN, "content-type": "multipart/form-data; boundary=b"}, HOST),
    "json in a parameter": (415, "POST", "/x", {"origin": OWN, "content-type": "text/plain; application/json"}, HOST),
    "nothing at all": (403, "POST", "/api/queue/pause", {"origin": OWN}, HOST),
    "deletion": (403, "DELETE", "/api/bin", {"origin": OWN}, HOST),
    "a wrong own header": (403, "DELETE", "/api/bin", {"origin": OWN, "x-imagen": "0"}, HOST),
    "an iframe": (403, "GET", "/", {**NAVIGATION, "sec-fetch-dest": "iframe"}, HOST),
    "an iframe elsewhere": (
        403,
        "GET",
        "/",
        {**NAVIGATION, "sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe"},
        HOST,
    ),
    "an object": (403, "GET", "/", {**NAVIGATION, "sec-fetch-dest": "object"}, HOST),
    "a picture elsewhere": (
        403,
        "GET",
        "/media/x.png",
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        HOST,
    ),
    "a script on another port": (
        403,
        "GET",
        "/_nicegui/x.js",
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"},
        HOST,
    ),
    "a site of an unknown kind": (403, "GET", "/", {"sec-fetch-site": "odd", "sec-fetch-mode": "no-cors"}, HOST),
    "a form by navigation": (
        403,
        "POST",
        "/x",
        {**NAVIGATION, "sec-fetch-site": "cross-site", **JSON, "origin": OWN},
        HOST,
    ),
    "rebound name": (421, "GET", "/", {}, "rebind.test"),
    "rebound name with port": (421, "GET", "/", {}, "rebind.test:8787"),
    "rebound name with its origin": (
        421,
        "POST",
        "/x",
        {"origin": "http://rebind.test:8787", **JSON},
        "rebind.test:8787",
    ),
    "a name that starts well": (421, "GET", "/", {}, "localhost.evil.test"),
    "a name that ends well": (421, "GET", "/", {}, "evil.localhost"),
    "a trailing dot": (421, "GET", "/", {}, "localhost.:8787"),
    "another address": (421, "GET", "/", {}, "192.168.1.5:8787"),
    "all addresses": (421, "GET", "/", {}, "0.0.0.0:8787"),
    "another IPv6 address": (421, "GET", "/", {}, "[fe80::1]:8787"),
    "no host": (400, "GET", "/", {}, None),
    "an empty host": (400, "GET", "/", {}, ""),
    "two hosts": (400, "GET", "/", {"host": "localhost"}, HOST),
    "a user in the host": (400, "GET", "/", {}, "localhost@evil.test"),
    "a path in the host": (400, "GET", "/", {}, "localhost/evil"),
    "a word for port": (400, "GET", "/", {}, "localhost:http"),
    "an impossible port": (400, "GET", "/", {}, "localhost:99999"),
    "an odd host": (400, "GET", "/", {}, "löcalhost"),
    "digits of another script": (400, "GET", "/", {}, "localhost:\xb2"),
    "an unclosed address": (400, "GET", "/", {}, "[::1"),
    "climbing": (400, "GET", "/media/../imagen.db", {}, HOST),
    "climbing at the end": (400, "GET", "/media/..", {}, HOST),
    "staying": (400, "GET", "/static/./x", {}, HOST),
    "backslashes": (400, "GET", "/media/..\\..\\imagen.db", {}, HOST),
    "a NUL": (400, "GET", "/media/x\0.png", {}, HOST),
    "a line break": (400, "GET", "/a\r\nb", {}, HOST),
    "another site's path": (400, "GET", "//evil.test/x", {}, HOST),
    "an absolute address": (400, "GET", "http://evil.test/", {}, HOST),
    "an asterisk": (400, "OPTIONS", "*", {}, HOST),
    "an endless address": (414, "GET", "/" + "a" * 9000, {}, HOST),
    "a huge header": (431, "GET", "/", {"x-much": "a" * 40_000}, HOST),
    "many headers": (431, "GET", "/", {f"x-{i}": "1" for i in range(120)}, HOST),
    "a negative length": (400, "POST", "/x", {"content-length": "-1"}, HOST),
    "a length in another script": (400, "POST", "/x", {"content-length": "\xb2"}, HOST),
    "a long length": (400, "POST", "/x", {"content-length": "9" * 5000}, HOST),
    "a large length": (413, "POST", "/x", {"content-length": "99999999", "origin": OWN, **JSON}, HOST),
    "an odd method": (400, "GE T", "/", {}, HOST),
    "two tokens": (400, "GET", "/api/x", [("authorization", "a"), ("authorization", "b")], HOST),
    "a wrong token beside": (401, "GET", "/api/orders", {"authorization": "Bearer wrong"}, HOST),
}


@pytest.mark.parametrize("name", ATTACKS_WITH_COOKIE)
async def test_an_attack_with_the_owners_cookie_does_not_reach_the_application(border: Border, name: str) -> None:
    status, method, path, headers, host = ATTACKS_WITH_COOKIE[name]
    pairs = [*(headers.items() if isinstance(headers, dict) else headers), ("cookie", border.cookie)]
    answer = await request(border.guard, method, path, pairs, host=host)
    assert answer.status == status
    assert not border.inner.was_reached
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


STRANGERS: dict[str, tuple[int, str, str, dict[str, str]]] = {
    "page": (401, "GET", "/", {}),
    "page of a script": (401, "GET", "/", {**NAVIGATION, "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}),
    "static": (401, "GET", "/_nicegui/3.18.0/static/x.js", {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}),
    "socket polling": (401, "GET", "/_nicegui_ws/socket.io", {}),
    "socket polling by post": (401, "POST", "/_nicegui_ws/socket.io", {"origin": OWN, "content-type": "text/plain"}),
    "upload": (401, "POST", "/_nicegui/client/a/upload/1", {"origin": OWN, "x-imagen": "1"}),
    "media": (401, "GET", "/media/x.png", {}),
    "thumbnail": (401, "GET", "/thumbnails/x.webp", {}),
    "api": (401, "GET", "/api/orders", {}),
    "api change": (401, "POST", "/api/orders", JSON),
    "api documentation": (401, "GET", "/api/docs", {}),
    "api events": (401, "GET", "/api/events", {}),
    "nearly health": (401, "GET", "/api/health/", {}),
    "health by post": (401, "POST", "/api/health", JSON),
    "wrong token": (401, "GET", "/api/orders", {"authorization": "Bearer wrong"}),
    "token in another script": (401, "GET", "/api/orders", {"authorization": "Bearer \xe9\xff"}),
    "empty token": (401, "GET", "/api/orders", {"authorization": "Bearer "}),
    "token without scheme": (401, "GET", "/api/orders", {"authorization": OWNER_TOKEN}),
    "basic": (401, "GET", "/api/orders", {"authorization": "Basic b3duZXI6eA=="}),
    "token longer by one": (401, "GET", "/api/orders", {"authorization": f"Bearer {OWNER_TOKEN}x"}),
    "token for a page": (401, "GET", "/orders", BEARER),
    "forged cookie": (401, "GET", "/api/orders", {"cookie": "imagen-8787=" + "a" * 43 + "." + "0" * 64}),
    "cookie in another script": (401, "GET", "/api/orders", {"cookie": "imagen-8787=\xe9\xff; \x80"}),
    "navigation by head": (401, "HEAD", "/", NAVIGATION),
    "navigation by post": (401, "POST", "/", {**NAVIGATION, "origin": OWN}),
    "navigation from elsewhere": (401, "GET", "/", {**NAVIGATION, "sec-fetch-site": "cross-site"}),
    "navigation from another port": (401, "GET", "/", {**NAVIGATION, "sec-fetch-site": "same-site"}),
    "navigation without site": (401, "GET", "/", {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}),
}


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_does_not_reach_the_application(border: Border, name: str) -> None:
    status, method, path, headers = STRANGERS[name]
    answer = await request(border.guard, method, path, headers)
    assert answer.status == status
    assert not border.inner.was_reached
    assert "set-cookie" not in answer.headers
    if path.startswith("/api"):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith("Bearer")
        problem = json.loads(answer.body)
        assert (problem["status"], bool(problem["title"]), bool(problem["detail"])) == (401, True, True)


@pytest.mark.parametrize("host", ["localhost:8787", "127.0.0.1:8787", "[::1]:8787", "LocalHost:8787"])
async def test_the_owner_is_let_in_by_every_name_of_this_computer(border: Border, host: str) -> None:
    answer = await request(border.guard, "GET", "/", border.signed_in, host=host)
    assert (answer.status, answer.body) == (200, b"inner")


ALLOWED: dict[str, tuple[str, str, dict[str, str]]] = {
    "json": ("POST", "/api/orders", {"origin": OWN, "content-type": "application/json; charset=utf-8"}),
    "merge patch": ("PATCH", "/api/orders/1", {"origin": OWN, "content-type": "application/merge-patch+json"}),
    "own header": ("DELETE", "/api/bin", {"origin": OWN, "x-imagen": "1"}),
    "upload": (
        "POST",
        "/_nicegui/client/a/upload/1",
        {"origin": OWN, "x-imagen": "1", "content-type": "multipart/form-data; boundary=b"},
    ),
    "socket polling": ("POST", "/_nicegui_ws/socket.io", {"origin": OWN, "content-type": "text/plain"}),
    "page": ("GET", "/", {**NAVIGATION, "sec-fetch-site": "same-origin"}),
    "link from elsewhere": ("GET", "/", {**NAVIGATION, "sec-fetch-site": "cross-site"}),
    "picture in our page": (
        "GET",
        "/x.png",
        {"sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
    ),
    "older browser": ("GET", "/", {}),
}


@pytest.mark.parametrize("name", ALLOWED)
async def test_what_our_own_pages_do_reaches_the_application(border: Border, name: str) -> None:
    method, path, headers = ALLOWED[name]
    answer = await request(border.guard, method, path, {**border.signed_in, **headers}, body=b"{}")
    assert answer.status == 200
    identity = identity_of(border.inner.scopes[0])
    assert identity is not None
    assert identity.role is Role.OWNER
    assert border.inner.scopes[0]["state"]["identity"] == identity


async def test_the_owners_token_opens_api_and_files_without_origin_or_type(border: Border) -> None:
    for method, path in [
        ("GET", "/api/orders"),
        ("POST", "/api/orders"),
        ("GET", "/media/x"),
        ("GET", "/thumbnails/x"),
    ]:
        answer = await request(border.guard, method, path, {**BEARER, "content-type": "text/plain"})
        assert answer.status == 200
    assert border.inner.scopes[0][IDENTITY_KEY].session_id is None


async def test_the_token_does_not_help_another_site(border: Border) -> None:
    answer = await request(border.guard, "POST", "/api/orders", {**BEARER, "origin": EVIL})
    assert answer.status == 403
    assert not border.inner.was_reached


async def test_health_is_open_but_only_under_our_name(border: Border) -> None:
    assert (await request(border.guard, "GET", "/api/health")).status == 200
    assert identity_of(border.inner.scopes[0]) is None
    assert (await request(border.guard, "GET", "/api/health", host="evil.test")).status == 421


async def test_a_cookie_of_another_port_counts_for_nothing(border: Border) -> None:
    cookie = border.cookie.replace("8787", "8788")
    assert (await request(border.guard, "GET", "/api/x", {"cookie": cookie})).status == 401
    assert (await request(border.guard, "GET", "/api/x", {"cookie": cookie}, host="localhost:8788")).status == 200


async def test_a_forged_cookie_before_the_good_one_does_not_lock_the_owner_out(border: Border) -> None:
    cookie = f"session=x; imagen-8787=forged; {border.cookie}"
    assert (await request(border.guard, "GET", "/api/x", {"cookie": cookie})).status == 200


async def test_a_body_is_counted_and_not_believed(border: Border) -> None:
    half = b"x" * 1024 * 1024
    fits = await request(border.guard, "POST", "/api/x", border.change, body=[half, half])
    assert fits.status == 200
    reached = len(border.inner.bodies)
    answer = await request(border.guard, "POST", "/api/x", border.change, body=[half, half, b"x", half])
    assert answer.status == 413
    assert answer.headers["connection"] == "close"
    assert b"inner" not in answer.body
    assert len(border.inner.bodies[reached:][0]) <= 2 * 1024 * 1024
    upload = {**border.change, "x-imagen": "1"}
    assert (await request(border.guard, "POST", "/api/products/import", upload, body=[half] * 4)).status == 200


async def test_an_application_that_breaks_over_a_body_cut_short_is_answered_for(border: Border) -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        raise ConnectionError

    border.guard._app = breaks
    answer = await request(border.guard, "POST", "/api/x", border.change, body=[b"x" * 3_000_000])
    assert answer.status == 413


async def test_a_mistake_of_the_application_is_a_plain_sentence(border: Border) -> None:
    border.inner.error = RuntimeError("a secret detail")
    page = await request(border.guard, "GET", "/", border.signed_in)
    assert page.status == 500
    assert b"secret" not in page.body
    answer = await request(border.guard, "GET", "/api/x", border.signed_in)
    assert (answer.status, json.loads(answer.body)["status"]) == (500, 500)


async def test_lifespan_passes_through_and_other_connections_do_not(border: Border) -> None:
    await border.guard({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
    assert border.inner.lifespans == 1
    with pytest.raises(RuntimeError):
        await border.guard({"type": "telepathy"}, None, None)  # type: ignore[arg-type]


REFUSED_WEBSOCKETS: dict[str, tuple[dict[str, str], str | None]] = {
    "another site": ({"origin": EVIL}, HOST),
    "another port": ({"origin": "http://localhost:3000"}, HOST),
    "an opaque origin": ({"origin": "null"}, HOST),
    "a websocket's scheme": ({"origin": "ws://localhost:8787"}, HOST),
    "no origin": ({}, HOST),
    "no origin, wrong token": ({"authorization": "Bearer wrong"}, HOST),
    "a rebound name": ({"origin": "http://rebind.test"}, "rebind.test"),
    "no host": ({"origin": OWN}, None),
    "cross-site by its own word": (
        {"origin": OWN, "sec-fetch-site": "cross-site", "sec-fetch-mode": "websocket"},
        HOST,
    ),
    "huge headers": ({"origin": OWN, "x-much": "a" * 40_000}, HOST),
}


@pytest.mark.parametrize("name", REFUSED_WEBSOCKETS)
async def test_a_websocket_from_elsewhere_is_refused_before_it_opens(border: Border, name: str) -> None:
    headers, host = REFUSED_WEBSOCKETS[name]
    sent = await websocket(border.guard, {**border.signed_in, **headers}, host=host)
    assert [message["type"] for message in sent] == ["websocket.close"]
    assert not border.inner.was_reached


async def test_a_websocket_needs_a_session_or_the_token(border: Border) -> None:
    assert (await websocket(border.guard, {"origin": OWN}))[0]["type"] == "websocket.close"
    assert (await websocket(border.guard, {"origin": OWN, **BEARER}))[0]["type"] == "websocket.close"
    assert not border.inner.was_reached
    assert (await websocket(border.guard, {"origin": OWN, **border.signed_in}))[0]["type"] == "websocket.accept"
    assert (await websocket(border.guard, BEARER, messages=("a",)))[1]["text"] == "heard"


async def test_a_revoked_session_loses_its_open_websocket(border: Border) -> None:
    identity = border.sessions.find(border.cookie.removeprefix("imagen-8787="))
    assert identity is not None
    assert identity.session_id is not None
    session_id = identity.session_id
    headers = {"origin": OWN, **border.signed_in}
    heard = await websocket(border.guard, headers, messages=("a", "b"))
    assert [message["type"] for message in heard] == ["websocket.accept", "websocket.send", "websocket.send"]
    sent = await websocket(
        border.guard, headers, messages=("a", "b"), before_each=lambda: border.sessions.revoke(session_id)
    )
    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.close"]
    assert (await request(border.guard, "GET", "/api/x", border.signed_in)).status == 401


async def test_answers_of_the_application_leave_with_our_headers(border: Border) -> None:
    border.inner.headers = [
        (b"content-type", b"text/html"),
        (b"access-control-allow-origin", b"*"),
        (b"Access-Control-Allow-Credentials", b"true"),
        (b"cache-control", b"public, max-age=60"),
        (b"x-frame-options", b"ALLOWALL"),
        (b"set-cookie", b"session=x"),
    ]
    page = await request(border.guard, "GET", "/", border.signed_in)
    assert not [name for name, _ in page.all_headers if name.startswith("access-control")]
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["set-cookie"] == "session=x"
    assert page.headers["cross-origin-opener-policy"] == "same-origin"
    assert page.headers["cross-origin-resource-policy"] == "same-origin"
    assert page.headers["referrer-policy"] == "same-origin"
    policy = page.headers["content-security-policy"]
    assert "'unsafe-eval'" in policy
    assert "connect-src 'self' ws://localhost:8787 wss://localhost:8787;" in policy
    for rule in ("object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert rule in policy
    border.inner.headers = [(b"content-type", b"image/svg+xml")]
    content = await request(border.guard, "GET", "/api/products/1/file", border.signed_in)
    assert content.headers["content-security-policy"].endswith("sandbox")
    assert content.headers["cache-control"] == "no-store"
    border.inner.headers = [(b"content-type", b"text/javascript"), (b"cache-control", b"public, max-age=60")]
    script = await request(border.guard, "GET", "/_nicegui/x.js", border.signed_in)
    assert script.headers["cache-control"] == "public, max-age=60"


_TEXT = st.text(st.characters(max_codepoint=255), max_size=40)
_NAMES = st.sampled_from(
    [
        "host",
        "origin",
        "cookie",
        "authorization",
        "content-type",
        "content-length",
        "range",
        "sec-fetch-site",
        "sec-fetch-mode",
        "sec-fetch-dest",
        "if-none-match",
        "x-imagen",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", "TRACE", "x"]),
    path=st.one_of(st.text(max_size=60), st.text(max_size=40).map(lambda text: "/" + text)),
    headers=st.lists(st.tuples(_NAMES, _TEXT), max_size=6),
    host=st.one_of(st.just(HOST), st.none(), _TEXT),
    query=st.binary(max_size=60),
)
async def test_no_request_however_odd_is_our_mistake(
    border: Border, method: str, path: str, headers: list[tuple[str, str]], host: str | None, query: bytes
) -> None:
    border.inner.scopes.clear()
    answer = await request(border.guard, method, path, headers, host=host, query=query)
    assert answer.status < 500
    if border.inner.was_reached:
        # Nobody signed in here, save by navigating: everything else must have stayed outside.
        assert identity_of(border.inner.scopes[0]) is not None or path == "/api/health"
