"""A service's key, asked for anew at each use, and how it is put on requests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx

from imagen.domain.errors import AuthenticationFailed, NotConfigured

_KEY = re.compile(r"[\x21-\x7e]+")


class ServiceKey:
    """The key of one service as it is now."""

    def __init__(self, label: str, ask: Callable[[], str | None]) -> None:
        self._label = label
        self._ask = ask

    def written(self) -> str:
        """Give what is set, or nothing."""
        return (self._ask() or "").strip()

    def __call__(self) -> str:
        """Give the key. Raises NotConfigured, or AuthenticationFailed when it cannot be one."""
        key = self.written()
        if not key:
            raise NotConfigured(f"{self._label} has no key yet.", "Set it in Settings.")
        if not _KEY.fullmatch(key):
            raise AuthenticationFailed(
                f"The key of {self._label} has characters that no key has.", "Set it anew in Settings."
            )
        return key


class KeyAuth(httpx.Auth):
    """Puts the key of this moment on each request; the transport takes it off where it does not belong."""

    def __init__(self, scheme: str, key: Callable[[], str]) -> None:
        self._scheme = scheme
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"{self._scheme} {self._key()}"
        yield request
