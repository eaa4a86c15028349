"""The head of a request, read once and strictly: what the guard needs to know, or why it is malformed."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.types import Scope

from imagen.border.policy import Policy
from imagen.domain.errors import ImagenError, Malformed

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_HOST = re.compile(r"(?P<name>[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(?P<port>[0-9]{1,5}))?")
_METHOD = re.compile(r"[A-Z]{1,20}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SINGLE = frozenset({b"host", b"origin", b"authorization", b"content-type", b"content-length", b"content-encoding"})
_LONGEST_CONTENT_LENGTH = 18


class HeadTooLarge(Malformed):
    code = "head-too-large"
    http_status = 431


class AddressTooLong(Malformed):
    code = "address-too-long"
    http_status = 414


class Misdirected(ImagenError):
    code = "misdirected"
    http_status = 421


@dataclass(frozen=True, slots=True)
class Head:
    """`host` is the authority as addressed (lower case), `own_origin` the one origin that may send to it."""

    method: str
    path: str
    host: str
    host_name: str
    port: int
    own_origin: str
    origin: str | None
    fetch_site: str | None
    fetch_mode: str | None
    fetch_dest: str | None
    authorization: str | None
    cookies: tuple[str, ...]
    content_type: str
    content_length: int | None
    has_own_header: bool
    peer_is_loopback: bool

    @property
    def is_safe(self) -> bool:
        return self.method in SAFE_METHODS

    @property
    def has_fetch_metadata(self) -> bool:
        return bool(self.fetch_site or self.fetch_mode or self.fetch_dest)

    @property
    def is_top_navigation(self) -> bool:
        """A browser shows the answer as a page of its own, by its own word."""
        return self.method == "GET" and self.fetch_mode == "navigate" and self.fetch_dest == "document"


def read_head(scope: Scope, policy: Policy) -> Head:
    """Read a request's head.

    Raises:
        Malformed: when anything in it is odd (400), too long (414) or too large (431).
        Misdirected: when it is addressed to a host that is not ours.
    """
    path = _checked_path(scope, policy)
    found = _checked_headers(scope["headers"], policy)
    host, name, port = _host(found, is_secure=scope["scheme"] in {"https", "wss"})
    if name not in policy.allowed_hosts:
        raise Misdirected(f"Imagen does not answer to the name {name}.", "Open it by localhost or 127.0.0.1.")
    method = str(scope.get("method", "GET"))
    if not _METHOD.fullmatch(method):
        raise Malformed("The request's method is not one of HTTP's.")
    scheme = "https" if scope["scheme"] in {"https", "wss"} else "http"
    return Head(
        method=method,
        path=path,
        host=host,
        host_name=name,
        port=port,
        own_origin=f"{scheme}://{host}",
        origin=_text(found, b"origin"),
        fetch_site=_text(found, b"sec-fetch-site"),
        fetch_mode=_text(found, b"sec-fetch-mode"),
        fetch_dest=_text(found, b"sec-fetch-dest"),
        authorization=_text(found, b"authorization"),
        cookies=tuple(value.decode("latin-1") for value in found.get(b"cookie", ())),
        content_type=(_text(found, b"content-type") or "").split(";")[0].strip().lower(),
        content_length=_content_length(found),
        has_own_header=_text(found, b"x-imagen") == "1",
        peer_is_loopback=_is_loopback(scope.get("client")),
    )


def _checked_path(scope: Scope, policy: Policy) -> str:
    path = str(scope["path"])
    if len(scope.get("raw_path") or path) + len(scope.get("query_string", b"")) > policy.max_target_bytes:
        raise AddressTooLong("The address is too long.")
    if not path.startswith("/") or path.startswith("//") or "\\" in path or _CONTROL.search(path):
        raise Malformed("The address has characters that no address of Imagen has.")
    if "/." in path and any(part in {".", ".."} for part in path.split("/")):
        raise Malformed("The address climbs out of its folder.")
    return path


def _checked_headers(headers: Iterable[tuple[bytes, bytes]], policy: Policy) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    size = count = 0
    for name, value in headers:
        size += len(name) + len(value)
        count += 1
        found.setdefault(name.lower(), []).append(value)
    if size > policy.max_header_bytes or count > policy.max_header_count:
        raise HeadTooLarge("The request's headers are too large.", "Clear the cookies of this address and try again.")
    for name in _SINGLE & found.keys():
        if len(found[name]) > 1:
            raise Malformed(f"The header {name.decode()} is there more than once.")
    return found


def _text(found: dict[bytes, list[bytes]], name: bytes) -> str | None:
    values = found.get(name)
    return values[0].decode("latin-1").strip() if values else None


def _host(found: dict[bytes, list[bytes]], *, is_secure: bool) -> tuple[str, str, int]:
    host = (_text(found, b"host") or "").lower()
    match = _HOST.fullmatch(host)
    if match is None:
        raise Malformed("The request does not say to which host it is addressed.")
    port = int(match["port"] or (443 if is_secure else 80))
    if port > 65535:
        raise Malformed("The request's host has an impossible port.")
    return host, match["name"], port


def _content_length(found: dict[bytes, list[bytes]]) -> int | None:
    text = _text(found, b"content-length")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > _LONGEST_CONTENT_LENGTH:
        raise Malformed("The header Content-Length is no number of bytes.")
    return int(text)


def _is_loopback(client: tuple[str, int] | None) -> bool:
    if not client:
        return False
    try:
        address = ipaddress.ip_address(client[0].split("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
