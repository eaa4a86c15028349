"""fal's uploads (token, file CDN, parts, the third party's storage) and its media host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.provider_simulators.core.files import StoredFile, checksums
from tests.provider_simulators.core.messages import Incoming, Reply, plain
from tests.provider_simulators.core.service import Refused
from tests.provider_simulators.fal import refusals

if TYPE_CHECKING:
    from tests.provider_simulators.fal.service import Fal

TOKEN_SECONDS = 3600.0


async def token(service: Fal, incoming: Incoming) -> Reply:
    """Hand out a token for the file CDN."""
    service.account(incoming)
    value = service.identity.letters(40)
    service.tokens[value] = service.clock.now() + TOKEN_SECONDS
    expires = (service.clock.iso(service.tokens[value], 0) or "").replace("Z", "+00:00")
    body = {"token": value, "token_type": "Bearer", "base_url": service.url_of("cdn"), "expires_at": expires}
    return Reply.of(body)


async def upload(service: Fal, incoming: Incoming) -> Reply:
    """Keep a file that comes as the body."""
    _check_token(service, incoming)
    file = _keep(service, incoming, incoming.body)
    return Reply.of({"access_url": service.url_of("media") + file.path})


async def start_parts(service: Fal, incoming: Incoming) -> Reply:
    """Begin an upload in parts."""
    _check_token(service, incoming)
    file = _keep(service, incoming, b"")
    upload_id = service.identity.letters(24)
    service.parts[upload_id] = {}
    return Reply.of({"access_url": service.url_of("media") + file.path, "uploadId": upload_id})


async def put_part(service: Fal, incoming: Incoming) -> Reply:
    """Keep one part."""
    _check_token(service, incoming)
    parts = service.parts.get(incoming.params["upload"])
    if parts is None or not incoming.params["number"].isdigit():
        raise Refused(refusals.plain(404))
    parts[int(incoming.params["number"])] = incoming.body
    return Reply(200, b"", {"etag": f'"{checksums(incoming.body)["md5"]}"'})


async def complete_parts(service: Fal, incoming: Incoming) -> Reply:
    """Put the parts together."""
    _check_token(service, incoming)
    parts = service.parts.get(incoming.params["upload"])
    file = service.files.find("/" + incoming.params["file"])
    if parts is None or file is None:
        raise Refused(refusals.plain(404))
    wanted: list[Any] = (incoming.json() or {}).get("parts", [])
    numbers = [int(part["partNumber"]) for part in wanted]
    file.data = b"".join(parts[number] for number in sorted(numbers))
    return Reply.of({"access_url": service.url_of("media") + file.path})


async def initiate(service: Fal, incoming: Incoming) -> Reply:
    """Hand out an address of a third party's storage to put a file to."""
    service.account(incoming)
    asked = incoming.json()
    path = f"/falserverless/{service.identity.letters(16)}_{quote(asked['file_name'])}"
    service.files.put(StoredFile(path, asked["file_name"], asked["content_type"], data=b""))
    base = service.url_of("storage")
    return Reply.of({"upload_url": f"{base}{path}?sig={service.identity.letters(20)}", "file_url": base + path})


async def put_storage(service: Fal, incoming: Incoming) -> Reply:
    """Keep what is put to the third party's storage by a signed address."""
    file = service.files.find(incoming.path)
    if file is None or not incoming.get("sig"):
        return Reply.text("AccessDenied", 403, "application/xml")
    file.data = incoming.body
    return Reply(200)


async def deliver(service: Fal, incoming: Incoming) -> Reply:
    """Return a public file's bytes."""
    file = service.files.find(incoming.path)
    if file is None:
        return Reply.text("Not found", 404)
    return Reply(200, await file.content(), {"content-type": file.content_type})


def _check_token(service: Fal, incoming: Incoming) -> None:
    expires = service.tokens.get(incoming.bearer() or "")
    if expires is None or expires < service.clock.now():
        raise Refused(refusals.plain(401))


def _keep(service: Fal, incoming: Incoming, content: bytes) -> StoredFile:
    name = plain(incoming.headers.get("x-fal-file-name", "upload.bin")).replace("/", "_")
    kind = incoming.headers.get("content-type", "application/octet-stream")
    path = f"/files/b/zebra/{service.identity.letters(16)}_{quote(name)}"
    return service.files.put(StoredFile(path, name, kind, data=content))
