"""What a request for a stored file asks for: the file's name, a range, a copy known already, a name to save it by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qs, quote

from starlette.types import Scope

from imagen.domain.errors import Malformed

OCTET_STREAM = "application/octet-stream"
# Anything else, SVG and HTML above all, leaves as bytes to be saved and never to be shown.
MEDIA_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
LONGEST_NAME = 120

_MEDIA = re.compile(r"/media/(?P<stem>[0-9a-f]{64})\.(?P<extension>[a-z0-9]{1,8})")
_THUMBNAIL = re.compile(r"/thumbnails/(?P<stem>[0-9a-f]{64}-(?:small|large))\.(?P<extension>webp)")
_RANGE = re.compile(r"bytes=(?P<first>[0-9]{0,20})-(?P<last>[0-9]{0,20})")


@dataclass(frozen=True, slots=True)
class StoredName:
    """A name that was checked whole; only from this is a path made."""

    is_thumbnail: bool
    stem: str
    extension: str

    @property
    def relative_path(self) -> str:
        return f"{self.stem[:2]}/{self.stem}.{self.extension}"

    @property
    def etag(self) -> str:
        return f'"{self.stem}"'

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES.get(self.extension, OCTET_STREAM)

    @property
    def is_played(self) -> bool:
        return self.media_type.startswith(("video/", "audio/"))


@dataclass(frozen=True, slots=True)
class ByteRange:
    """The bytes from `first` up to and without `end`."""

    first: int
    end: int


class Unsatisfiable(Exception):
    """The range lies behind the file's end."""


def stored_name(path: str) -> StoredName | None:
    """Return the file that a path names, or None for any other path."""
    match = _THUMBNAIL.fullmatch(path) if path.startswith("/thumbnails/") else _MEDIA.fullmatch(path)
    return StoredName(match.re is _THUMBNAIL, match["stem"], match["extension"]) if match else None


def header(scope: Scope, name: bytes) -> str:
    """Return a request header's text, empty when it is missing."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value).decode("latin-1").strip()
    return ""


def is_known(scope: Scope, etag: str) -> bool:
    """Tell whether the browser has this very copy already."""
    asked = header(scope, b"if-none-match")
    return asked == "*" or any(one.strip().removeprefix("W/") == etag for one in asked.split(","))


def asked_range(scope: Scope, etag: str, size: int) -> ByteRange | None:
    """Return the one range asked for; None for the whole file, as for several ranges and for nonsense.

    Raises:
        Unsatisfiable: when the range has no byte of the file.
    """
    text = header(scope, b"range")
    condition = header(scope, b"if-range")
    match = _RANGE.fullmatch(text) if text and scope["method"] == "GET" and condition in {"", etag} else None
    if match is None or not (match["first"] or match["last"]):
        return None
    if not match["first"]:
        first, end = max(size - int(match["last"]), 0), size
    else:
        first, end = int(match["first"]), min(int(match["last"]) + 1, size) if match["last"] else size
        if match["last"] and int(match["last"]) < first:
            return None
    if first >= end:
        raise Unsatisfiable
    return ByteRange(first, end)


def disposition(scope: Scope, name: StoredName) -> str | None:
    """Return Content-Disposition: a file to save when `?download=name` asks for it or when it may not be shown.

    Raises:
        Malformed: when the query cannot be read.
    """
    query = bytes(scope.get("query_string", b""))
    asked: list[str] = []
    if query:
        try:
            asked = parse_qs(query.decode("latin-1"), keep_blank_values=True, max_num_fields=20).get("download", [])
        except ValueError as error:
            raise Malformed("The address's query cannot be read.") from error
    if not asked and name.media_type != OCTET_STREAM:
        return None
    file_name = safe_file_name(asked[0] if asked else "", name)
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", file_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def safe_file_name(text: str, name: StoredName) -> str:
    """Return a file name made from anybody's text: one component, no control characters, always the true ending."""
    ending = f".{name.extension}"
    kept = "".join(
        "_" if letter in '/\\:*?"<>|' else letter for letter in text if unicodedata.category(letter)[0] != "C"
    )
    stem = kept.strip().removesuffix(ending).strip(" .")
    return (stem[:LONGEST_NAME].strip(" .") or name.stem[:16]) + ending
