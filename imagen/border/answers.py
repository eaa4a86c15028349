"""The answers that the border itself gives: a plain page for people, problem+json for programs."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.types import Scope, Send

from imagen.border.plain_pages import PLAIN_PAGE_CSP, problem_page
from imagen.border.policy import is_api
from imagen.domain.errors import ImagenError

Headers = list[tuple[bytes, bytes]]


BEARER_CHALLENGE = (b"www-authenticate", b'Bearer realm="imagen"')


async def answer_error(scope: Scope, send: Send, error: ImagenError, extra: Headers | None = None) -> None:
    """Answer with an error: what happened and what to do."""
    await answer_problem(scope, send, error.http_status, error.message, hint=error.hint, extra=extra)


async def answer_problem(
    scope: Scope, send: Send, status: int, message: str, *, hint: str = "", extra: Headers | None = None
) -> None:
    """Answer with a status and its sentences, in the form that the path asks for."""
    title = _title(status)
    if is_api(str(scope.get("path", ""))):
        detail = f"{message} {hint}".strip()
        body = json.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail}).encode()
        await answer(scope, send, status, body, content_type=b"application/problem+json", extra=extra)
    else:
        page = problem_page(title, message, hint, leads_home=status not in {401, 421})
        await answer_page(scope, send, status, page, extra)


async def answer_page(scope: Scope, send: Send, status: int, page: bytes, extra: Headers | None = None) -> None:
    """Answer with a plain page under its own strict policy."""
    policy = (b"content-security-policy", PLAIN_PAGE_CSP.encode())
    headers = [policy, *(extra or [])]
    await answer(scope, send, status, page, content_type=b"text/html; charset=utf-8", extra=headers)


async def answer_redirect(scope: Scope, send: Send, to: str, extra: Headers | None = None) -> None:
    """Send the browser to a path of ours with GET."""
    location = (b"location", to.encode("ascii"))
    headers = [location, *(extra or [])]
    await answer(scope, send, 303, b"", content_type=b"text/plain; charset=utf-8", extra=headers)


async def answer(
    scope: Scope, send: Send, status: int, body: bytes, *, content_type: bytes, extra: Headers | None = None
) -> None:
    """Send a whole answer; HEAD gets its headers only."""
    headers: Headers = [
        (b"content-type", content_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *(extra or []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope.get("method") == "HEAD" else body})


def _title(status: int) -> str:
    return _FRIENDLY.get(status) or HTTPStatus(status).phrase.capitalize()


_FRIENDLY = {
    400: "This request cannot be understood",
    401: "You are not signed in",
    403: "This is not allowed",
    404: "There is nothing here",
    413: "This is too large",
    415: "This form of request is not accepted",
    421: "This is not Imagen's address",
    500: "Something went wrong",
}
