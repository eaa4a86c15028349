"""Where a service is reached: its official origins, each with the address that is configured for it, and who may see the key."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx

from imagen.domain.errors import InvalidInput

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[\w.-]+|[0-9a-fA-F:.]+")  # a name, or an IPv6 address as httpx gives it


class Addresses:
    """Maps a service's official origins to configured ones, so that a proxy or a stand-in can take a service's place."""

    def __init__(self, official: Mapping[str, str], configured: Mapping[str, str | None]) -> None:
        """Take the official base of each part of a service by a name, and what is configured for some of the names.

        Raises InvalidInput when a configured address is not an http(s) one.
        """
        bases = {name: configured.get(name) or base for name, base in official.items()}
        self._bases = {name: _base(name, base) for name, base in bases.items()}
        self._moved = {
            origin(httpx.URL(base)): self._bases[name] for name, base in official.items() if base != bases[name]
        }
        self._keyed = frozenset(origin(base) for base in self._bases.values())

    def is_own_stand_in(self, host: str) -> bool:
        """Tell whether a host, perhaps one of this machine, was configured in an official one's place."""
        return any(moved.host.casefold() == host.casefold() for moved in self._moved.values())

    def base(self, name: str) -> str:
        """Give the address of a part of the service, without a slash at its end."""
        return str(self._bases[name]).rstrip("/")

    def resolve(self, url: httpx.URL) -> httpx.URL:
        """Give where a request really goes; what has no configured address stays as it is."""
        moved = self._moved.get(origin(url))
        if moved is None:
            return url
        path = moved.raw_path.rstrip(b"/") + url.raw_path
        return url.copy_with(scheme=moved.scheme, host=moved.host, port=moved.port, raw_path=path)

    def may_see_key(self, url: httpx.URL) -> bool:
        """Tell whether the key may go to where a request really goes."""
        return origin(url) in self._keyed


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Give scheme, host and port of an address, by which two origins are the same.

    The host is taken as it goes over the wire: in letters of all the world some hosts look like others, or like none.
    """
    return url.scheme, url.raw_host.decode("ascii").lower(), url.port or _PORTS.get(url.scheme)


def _base(name: str, written: str) -> httpx.URL:
    try:
        url = httpx.URL(written)
    except httpx.InvalidURL as error:
        raise InvalidInput(f"The address of {name} cannot be read: {error}.", "Write one like https://host.") from error
    if url.scheme not in _PORTS or not _HOST.fullmatch(url.host) or url.query or url.fragment:
        raise InvalidInput(f"The address of {name} is {written}.", "Write one like https://host, with nothing behind.")
    return url
