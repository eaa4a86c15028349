"""A browser on this computer becomes the owner's by itself, by a button or by a start link, and no other way."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from imagen.border import identity_of
from imagen.border.plain_pages import PLAIN_PAGE_CSP
from imagen.border.start_links import StartLinks
from tests.border.asgi import NAVIGATION, request
from tests.border.conftest import Border

OWN = "http://localhost:8787"
PRESSED = {
    "origin": OWN,
    "content-type": "application/x-www-form-urlencoded",
    **NAVIGATION,
    "sec-fetch-site": "same-origin",
}


@pytest.mark.parametrize("site", ["none", "same-origin"])
async def test_opening_the_address_signs_in_by_itself(border: Border, site: str) -> None:
    answer = await request(border.guard, "GET", "/orders", {**NAVIGATION, "sec-fetch-site": site})
    assert (answer.status, answer.body) == (200, b"inner")
    assert identity_of(border.inner.scopes[0]) is not None
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("imagen-8787=")
    assert {"Path=/", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert answer.headers["cache-control"] == "no-store"
    again = await request(border.guard, "GET", "/api/orders", {"cookie": answer.cookie})
    assert again.status == 200
    assert "set-cookie" not in again.headers


async def test_each_port_has_a_cookie_of_its_own(border: Border) -> None:
    for host, name in [("localhost:1234", "imagen-1234"), ("127.0.0.1", "imagen-80")]:
        answer = await request(border.guard, "GET", "/", NAVIGATION, host=host)
        assert answer.cookie.split("=")[0] == name


@pytest.mark.parametrize("peer", ["192.168.1.20", "::ffff:192.168.1.20", "fe80::1%eth0", "not an address", None])
async def test_nobody_elsewhere_is_signed_in(border: Border, peer: str | None) -> None:
    answer = await request(border.guard, "GET", "/", NAVIGATION, peer=peer)
    assert answer.status == 401
    pressed = await request(border.guard, "POST", "/sign-in", PRESSED, peer=peer)
    assert pressed.status == 401
    assert not border.inner.was_reached
    assert "set-cookie" not in answer.headers
    assert "set-cookie" not in pressed.headers


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
async def test_every_address_of_this_computer_counts_as_here(border: Border, peer: str) -> None:
    assert (await request(border.guard, "GET", "/", NAVIGATION, peer=peer)).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"accept": "text/html"},
        {**NAVIGATION, "sec-fetch-site": "cross-site"},
        {**NAVIGATION, "sec-fetch-site": "same-site"},
    ],
)
async def test_a_link_from_elsewhere_and_an_older_browser_get_the_button(
    border: Border, headers: dict[str, str]
) -> None:
    page = await request(border.guard, "GET", "/orders/ü", headers, query=b"q=<a>&b=2")
    assert page.status == 401
    text = page.body.decode()
    assert "Continue</button>" in text
    assert 'action="/sign-in?to=' in text
    assert "<script" not in text
    assert page.headers["content-security-policy"] == PLAIN_PAGE_CSP
    assert not border.inner.was_reached


async def test_the_button_signs_in_and_leads_where_the_link_led(border: Border) -> None:
    page = await request(border.guard, "GET", "/orders", {}, query=b"q=a%20b&c=2")
    action = page.body.decode().split('action="')[1].split('"')[0]
    path, query = action.split("?")
    pressed = await request(border.guard, "POST", path, PRESSED, query=query.encode())
    assert (pressed.status, pressed.headers["location"]) == (303, "/orders?q=a%20b&c=2")
    assert (await request(border.guard, "GET", "/", {"cookie": pressed.cookie})).status == 200
    again = await request(border.guard, "GET", "/sign-in", {"cookie": pressed.cookie}, query=b"to=/x")
    assert (again.status, again.headers["location"]) == (303, "/x")


async def test_the_button_works_in_browsers_that_tell_only_the_origin(border: Border) -> None:
    pressed = await request(border.guard, "POST", "/sign-in", {"origin": OWN})
    assert (pressed.status, pressed.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://evil.test"}, {"origin": "null"}, {**PRESSED, "sec-fetch-site": "cross-site"}],
)
async def test_another_sites_form_does_not_press_the_button(border: Border, headers: dict[str, str]) -> None:
    answer = await request(border.guard, "POST", "/sign-in", headers)
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "to",
    [
        "//evil.test",
        "/\\evil.test",
        "http://evil.test",
        "evil.test",
        "javascript:alert(1)",
        "/a\r\nset-cookie:x",
        "/start?token=x",
        "/sign-in",
        "/" + "a" * 3000,
        "",
        "/ü",
        "/a b",
    ],
)
async def test_the_button_leads_to_no_other_site(border: Border, to: str) -> None:
    answer = await request(border.guard, "POST", "/sign-in", PRESSED, query=b"to=" + quote(to).encode())
    assert (answer.status, answer.headers["location"]) == (303, "/")


async def test_the_sign_in_page_opened_by_hand(border: Border) -> None:
    assert (await request(border.guard, "GET", "/sign-in", NAVIGATION)).status == 303
    assert (await request(border.guard, "GET", "/sign-in", {})).status == 401
    refused = await request(border.guard, "DELETE", "/sign-in", {"origin": OWN})
    assert (refused.status, refused.headers["allow"]) == (405, "GET, POST")


async def test_strict_asks_for_the_start_link_everywhere(strict_border: Border) -> None:
    guard = strict_border.guard
    for headers in ({}, NAVIGATION, {**NAVIGATION, "sec-fetch-site": "cross-site"}):
        page = await request(guard, "GET", "/", headers)
        assert page.status == 401
        assert b"start link" in page.body
        assert b"<form" not in page.body
    assert (await request(guard, "POST", "/sign-in", PRESSED)).status == 401
    assert (await request(guard, "GET", "/sign-in", NAVIGATION)).status == 401
    assert not strict_border.inner.was_reached


async def test_a_start_link_works_once(strict_border: Border) -> None:
    guard = strict_border.guard
    path, query = guard.start_path().split("?")
    first = await request(guard, "GET", path, NAVIGATION, query=query.encode())
    assert (first.status, first.headers["location"]) == (303, "/")
    assert (await request(guard, "GET", "/", {**NAVIGATION, "cookie": first.cookie})).status == 200
    second = await request(guard, "GET", path, NAVIGATION, query=query.encode())
    assert second.status == 401
    assert "set-cookie" not in second.headers
    by_the_first = await request(guard, "GET", path, {**NAVIGATION, "cookie": first.cookie}, query=query.encode())
    assert by_the_first.status == 303


async def test_a_start_link_is_not_used_up_by_looking_at_it(strict_border: Border) -> None:
    guard = strict_border.guard
    path, query = guard.start_path().split("?")
    assert (await request(guard, "HEAD", path, query=query.encode())).status == 405
    picture = {"sec-fetch-site": "none", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    assert (await request(guard, "GET", path, picture, query=query.encode())).status == 403
    from_a_mail = {**NAVIGATION, "sec-fetch-site": "cross-site"}
    assert (await request(guard, "GET", path, from_a_mail, query=query.encode())).status == 303


@pytest.mark.parametrize(
    "query", [b"", b"token=", b"token=wrong", b"token=%ff%00", b"token=" + b"a" * 5000, b"&" * 500]
)
async def test_a_made_up_start_link_is_refused(strict_border: Border, query: bytes) -> None:
    strict_border.guard.start_path()
    assert (await request(strict_border.guard, "GET", "/start", NAVIGATION, query=query)).status == 401


def test_start_links_that_nobody_uses_do_not_pile_up() -> None:
    links = StartLinks()
    issued = [links.issue() for _ in range(30)]
    assert [links.redeem(token) for token in issued] == [False] * 10 + [True] * 20
