"""What a finished workflow gave back, as our result: its files with addresses that are made fresh, cost, seed, facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from imagen.domain.errors import BadResponse, ImagenError
from imagen.media.download import Downloader
from imagen.providers.base import Output
from imagen.providers.civitai import workflows
from imagen.providers.civitai.workflows import Blob
from imagen.providers.moments import read_moment

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient

_LONGEST = 2_000


class BlobFetcher:
    """Fetches the files of one workflow; their addresses last for minutes, so that a later try needs fresh ones."""

    def __init__(self, client: CivitaiClient, downloader: Downloader, workflow_id: str) -> None:
        self._client = client
        self._downloader = downloader
        self._workflow_id = workflow_id

    def output(self, index: int, blob: Blob) -> Output:
        """Make an output of a blob that is there."""
        address = (blob.url or "").partition("?")[0]
        return Output(
            index, lambda into: self.fetch(blob, into), address or None, blob.label, blocked=bool(blob.blocked_reason)
        )

    def fetch(self, blob: Blob, into: BinaryIO) -> None:
        """Write a blob's bytes, asking for fresh addresses where the old one has expired."""
        start = into.tell()
        refused: ImagenError | None = None
        for address in (lambda: blob.url, lambda: self._by_workflow(blob.id), lambda: self._by_blob(blob.id)):
            url = self._asked(address)
            if url is None:
                continue
            try:
                self._downloader.fetch(url, into)
            except BadResponse as error:
                if into.tell() != start:
                    raise
                refused = refused or error
            else:
                return
        raise refused or BadResponse("civitai does not give the file any more.")

    def _asked(self, address: Callable[[], str | None]) -> str | None:
        try:
            return address()
        except BadResponse:
            return None

    def _by_workflow(self, blob_id: str) -> str | None:
        blobs = workflows.blobs_of(workflows.as_workflow(self._client.workflow(self._workflow_id)))
        return next((blob.url for blob in blobs if blob.id == blob_id), None)

    def _by_blob(self, blob_id: str) -> str | None:
        url = self._client.refreshed(blob_id).get("url")
        return url if isinstance(url, str) else None


def returned(workflow: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Give what civitai says it used, as far as it is not what was sent; the seed always."""
    told: dict[str, Any] = {}
    for step in workflows.steps_of(workflow):
        used = step.get("input")
        for name, value in used.items() if isinstance(used, Mapping) else ():
            is_plain = isinstance(value, str | int | float | bool) and len(str(value)) <= _LONGEST
            if (
                is_plain
                and not str(value).startswith(("http", "data:"))
                and (name == "seed" or sent.get(name) != value)
            ):
                told[str(name)[:100]] = value
    if "seed" not in told and isinstance(sent.get("seed"), int):
        told["seed"] = sent["seed"]
    return told


def milliseconds(workflow: Mapping[str, Any]) -> int | None:
    """Say how long civitai worked, by its own times."""
    for told in (*workflows.steps_of(workflow), workflow):
        began, ended = read_moment(told.get("startedAt")), read_moment(told.get("completedAt"))
        if began is not None and ended is not None and ended >= began:
            return round((ended - began).total_seconds() * 1000)
    return None


def facts(workflow: Mapping[str, Any], blobs: list[Blob]) -> dict[str, Any]:
    """Give what is worth keeping of a workflow."""
    names = ("id", "externalId", "createdAt", "startedAt", "completedAt")
    kept: dict[str, Any] = {name: workflow[name] for name in names if isinstance(workflow.get(name), str)}
    buzz = workflows.cost_of(workflow)
    if buzz is not None:
        kept["buzz"] = int(buzz) if buzz.is_integer() else buzz
    levels = [blob.told["nsfwLevel"] for blob in blobs if isinstance(blob.told.get("nsfwLevel"), str)]
    withheld = [blob.blocked_reason for blob in blobs if blob.blocked_reason]
    return kept | ({"nsfw_levels": levels} if levels else {}) | ({"blocked": withheld} if withheld else {})
