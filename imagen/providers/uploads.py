"""Input files at a service: each is uploaded once in some hours, however many generations take it."""

from __future__ import annotations

import hashlib
import mimetypes
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import BinaryIO, ClassVar
from urllib.parse import unquote

from imagen.domain.errors import BadResponse, Rejected
from imagen.media.scaling import ScaledPicture
from imagen.providers.base import InputFile

_MOST = 2_000
_ENDINGS = {"image/jpeg": ".jpg", "image/webp": ".webp", "audio/mpeg": ".mp3", "audio/wav": ".wav", "video/mp4": ".mp4"}
_Key = tuple[str, str, tuple[int, int], int]


@dataclass(frozen=True)
class StoredFile:
    """Where a file is: its address, until when that is good, until when the service has the file, by what it knows it."""

    url: str
    fresh_until: datetime
    kept_until: datetime
    id: str = ""


class Uploads(ABC):
    """Remembers where files were uploaded to, by account key and file."""

    label: ClassVar[str]
    largest: ClassVar[int] = 100 * 1024 * 1024
    kept: ClassVar[timedelta] = timedelta(hours=6)

    def __init__(self, key: Callable[[], str]) -> None:
        self._key = key
        self._lock = threading.Lock()
        self._known: dict[_Key, StoredFile] = {}

    @abstractmethod
    def send(self, content: BinaryIO, mime_type: str, name: str) -> StoredFile:
        """Give a file to the service under a name."""

    def refreshed(self, stored: StoredFile) -> StoredFile | None:
        """Give a file a fresh address, where the service does that; None when it has to be sent again."""
        return None

    def address(self, file: InputFile, smaller: ScaledPicture | None = None) -> str:
        """Give an address by which the service's models reach an input file, uploading it where need be.

        `smaller` is sent in its place. Raises Rejected for a file that is too large or gone, BadResponse for an address
        that holds the key.
        """
        size = len(smaller.content) if smaller else _size_of(file)
        if size > self.largest:
            most = self.largest // 2**20
            raise Rejected(
                f"An input has {size / 2**20:,.0f} MB, and {self.label} is given {most} MB at most.",
                "Choose a smaller one.",
            )
        key = (
            hashlib.sha256(self._key().encode()).hexdigest(),
            file.product_id,
            smaller.size if smaller else (0, 0),
            size,
        )
        stored = self._still_there(key) or self._sent(file, smaller)
        if self._key() in unquote(stored.url):
            raise BadResponse(
                f"{self.label} stored an input at an address that holds the key, so it is not used.",
                "Tell them, and change the key.",
            )
        self._remember(key, stored)
        return stored.url

    def keeps(self, url: str) -> StoredFile:
        """Describe a file whose address is good as long as we count on the file."""
        until = datetime.now(UTC) + self.kept
        return StoredFile(url, until, until)

    def _still_there(self, key: _Key) -> StoredFile | None:
        with self._lock:
            known = self._known.get(key)
        now = datetime.now(UTC)
        if known is None or known.kept_until < now:
            return None
        return known if known.fresh_until > now else self.refreshed(known)

    def _sent(self, file: InputFile, smaller: ScaledPicture | None) -> StoredFile:
        mime_type = smaller.mime_type if smaller else file.mime_type
        name = f"{file.product_id}{_ending(mime_type)}"
        if smaller:
            return self.send(BytesIO(smaller.content), mime_type, name)
        try:
            content = file.path.open("rb")
        except OSError as error:
            raise Rejected("The file of an input cannot be read.", "Choose another and order again.") from error
        with content:
            return self.send(content, mime_type, name)

    def _remember(self, key: _Key, stored: StoredFile) -> None:
        with self._lock:
            while len(self._known) >= _MOST and key not in self._known:
                self._known.pop(next(iter(self._known)))
            self._known[key] = stored


class NoUploads(Uploads):
    """Stands where a service takes no files."""

    label: ClassVar[str] = "This service"

    def __init__(self) -> None:
        super().__init__(str)

    def send(self, content: BinaryIO, mime_type: str, name: str) -> StoredFile:
        raise Rejected("This service takes no files.", "Leave them out.")


def _size_of(file: InputFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError as error:
        raise Rejected("The file of an input is missing.", "Choose another and order again.") from error


def _ending(mime_type: str) -> str:
    return _ENDINGS.get(mime_type) or mimetypes.guess_extension(mime_type) or ""
