"""Input files at civitai: each is given a fresh address whenever its old one is about to expire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from imagen.domain.errors import BadResponse, ContentBlocked, ModelGone
from imagen.providers.civitai.errors import clean
from imagen.providers.moments import read_moment
from imagen.providers.uploads import StoredFile, Uploads

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient

_MARGIN = timedelta(minutes=5)


class CivitaiUploads(Uploads):
    """Uploads to civitai's blobs; raises ContentBlocked for a file that civitai does not keep."""

    label: ClassVar[str] = "civitai"
    kept: ClassVar[timedelta] = timedelta(days=1)

    def __init__(self, client: CivitaiClient) -> None:
        super().__init__(client.key)
        self._client = client

    def send(self, content: BinaryIO, mime_type: str, name: str) -> StoredFile:
        return self._read(self._client.upload(content.read(), mime_type))

    def refreshed(self, stored: StoredFile) -> StoredFile | None:
        try:
            fresh = self._read(self._client.refreshed(stored.id))
        except (ModelGone, BadResponse):  # civitai has forgotten it, so it goes up again
            return None
        return replace(fresh, kept_until=stored.kept_until)

    def _read(self, blob: Mapping[str, Any]) -> StoredFile:
        if blob.get("blockedReason"):
            raise ContentBlocked(f"civitai does not take an input: {clean(blob['blockedReason'])}.", "Choose another.")
        url = blob.get("url")
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise BadResponse("civitai stored a file and gave no address for it.", "Try again later.")
        ends, now = read_moment(blob.get("urlExpiresAt")), datetime.now(UTC)
        return StoredFile(url, ends - _MARGIN if ends else now, now + self.kept, str(blob["id"]))
