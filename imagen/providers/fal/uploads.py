"""Input files at fal, which keeps them on its CDN."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, ClassVar

from imagen.providers.uploads import StoredFile, Uploads

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient


class FalUploads(Uploads):
    """Uploads to fal's CDN."""

    label: ClassVar[str] = "fal.ai"

    def __init__(self, client: FalClient) -> None:
        super().__init__(client.key)
        self._client = client

    def send(self, content: BinaryIO, mime_type: str, name: str) -> StoredFile:
        return self.keeps(self._client.upload(content.read(), mime_type, name))
