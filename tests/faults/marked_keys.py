"""Keys with a mark inside, and every form in which the mark could stand somewhere."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

MARK = "sEcReT7f3a9cMaRk"
KEYS = {
    "replicate": f"r8_{MARK}+of/replicate=0001",
    "fal": f"77777777-0000-4000-8000-000000000007:{MARK}offal0002",
    "civitai": f"civitai{MARK}+of/civitai0003",
}


def forms() -> set[bytes]:
    """Give the mark as it is, in small letters, backwards, in hexadecimal and in base64 at each of its three places."""
    plain = MARK.encode()
    found = {plain, plain.lower(), plain[::-1], plain.hex().encode()}
    for before in range(3):
        encoded = b64encode(b"-" * before + plain)
        found.add(encoded[4 if before else 0 : -4])
    return (
        found | {quote(key, safe="").encode() for key in KEYS.values()} | {b64encode(k.encode()) for k in KEYS.values()}
    )


def is_marked(content: bytes) -> bool:
    """Tell whether the mark stands in something, in any form."""
    return any(form in content for form in forms())


def around(content: bytes) -> str:
    """Show where the mark stands, for the words of a failed test."""
    for form in forms():
        at = content.find(form)
        if at >= 0:
            return repr(content[max(0, at - 160) : at + 60])
    return ""
