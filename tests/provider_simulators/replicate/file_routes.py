"""Replicate's files: what clients upload, and the outputs on the delivery host."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.provider_simulators.core.files import StoredFile, checksums
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.service import Refused
from tests.provider_simulators.core.uploads import read_parts
from tests.provider_simulators.replicate import refusals
from tests.provider_simulators.replicate.pages import page

if TYPE_CHECKING:
    from tests.provider_simulators.replicate.service import Replicate

KEPT = 24 * 3600
PREFIX = "/v1/files/"


async def upload(service: Replicate, incoming: Incoming) -> Reply:
    """Keep an uploaded file for a day."""
    service.account(incoming)
    parts = {part.name: part for part in read_parts(incoming)}
    if "content" not in parts:
        raise Refused(refusals.problem(400, "Bad request", "The part `content` is missing."))
    content = parts["content"]
    if len(content.content) > service.limits.upload_bytes:
        raise Refused(refusals.problem(413, "Payload too large", "Files may have 100 MB at most."))
    given = {name: part.content.decode("utf-8", "replace") for name, part in parts.items() if name != "content"}
    file = StoredFile(
        path=PREFIX + service.identity.letters(40),
        name=given.get("filename") or content.filename or "upload",
        content_type=given.get("type") or content.content_type,
        expires_at=service.clock.now() + KEPT,
        data=content.content,
    )
    service.files.put(file)
    metadata = json.loads(given["metadata"]) if given.get("metadata") else {}
    return Reply.of(_shape(service, file, metadata), 201)


async def get(service: Replicate, incoming: Incoming) -> Reply:
    """Tell about an uploaded file."""
    service.account(incoming)
    return Reply.of(_shape(service, _find(service, incoming)))


async def listing(service: Replicate, incoming: Incoming) -> Reply:
    """Return the uploaded files."""
    service.account(incoming)
    files = [file for file in service.files.all() if file.path.startswith(PREFIX)]
    return page(service, incoming, files, lambda file: _shape(service, file), 100)


async def delete(service: Replicate, incoming: Incoming) -> Reply:
    """Delete an uploaded file."""
    service.account(incoming)
    service.files.remove(_find(service, incoming).path)
    return Reply(204)


async def download(service: Replicate, incoming: Incoming) -> Reply:
    """Return an uploaded file's bytes, to its owner or by a signed address."""
    if not incoming.get("signature"):
        service.account(incoming)
    file = _find(service, incoming)
    return Reply(200, await file.content(), {"content-type": file.content_type})


async def deliver(service: Replicate, incoming: Incoming) -> Reply:
    """Return an output's bytes; an output that is gone is 404 without JSON. No key is asked for."""
    file = service.files.find(incoming.path)
    if file is None:
        return Reply.text("Not found", 404)
    return Reply(200, await file.content(), {"content-type": file.content_type, "cache-control": "public"})


def _find(service: Replicate, incoming: Incoming) -> StoredFile:
    file = service.files.find(PREFIX + incoming.params["id"])
    if file is None:
        raise Refused(refusals.plain(404))
    return file


def _shape(service: Replicate, file: StoredFile, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    content = file.data or b""
    return {
        "id": file.path.removeprefix(PREFIX),
        "name": file.name,
        "content_type": file.content_type,
        "size": len(content),
        "etag": checksums(content)["md5"],
        "checksums": checksums(content),
        "metadata": metadata or {},
        "created_at": service.clock.iso((file.expires_at or 0) - KEPT),
        "expires_at": service.clock.iso(file.expires_at),
        "urls": {"get": service.url + file.path},
    }
