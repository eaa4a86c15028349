"""Start links: single-use tokens by which a browser becomes the owner's."""

from __future__ import annotations

import hashlib
import secrets
import threading

_MOST_OPEN = 20
_LONGEST_TOKEN = 200


class StartLinks:
    """The start links that were given out and not used yet, in memory only; safe to use from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[bytes, None] = {}

    def issue(self) -> str:
        """Return the token of a new start link; the oldest unused ones end above twenty."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._open[_digest(token)] = None
            while len(self._open) > _MOST_OPEN:
                del self._open[next(iter(self._open))]
        return token

    def redeem(self, token: str) -> bool:
        """Use up a token; False when it was never issued or was used before."""
        if not token or len(token) > _LONGEST_TOKEN:
            return False
        # Looking up a digest of the token tells nothing of it by the time it takes.
        digest = _digest(token)
        with self._lock:
            if digest not in self._open:
                return False
            del self._open[digest]
            return True


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
