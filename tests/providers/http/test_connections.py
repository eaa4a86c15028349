"""Connections to services take no cookies."""

from __future__ import annotations

import httpx

from imagen.providers.http.connections import without_cookies


def test_cookies_of_a_service_are_neither_kept_nor_sent() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, headers={"set-cookie": "track=you; Path=/"})

    with without_cookies(httpx.Client(transport=httpx.MockTransport(answer))) as client:
        client.get("https://service.example/")
        client.get("https://service.example/")
    assert "cookie" not in seen[1].headers
    assert not client.cookies
