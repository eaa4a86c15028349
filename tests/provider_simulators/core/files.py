"""Files that the services keep: what clients uploaded, and outputs that are made when first fetched."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import io
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from tests.provider_simulators.core.clock import Clock
from tests.provider_simulators.media import Wish, made


@dataclass
class StoredFile:
    """One file under a path of an origin; `data` of an output is made from its wish."""

    path: str
    name: str
    content_type: str
    expires_at: float | None = None
    wish: Wish | None = None
    data: bytes | None = None
    job_id: str | None = None

    async def content(self) -> bytes:
        """Return the bytes; making them happens beside the event loop."""
        if self.data is not None:
            return self.data
        assert self.wish is not None
        return await asyncio.to_thread(made, self.wish)


class FileStore:
    """Find stored files by their path (without query)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_path: dict[str, StoredFile] = {}

    def put(self, file: StoredFile) -> StoredFile:
        """Keep a file."""
        self._by_path[file.path] = file
        return file

    def find(self, path: str) -> StoredFile | None:
        """Return a file that exists and has not expired."""
        file = self._by_path.get(path)
        if file is None or (file.expires_at is not None and self._clock.now() >= file.expires_at):
            return None
        return file

    def was(self, path: str) -> bool:
        """Return whether a file once was at a path."""
        return path in self._by_path

    def remove(self, path: str) -> bool:
        """Forget a file; return whether there was one."""
        return self._by_path.pop(path, None) is not None

    def all(self) -> list[StoredFile]:
        """Return the files that have not expired."""
        return [file for path in list(self._by_path) if (file := self.find(path))]


def data_uri(content: bytes, content_type: str) -> str:
    """Return a data URI."""
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"


def read_data_uri(text: str) -> tuple[bytes, str] | None:
    """Return content and type of a data URI, or None when it is none."""
    if not text.startswith("data:"):
        return None
    head, _, body = text[5:].partition(",")
    try:
        content = base64.b64decode(body, validate=False) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    return content, head.removesuffix(";base64") or "text/plain"


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a picture, or None when it is none that Pillow can read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.size
    except (OSError, ValueError, SyntaxError):
        return None


def checksums(content: bytes) -> dict[str, str]:
    """Return the checksums that Replicate shows of a file."""
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return {"sha256": hashlib.sha256(content).hexdigest(), "md5": md5}
