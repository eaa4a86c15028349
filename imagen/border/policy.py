"""What the guard lets in: hosts, sizes, open addresses and the rule for signing in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MEBIBYTE = 1024 * 1024
UPLOAD_BYTES = 256 * MEBIBYTE

HEALTH_PATH = "/api/health"
START_PATH = "/start"
SIGN_IN_PATH = "/sign-in"
MEDIA_PREFIX = "/media/"
THUMBNAILS_PREFIX = "/thumbnails/"
# Socket.io's fallback without websocket posts text/plain; it stands under the Origin check all the same.
SOCKET_PREFIX = "/_nicegui_ws/"

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True)
class BodyLimit:
    """The most bytes that a request's body may have at the addresses that match `pattern` whole."""

    pattern: re.Pattern[str]
    max_bytes: int


UPLOAD_LIMITS = (
    BodyLimit(re.compile(r"/_nicegui/client/[^/]+/upload/[^/]+"), UPLOAD_BYTES),
    BodyLimit(re.compile(r"/api/products/import"), UPLOAD_BYTES),
    BodyLimit(re.compile(r"/api/generations/[^/]+/(?:inputs|outputs)"), UPLOAD_BYTES),
)


@dataclass(frozen=True)
class Policy:
    """The guard's rules; `strict` asks for a start link even on this computer."""

    allowed_hosts: frozenset[str] = LOOPBACK_HOSTS
    strict: bool = False
    max_body_bytes: int = 2 * MEBIBYTE
    body_limits: tuple[BodyLimit, ...] = field(default=UPLOAD_LIMITS)
    max_header_bytes: int = 32 * 1024
    max_header_count: int = 100
    max_target_bytes: int = 8 * 1024

    def body_limit(self, path: str) -> int:
        """Return the most bytes that a body sent to this path may have."""
        for limit in self.body_limits:
            if limit.pattern.fullmatch(path):
                return limit.max_bytes
        return self.max_body_bytes


def is_api(path: str) -> bool:
    """Tell whether programs rather than people are answered at this path."""
    return path == "/api" or path.startswith("/api/")


def is_file(path: str) -> bool:
    """Tell whether a stored file lies at this path."""
    return path.startswith((MEDIA_PREFIX, THUMBNAILS_PREFIX))
