"""The one way in which files come from the network: only http(s), only public addresses, every hop checked, everything capped."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import httpx

from imagen.domain.errors import BadResponse, InvalidInput, Unavailable

MOST_HOPS = 5
_STEP_SECONDS = 30.0
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Caps:
    """How much and how long: bytes of the file, seconds of the whole download."""

    most_bytes: int = 4 * 2**30
    most_seconds: float = 1800.0


def resolve_host(host: str, port: int) -> list[str]:
    """Give the addresses of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Downloader:
    """Fetches files; `may_be_private(host)` lets hosts through that are this machine's own or its network's."""

    def __init__(
        self,
        *,
        may_be_private: Callable[[str], bool] = lambda host: False,
        headers: Callable[[httpx.URL], Mapping[str, str]] = lambda url: {},
        resolve: Resolve = resolve_host,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._may_be_private = may_be_private
        self._headers = headers
        self._resolve = resolve
        self._client = httpx.Client(
            transport=transport, timeout=httpx.Timeout(_STEP_SECONDS), follow_redirects=False, trust_env=False
        )

    def fetch(self, url: str, into: BinaryIO, caps: Caps | None = None) -> None:
        """Write what an address holds into an open file.

        Raises InvalidInput for an address that is not let through, Unavailable for what may work later, BadResponse for
        what will not.
        """
        limits = caps or Caps()
        until = time.monotonic() + limits.most_seconds
        at = _read(url)
        for _ in range(MOST_HOPS + 1):
            onward = self._hop(at, into, limits, until)
            if onward is None:
                return
            at = _read(str(at.join(onward)))
        raise BadResponse("The file is behind too many redirections.", "Look at its address in a browser.")

    def close(self) -> None:
        self._client.close()

    def _hop(self, url: httpx.URL, into: BinaryIO, caps: Caps, until: float) -> str | None:
        """Ask one address; give the next one where it only leads there."""
        request = self._request(url)
        try:
            response = self._client.send(request, stream=True)
        except httpx.TransportError as error:
            raise Unavailable(f"{url.host} cannot be reached.", "It is tried again.") from error
        except UnicodeError as error:  # the client reads where it would be led to
            raise InvalidInput(f"{url.host} leads to an address that cannot be read.") from error
        try:
            if response.is_redirect and "location" in response.headers:
                return str(response.headers["location"])
            _judge(response, url)
            _take(response, into, caps, until)
        except httpx.TransportError as error:
            raise Unavailable(f"The file from {url.host} broke off.", "It is tried again.") from error
        finally:
            response.close()
        return None

    def _request(self, url: httpx.URL) -> httpx.Request:
        """Aim at the very address that was checked, so that a name cannot point elsewhere a moment later."""
        port = url.port or (443 if url.scheme == "https" else 80)
        checked = self._checked(url.host, port)
        headers = {"host": url.netloc.decode("ascii"), "accept": "*/*", "accept-encoding": "identity"}
        extensions: dict[str, Any] = {"sni_hostname": url.host} if url.scheme == "https" else {}
        timeout = httpx.Timeout(_STEP_SECONDS).as_dict()
        return httpx.Request(
            "GET",
            url.copy_with(host=checked),
            headers={**headers, **self._headers(url)},
            extensions={**extensions, "timeout": timeout},
        )

    def _checked(self, host: str, port: int) -> str:
        try:
            found = self._resolve(host, port)
        except UnicodeError as error:
            raise InvalidInput(f"{host[:80]} cannot be the name of a host.", "Use another address.") from error
        except OSError as error:
            raise Unavailable(f"There is no host named {host}, or no network.", "It is tried again.") from error
        if not found:
            raise Unavailable(f"There is no host named {host}.", "It is tried again.")
        if not self._may_be_private(host) and not all(is_public(address) for address in found):
            raise InvalidInput(
                f"{host} is in a private network, and Imagen fetches nothing from there.", "Use a public address."
            )
        return found[0]


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the open internet."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if parsed.version == 6:
        inner = parsed.ipv4_mapped or parsed.sixtofour or _translated(parsed)
        if inner is not None:
            return is_public(str(inner))
    return parsed.is_global and not parsed.is_multicast


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Give the address of the older internet to which a gateway of the network would lead."""
    return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF) if any(address in net for net in _TRANSLATED) else None


def _read(url: str) -> httpx.URL:
    try:
        read = httpx.URL(url)
        host = read.host
    except (httpx.InvalidURL, UnicodeError) as error:  # a host of an international alphabet may be badly written
        raise InvalidInput("The address of a file cannot be read.", "Use one that begins with https://.") from error
    if read.userinfo:
        raise InvalidInput(f"The address of a file at {host} holds a name or a password.", "Use one without.")
    if read.scheme not in {"http", "https"} or not host:
        raise InvalidInput(f"Imagen fetches files by http and https only, not {url[:80]}.")
    return read


def _judge(response: httpx.Response, url: httpx.URL) -> None:
    status = response.status_code
    if status in _AGAIN:
        raise Unavailable(f"{url.host} answered {status}.", "It is tried again.")
    if status != httpx.codes.OK:
        gone = status in {401, 403, 404, 410}
        raise BadResponse(
            f"{url.host} does not give the file any more ({status})." if gone else f"{url.host} answered {status}."
        )


def _take(response: httpx.Response, into: BinaryIO, caps: Caps, until: float) -> None:
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > caps.most_bytes:
        raise BadResponse(f"The file has {int(announced):,} bytes, and {caps.most_bytes:,} is the most.")
    size = 0
    for piece in response.iter_raw():  # as they come: gathered into large ones, slow ones would pass the limit unseen
        size += len(piece)
        if size > caps.most_bytes:
            raise BadResponse(f"The file has more than {caps.most_bytes:,} bytes, which is the most.")
        if time.monotonic() > until:
            raise Unavailable("The file comes too slowly.", "It is tried again.")
        into.write(piece)
    if announced.isdigit() and size != int(announced):
        raise Unavailable(f"Only {size:,} of {int(announced):,} bytes of the file came.", "It is tried again.")
    if size == 0:
        raise BadResponse("The file is empty.")
