"""The headers that every answer leaves with: content security policies, no sniffing, no sharing, no framing."""

from __future__ import annotations

from starlette.types import Message

from imagen.border.head import Head
from imagen.border.policy import is_api, is_file

MEDIA_CSP = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
# Opened in a tab of its own, a player fetches the file again and is refused under an origin of nowhere; scripts, which
# could use the origin, stay forbidden.
PLAYER_CSP = MEDIA_CSP + " allow-same-origin"
# NiceGUI puts its start script into the page and compiles templates in the browser; all of it comes from this host.
_PAGE_CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "connect-src 'self'{sockets}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

# Referrer-Policy is not no-referrer: a form's Origin would be "null" then, and our own sign-in form refused.
_ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
_ALWAYS_NAMES = frozenset(name for name, _ in _ALWAYS)


def page_csp(host: str | None = None) -> str:
    """Return the policy of NiceGUI pages; naming the host lets older browsers open the websocket to it."""
    # A policy has no way to write an IPv6 address; 'self' alone serves there.
    can_name = host is not None and not host.startswith("[")
    return _PAGE_CSP.format(sockets=f" ws://{host} wss://{host}" if can_name else "")


def dressed(message: Message, path: str, head: Head | None, cookie: bytes | None) -> Message:
    """Return a response's start message with our headers, and without any that would share it with other sites."""
    headers: list[tuple[bytes, bytes]] = []
    content_type = b""
    has_csp = has_caching = False
    for raw_name, value in message.get("headers", ()):
        name = bytes(raw_name).lower()
        if name in _ALWAYS_NAMES or name.startswith(b"access-control-"):
            continue
        if name == b"content-type":
            content_type = bytes(value).lower()
        is_caching = name == b"cache-control"
        if is_caching and cookie is not None:
            continue
        has_csp = has_csp or name == b"content-security-policy"
        has_caching = has_caching or is_caching
        headers.append((name, bytes(value)))
    is_page = content_type.startswith(b"text/html")
    if is_page:
        headers = [header for header in headers if header[0] != b"cache-control"]
        has_caching = False
    if not has_csp:
        headers.append((b"content-security-policy", _policy_for(path, head, is_page=is_page).encode()))
    if not has_caching and (is_page or is_api(path) or cookie is not None):
        headers.append((b"cache-control", b"no-store"))
    if cookie is not None:
        headers.append((b"set-cookie", cookie))
    headers.extend(_ALWAYS)
    return {**message, "headers": headers}


def _policy_for(path: str, head: Head | None, *, is_page: bool) -> str:
    if is_file(path) or (is_api(path) and not is_page):
        return MEDIA_CSP
    return page_csp(head.host if head else None)
