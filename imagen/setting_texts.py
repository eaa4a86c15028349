"""Read the texts that settings are given as; each reader raises BadValueError for what is none of its kind."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from imagen.domain.key_text import read_key
from imagen.domain.money import MILLION
from imagen.secret import Secret

SHORTEST_OWNER_TOKEN = 16
LOG_LEVELS = ("debug", "info", "warning", "error")
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})


class BadValueError(ValueError):
    """The end of a sentence that starts with the setting's name."""


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """Make a reader of whole numbers."""

    def read(text: str) -> int:
        is_number = text.isascii() and text.isdigit() and len(text) <= 12
        if not is_number or not lowest <= int(text) <= highest:
            raise BadValueError(f"must be a whole number from {lowest:,} to {highest:,}")
        return int(text)

    return read


def seconds(lowest: float, highest: float) -> Callable[[str], float]:
    """Make a reader of seconds."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not lowest <= value <= highest:
            raise BadValueError(f"must be a number of seconds from {lowest:g} to {highest:g}")
        return value

    return read


def dollars_of(text: str) -> int:
    """Read dollars as micro-dollars."""
    try:
        value = float(text.removeprefix("$"))
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1_000_000:
        raise BadValueError("must be an amount of dollars from 0 to 1,000,000")
    return round(value * MILLION)


def switch(text: str) -> bool:
    """Read whether something is on."""
    word = text.casefold()
    if word not in _YES | _NO:
        raise BadValueError("must be one of 1, true, yes, on, 0, false, no, off")
    return word in _YES


def folder(text: str) -> Path:
    """Read the path of a folder, which need not be there."""
    if "\0" in text:
        raise BadValueError("must be the path of a folder")
    try:
        return Path(text).expanduser().absolute()
    except (RuntimeError, OSError) as error:
        raise BadValueError("must be the path of a folder; its home folder is not known") from error


def loopback_host(text: str) -> str:
    """Read an address of this machine."""
    host = text.casefold()
    if host == "localhost":
        return host
    try:
        is_loopback = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise BadValueError("must be an address of this machine: 127.0.0.1, ::1 or localhost")
    return host.strip("[]")


def owner_token(text: str) -> Secret:
    """Read the owner's token."""
    if len(text) < SHORTEST_OWNER_TOKEN or not text.isascii() or not text.isprintable() or " " in text:
        raise BadValueError(f"must have {SHORTEST_OWNER_TOKEN} or more ASCII characters and no spaces")
    return Secret(text)


def web_address(text: str) -> str:
    """Read the address of a service."""
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
        is_whole = is_whole and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        is_whole = False
    if not is_whole:
        raise BadValueError("must be an address such as https://host or http://127.0.0.1:9000")
    return text.rstrip("/")


def key(text: str) -> Secret:
    """Read a provider's key."""
    try:
        return Secret(read_key(text))
    except ValueError as error:
        raise BadValueError(str(error)) from None


def log_level(text: str) -> str:
    """Read the least weight of what is logged."""
    if text.casefold() not in LOG_LEVELS:
        raise BadValueError("must be one of " + ", ".join(LOG_LEVELS))
    return text.casefold()
