"""Input files at Replicate, which removes them after a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, ClassVar

from imagen.providers.uploads import StoredFile, Uploads

if TYPE_CHECKING:
    from imagen.providers.replicate.client import ReplicateClient


class ReplicateUploads(Uploads):
    """Uploads to Replicate's files; used for some hours only, since a prediction may wait before it reads its own."""

    label: ClassVar[str] = "Replicate"

    def __init__(self, client: ReplicateClient) -> None:
        super().__init__(client.key)
        self._client = client

    def send(self, content: BinaryIO, mime_type: str, name: str) -> StoredFile:
        told = self._client.upload(name, content, mime_type)
        return self.keeps(str(told["urls"]["get"]))
