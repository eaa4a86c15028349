"""Refuse JSON bodies that no store or reader could hold: NaN, endless numbers, lone surrogates, NUL, bottomless nesting."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imagen.api.problems import problem

_DEEPEST = 64
_MOST_DIGITS = 4300  # more are refused by Python itself, in words that are none for people
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # escaped backslashes before it belong to the text


class CleanJson:
    """Read a JSON body whole, look through it, and hand it on unchanged."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _says_json(scope):
            await self._app(scope, receive, send)
            return
        body, gone = await _read(receive)
        if gone:
            return
        fault = fault_in(body) if body else None
        if fault:
            await problem(400, fault, code="malformed")(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)


def fault_in(body: bytes) -> str | None:
    """Say what is wrong with a JSON text, or None."""
    try:
        value = json.loads(body, parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
        if _depth(value) > _DEEPEST:
            return f"The body nests more than {_DEEPEST} levels deep."
        text = json.dumps(value, ensure_ascii=False)
        text.encode()
    except RecursionError:
        return f"The body nests more than {_DEEPEST} levels deep."
    except UnicodeEncodeError:
        return "The body has half of a surrogate pair, which is no character."
    except ValueError as error:
        return f"The body is not valid JSON: {error}."
    return "The body has a NUL character, which no text may have." if _NUL.search(text) else None


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written[:20]} is too large a number")
    return number


def _whole(written: str) -> int:
    if len(written) > _MOST_DIGITS:
        raise ValueError(f"a number in it has more than {_MOST_DIGITS:,} digits")
    return int(written)


def _depth(value: Any) -> int:
    level, here = 0, [value]
    while here and level <= _DEEPEST:
        level += 1
        inner: list[Any] = []
        for one in here:
            if isinstance(one, dict):
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        here = inner
    return level


def _says_json(scope: Scope) -> bool:
    kinds = [value for name, value in scope["headers"] if name == b"content-type"]
    return any(b"json" in kind.lower() for kind in kinds)


async def _read(receive: Receive) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"", True
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts), False


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def once() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once
