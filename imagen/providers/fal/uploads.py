"""Input files at fal: each is uploaded once in some hours, however many generations take it."""

from __future__ import annotations

import hashlib
import mimetypes
import threading
import time
from typing import TYPE_CHECKING

from imagen.domain.errors import Rejected
from imagen.providers.base import InputFile

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient

LARGEST = 100 * 1024 * 1024
KEPT_SECONDS = 6 * 3600.0
_MOST = 2_000
_ENDINGS = {"image/jpeg": ".jpg", "image/webp": ".webp", "audio/mpeg": ".mp3", "audio/wav": ".wav", "video/mp4": ".mp4"}


class Uploads:
    """Remembers where files were uploaded to, by account key and file."""

    def __init__(self, client: FalClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str, int], tuple[float, str]] = {}

    def address(self, file: InputFile) -> str:
        """Give the address of an input file on fal's CDN, uploading it where need be.

        Raises Rejected for a file that is too large or gone.
        """
        try:
            size = file.path.stat().st_size
        except OSError as error:
            raise Rejected("The file of an input is missing.", "Choose another and order again.") from error
        if size > LARGEST:
            raise Rejected(
                f"An input has {size / 2**20:,.0f} MB, and Imagen gives fal 100 MB at most.", "Choose a smaller one."
            )
        key = (hashlib.sha256(self._client.key().encode()).hexdigest(), file.product_id, size)
        with self._lock:
            until, url = self._known.get(key, (0.0, ""))
        if until > time.monotonic():
            return url
        try:
            content = file.path.read_bytes()
        except OSError as error:
            raise Rejected("The file of an input cannot be read.", "Choose another and order again.") from error
        url = self._client.upload(content, file.mime_type, f"{file.product_id}{_ending(file.mime_type)}")
        self._remember(key, url)
        return url

    def _remember(self, key: tuple[str, str, int], url: str) -> None:
        with self._lock:
            if len(self._known) >= _MOST:
                self._known.pop(next(iter(self._known)))
            self._known[key] = (time.monotonic() + KEPT_SECONDS, url)


def _ending(mime_type: str) -> str:
    return _ENDINGS.get(mime_type) or mimetypes.guess_extension(mime_type) or ""
