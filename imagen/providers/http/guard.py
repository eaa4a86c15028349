"""The transport under every provider's client: configured addresses, keys only where they belong, limits, one POST a purchase.

The clients retry on their own where httpx reports an error. So errors leave here as ours, which no client retries: what
was paid for is decided about by Imagen alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import httpx

from imagen.domain.errors import BadResponse, ImagenError, SubmissionUnclear, Unavailable
from imagen.providers.http.addresses import Addresses
from imagen.providers.http.loop_transport import LoopTransport
from imagen.providers.http.purchase import Purchase, current_purchase

Translate = Callable[[httpx.Response], ImagenError]
LARGEST_ANSWER = 32 * 2**20
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_TIMEOUTS = {"connect": 10.0, "read": 60.0, "write": 60.0, "pool": 30.0}
_PIECE = 64 * 2**10
_OF_THE_WIRE = frozenset({b"transfer-encoding", b"content-encoding", b"content-length"})
_KEY_HEADERS = ("authorization", "cookie", "proxy-authorization", "x-fal-key")


class _Rules:
    """What is the same for both transports: how a request is changed, and what is made of what comes of it."""

    def __init__(self, label: str, addresses: Addresses, translate: Translate) -> None:
        self._label = label
        self._addresses = addresses
        self._translate = translate

    def outgoing(self, request: httpx.Request) -> httpx.Request:
        """Send the request to its configured address, without the key where that is not the service's own."""
        url = self._addresses.resolve(request.url)
        if url is not request.url:
            request.url = url
            request.headers["host"] = url.netloc.decode("ascii")
        if not self._addresses.may_see_key(url):
            for name in _KEY_HEADERS:
                request.headers.pop(name, None)
        request.extensions["timeout"] = _limited(request.extensions.get("timeout"))
        return request

    def purchase(self, request: httpx.Request) -> Purchase | None:
        bought = current_purchase() if request.method == "POST" else None
        if bought is not None:
            bought.leave()
        return bought

    def broken(self, error: httpx.TransportError, bought: Purchase | None) -> NoReturn:
        """Say what a broken connection means: nothing happened, or nobody knows."""
        if isinstance(error, _NEVER_LEFT):
            if bought is not None:
                bought.stayed()
            raise Unavailable(f"{self._label} cannot be reached.", "Imagen tries again by itself.") from error
        if bought is not None:
            raise SubmissionUnclear(
                f"The connection to {self._label} broke off after the order was sent, so it is not known whether it arrived."
            ) from error
        raise Unavailable(f"The connection to {self._label} broke off.", "Imagen tries again by itself.") from error

    def answered(
        self, raw: httpx.Response, content: bytes, request: httpx.Request, bought: Purchase | None
    ) -> httpx.Response:
        """Keep the answer to a purchase; turn refusals into our errors."""
        try:
            response = _whole(raw, content, request)
        except httpx.DecodingError as error:
            self.unreadable(error, bought)
        if response is None:
            self.too_large(bought)
        if bought is not None:
            bought.answer = response
        if response.is_success or response.is_redirect or response.is_informational:
            return response
        if bought is not None and response.status_code >= 500:
            raise SubmissionUnclear(
                f"{self._label} answered with the error {response.status_code}, so it is not known whether the order arrived."
            )
        raise self._translate(response)

    def unreadable(self, error: Exception, bought: Purchase | None) -> NoReturn:
        message = f"{self._label} answered with something that cannot be unpacked."
        raise (
            SubmissionUnclear(message) if bought is not None else BadResponse(message, "Try again later.")
        ) from error

    def too_large(self, bought: Purchase | None) -> NoReturn:
        message = f"{self._label} answered with more than Imagen reads."
        raise SubmissionUnclear(message) if bought is not None else BadResponse(message, "Try again later.")


class GuardedTransport(_Rules, httpx.BaseTransport):
    """The guard for clients that block."""

    def __init__(
        self, label: str, addresses: Addresses, translate: Translate, inner: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(label, addresses, translate)
        self._inner = inner or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request = self.outgoing(request)
        bought = self.purchase(request)
        try:
            response = self._inner.handle_request(request)
            content = self._read(response, bought)
        except httpx.TransportError as error:
            self.broken(error, bought)
        return self.answered(response, content, request, bought)

    def _read(self, response: httpx.Response, bought: Purchase | None) -> bytes:
        parts, size = [], 0
        try:
            for part in response.stream:  # type: ignore[union-attr]
                parts.append(part)
                size += len(part)
                if size > LARGEST_ANSWER:
                    self.too_large(bought)
        finally:
            response.close()
        return b"".join(parts)

    def close(self) -> None:
        self._inner.close()


class AsyncGuardedTransport(_Rules, httpx.AsyncBaseTransport):
    """The guard for clients on an event loop."""

    def __init__(
        self, label: str, addresses: Addresses, translate: Translate, inner: httpx.AsyncBaseTransport | None = None
    ) -> None:
        super().__init__(label, addresses, translate)
        self._inner = inner or LoopTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request = self.outgoing(request)
        bought = self.purchase(request)
        try:
            response = await self._inner.handle_async_request(request)
            content = await self._read(response, bought)
        except httpx.TransportError as error:
            self.broken(error, bought)
        return self.answered(response, content, request, bought)

    async def _read(self, response: httpx.Response, bought: Purchase | None) -> bytes:
        parts, size = [], 0
        try:
            async for part in response.stream:  # type: ignore[union-attr]
                parts.append(part)
                size += len(part)
                if size > LARGEST_ANSWER:
                    self.too_large(bought)
        finally:
            await response.aclose()
        return b"".join(parts)

    async def aclose(self) -> None:
        await self._inner.aclose()


def _limited(asked: Mapping[str, Any] | None) -> dict[str, float]:
    """Give every step of a request a limit: a client's own stands where it is shorter than none at all."""
    given = asked or {}
    return {step: float(given.get(step) or limit) for step, limit in _TIMEOUTS.items()}


def _whole(response: httpx.Response, content: bytes, request: httpx.Request) -> httpx.Response | None:
    """Make the answer anew with its content read and unpacked; None when that is too large."""
    unpacked = _unpacked(response, content, request) if "content-encoding" in response.headers else content
    if unpacked is None:
        return None
    headers = [pair for pair in response.headers.raw if pair[0].lower() not in _OF_THE_WIRE]
    return httpx.Response(response.status_code, headers=headers, content=unpacked, request=request)


def _unpacked(response: httpx.Response, content: bytes, request: httpx.Request) -> bytes | None:
    packed = httpx.Response(
        response.status_code, headers=response.headers, stream=httpx.ByteStream(content), request=request
    )
    parts, size = [], 0
    for part in packed.iter_bytes(_PIECE):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            return None
    return b"".join(parts)
