"""Input files at civitai: each is uploaded once, and given a fresh address whenever its old one is about to expire."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from imagen.domain.errors import BadResponse, ContentBlocked, ModelGone, Rejected
from imagen.providers.base import InputFile
from imagen.providers.civitai.errors import clean
from imagen.providers.civitai.workflows import moment

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient

LARGEST = 100 * 1024 * 1024
KEPT = timedelta(days=1)
_MARGIN = timedelta(minutes=5)
_MOST = 2_000


@dataclass(frozen=True)
class _Known:
    blob_id: str
    url: str
    fresh_until: datetime
    kept_until: datetime


class Uploads:
    """Remembers what was uploaded, by account key and file."""

    def __init__(self, client: CivitaiClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str, int], _Known] = {}

    def address(self, file: InputFile) -> str:
        """Give an address of an input file that lasts for some minutes, uploading the file where need be.

        Raises Rejected for a file that is too large or gone, ContentBlocked for one that civitai does not keep.
        """
        try:
            size = file.path.stat().st_size
        except OSError as error:
            raise Rejected("The file of an input is missing.", "Choose another and order again.") from error
        if size > LARGEST:
            raise Rejected(
                f"An input has {size / 2**20:,.0f} MB, and civitai takes 100 MB at most.", "Choose a smaller one."
            )
        key = (hashlib.sha256(self._client.key().encode()).hexdigest(), file.product_id, size)
        known = self._still_there(key) or self._uploaded(file)
        with self._lock:
            while len(self._known) >= _MOST:
                self._known.pop(next(iter(self._known)))
            self._known[key] = known
        return known.url

    def _still_there(self, key: tuple[str, str, int]) -> _Known | None:
        with self._lock:
            known = self._known.get(key)
        now = datetime.now(UTC)
        if known is None or known.kept_until < now:
            return None
        if known.fresh_until > now:
            return known
        try:
            return _read(self._client.refreshed(known.blob_id), known.kept_until)
        except (ModelGone, BadResponse):  # civitai has forgotten it, so it goes up again
            return None

    def _uploaded(self, file: InputFile) -> _Known:
        try:
            content = file.path.read_bytes()
        except OSError as error:
            raise Rejected("The file of an input cannot be read.", "Choose another and order again.") from error
        return _read(self._client.upload(content, file.mime_type), datetime.now(UTC) + KEPT)


def _read(blob: Mapping[str, Any], kept_until: datetime) -> _Known:
    if blob.get("blockedReason"):
        raise ContentBlocked(f"civitai does not take an input: {clean(blob['blockedReason'])}.", "Choose another.")
    url = blob.get("url")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        raise BadResponse("civitai stored a file and gave no address for it.", "Try again later.")
    ends = moment(blob.get("urlExpiresAt"))
    fresh_until = ends - _MARGIN if ends else datetime.now(UTC)
    return _Known(str(blob["id"]), url, fresh_until, kept_until)
