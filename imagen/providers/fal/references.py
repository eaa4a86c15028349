"""What people paste to name a model of fal: links to its pages and addresses, or the endpoint itself."""

from __future__ import annotations

import re
from collections.abc import Container

_PART = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
_ID = re.compile(rf"{_PART}(/{_PART}){{1,9}}")
_PAGE = re.compile(r"(https?://)?(www\.)?fal\.ai/(models|dashboard/playground|playground)/", re.IGNORECASE)
_CALL = re.compile(r"(https?://)?(queue\.)?fal\.run/", re.IGNORECASE)
_SCHEMA = re.compile(r"(https?://)?fal\.ai/api/openapi/queue/openapi\.json\?(?:.*&)?endpoint_id=", re.IGNORECASE)
_TABS = frozenset({"playground", "api", "examples", "llms.txt", "requests", "stream", "analytics", "history"})
_OWN = "fal-ai"


def read_id(written: str) -> str | None:
    """Read an endpoint's id; None for anything else."""
    return written if _ID.fullmatch(written) and ".." not in written else None


def recognise(reference: str, known: Container[str] = ()) -> str | None:
    """Read what people paste; None when it names no model of fal.

    A bare `owner/name` is taken for fal's only when the owner is fal itself, or when the endpoint is `known`; with a
    third part it can be nobody else's.
    """
    written = reference.strip().strip("\"'`<>").strip()
    for pattern in (_PAGE, _CALL, _SCHEMA):
        found = pattern.match(written)
        if found:
            return _of_path(written[found.end() :])
    marked = written.startswith("fal:")
    plain = read_id(written.removeprefix("fal:").strip("/"))
    if plain is None:
        return None
    ours = marked or plain in known or plain.startswith(f"{_OWN}/")
    return plain if ours or (plain.count("/") >= 2 and not _is_elsewhere(plain)) else None


def _is_elsewhere(written: str) -> bool:
    """Tell whether something is the beginning of an address of somebody else."""
    first = written.partition("/")[0]
    return "." in first or first.casefold() in {"models", "deployments", "collections", "images", "posts", "user"}


def _of_path(path: str) -> str | None:
    parts = [part for part in re.split(r"[?#&]", path.replace("%2F", "/"), maxsplit=1)[0].split("/") if part]
    if "requests" in parts[2:]:
        parts = parts[: parts.index("requests", 2)]
    while len(parts) > 2 and parts[-1] in _TABS:
        parts.pop()
    return read_id("/".join(parts))
