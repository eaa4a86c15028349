"""The route that serves stored files and thumbnails, straight from the disk and outside the web framework."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from imagen.border.answers import Headers, answer_error, answer_problem
from imagen.border.file_requests import (
    ByteRange,
    StoredName,
    Unsatisfiable,
    asked_range,
    disposition,
    is_known,
    stored_name,
)
from imagen.border.policy import is_file
from imagen.border.response_headers import MEDIA_CSP, PLAYER_CSP
from imagen.domain.errors import ImagenError, NotFound

CHUNK_BYTES = 256 * 1024
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)  # a link in the store is none of ours
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe would wait for ever
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EACCES, errno.EPERM, errno.ENXIO, errno.EISDIR})
_CACHE = b"private, max-age=31536000, immutable"


class Unreadable(ImagenError):
    code = "file-unreadable"
    http_status = 503
    retryable = True


@dataclass(frozen=True, slots=True)
class _Exchange:
    scope: Scope
    receive: Receive
    send: Send


@dataclass(frozen=True, slots=True)
class _OpenFile:
    descriptor: int
    size: int


class FileRoute:
    """Serves `/media/<sha256>.<ext>` and `/thumbnails/<sha256>-<small|large>.webp`; hands on all else to `app`.

    The files lie in a folder named by the first two characters of their names.
    """

    def __init__(self, app: ASGIApp, *, media_root: Path, thumbnail_root: Path) -> None:
        self._app = app
        self._media_root = str(media_root)
        self._thumbnail_root = str(thumbnail_root)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_file(scope["path"]):
            await self._app(scope, receive, send)
        elif scope["method"] not in {"GET", "HEAD"}:
            await answer_problem(
                scope, send, 405, "Stored files can only be read.", extra=[(b"allow", b"GET, HEAD")]
            )  # fmt: skip
        else:
            try:
                await self._serve(scope, receive, send)
            except ImagenError as error:
                await answer_error(scope, send, error)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = stored_name(scope["path"])
        if name is None:
            raise _not_found()
        extra = disposition(scope, name)
        if name.is_thumbnail:
            # A thumbnail is read in less time than handing it to a thread would take.
            file = _open(f"{self._thumbnail_root}/{name.relative_path}")
        else:
            file = await asyncio.to_thread(_open, f"{self._media_root}/{name.relative_path}")
        try:
            await _answer_file(_Exchange(scope, receive, send), name, file, extra)
        finally:
            os.close(file.descriptor)


async def _answer_file(exchange: _Exchange, name: StoredName, file: _OpenFile, extra: str | None) -> None:
    scope, send = exchange.scope, exchange.send
    policy = PLAYER_CSP if name.is_played else MEDIA_CSP
    headers: Headers = [
        (b"etag", name.etag.encode()),
        (b"cache-control", _CACHE),
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"accept-ranges", b"bytes"),
    ]
    if is_known(scope, name.etag):
        await _send_whole(send, 304, headers, b"")
        return
    try:
        part = asked_range(scope, name.etag, file.size)
    except Unsatisfiable:
        missing = (b"content-range", f"bytes */{file.size}".encode())
        await _send_whole(send, 416, [missing, (b"content-length", b"0"), *headers[2:]], b"")
        return
    headers.append((b"content-type", name.media_type.encode()))
    if extra is not None:
        headers.append((b"content-disposition", extra.encode("ascii")))
    if part is not None:
        headers.append((b"content-range", f"bytes {part.first}-{part.end - 1}/{file.size}".encode()))
    wanted = part or ByteRange(0, file.size)
    headers.append((b"content-length", str(wanted.end - wanted.first).encode()))
    status = 206 if part else 200
    if scope["method"] == "HEAD":
        await _send_whole(send, status, headers, b"")
    elif name.is_thumbnail and wanted.end - wanted.first <= CHUNK_BYTES:
        await _send_whole(send, status, headers, _read(file, wanted.first, wanted.end - wanted.first))
    else:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await _stream(exchange, file, wanted)


async def _send_whole(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _stream(exchange: _Exchange, file: _OpenFile, wanted: ByteRange) -> None:
    # A player that seeks hangs up in the middle; without watching for it the whole file would be read for nobody.
    gone = asyncio.ensure_future(_wait_for_disconnect(exchange.receive))
    try:
        position = wanted.first
        while position < wanted.end and not gone.done():
            chunk = await asyncio.to_thread(_read, file, position, min(CHUNK_BYTES, wanted.end - position))
            if not chunk:
                raise OSError(errno.EIO, "A stored file became shorter while it was read")
            position += len(chunk)
            await exchange.send({"type": "http.response.body", "body": chunk, "more_body": position < wanted.end})
        if wanted.first >= wanted.end:
            await exchange.send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _open(path: str) -> _OpenFile:
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except OSError as error:
        if error.errno in _ABSENT:
            raise _not_found() from error
        raise Unreadable("The file cannot be read just now.", "Try again in a moment.") from error
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise _not_found()
    return _OpenFile(descriptor, found.st_size)


def _read(file: _OpenFile, position: int, count: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(file.descriptor, count, position)
    os.lseek(file.descriptor, position, os.SEEK_SET)
    return os.read(file.descriptor, count)


def _not_found() -> NotFound:
    return NotFound("There is no such file.", "It may have been deleted for good.")
