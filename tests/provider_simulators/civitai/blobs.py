"""civitai's blobs: uploads, signed downloads, fresh addresses; resources, services and documents beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.provider_simulators.civitai import refusals
from tests.provider_simulators.civitai.recipes import is_step, recipes
from tests.provider_simulators.civitai.service import Blob
from tests.provider_simulators.civitai.shapes import blob, signature, signed
from tests.provider_simulators.core.clock import read_time
from tests.provider_simulators.core.files import StoredFile
from tests.provider_simulators.core.jobs import State
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.service import Refused

if TYPE_CHECKING:
    from tests.provider_simulators.civitai.service import Civitai

UPLOAD_BYTES = 100 * 1024 * 1024
PREFIX = "/v2/consumer/blobs"


async def upload_address(service: Civitai, incoming: Incoming) -> Reply:
    """Hand out an address to send a file to."""
    service.account(incoming)
    expires = service.clock.iso(service.clock.now() + service.link_seconds) or ""
    address = f"{service.url}{PREFIX}?sig={signature('upload', expires)}&exp={expires}"
    return Reply.of({"uploadUrl": address, "expiresAt": expires})


async def upload(service: Civitai, incoming: Incoming) -> Reply:
    """Keep a file that comes as the body, by a signed address or with a key."""
    if incoming.get("sig"):
        if not _valid(service, "upload", incoming):
            raise Refused(refusals.problem(403, title="The upload address has expired"))
    else:
        service.account(incoming)
    if not incoming.body:
        raise Refused(refusals.problem(422, title="The body is empty"))
    if len(incoming.body) > UPLOAD_BYTES:
        raise Refused(refusals.problem(413))
    kind = incoming.headers.get("content-type", "application/octet-stream")
    if not kind.startswith(("image/", "video/", "audio/", "application/octet-stream")):
        raise Refused(refusals.problem(415))
    ending = kind.rpartition("/")[2].replace("octet-stream", "bin")
    blob_id = f"{service.identity.blob()}.{ending}"
    file = service.files.put(StoredFile(f"{PREFIX}/{blob_id}", blob_id, kind, data=incoming.body))
    one = service.blobs[blob_id] = Blob(blob_id, kind.partition("/")[0], "", None, file)
    return Reply.of(blob(service, one, available=True), 201)


async def get(service: Civitai, incoming: Incoming) -> Reply:
    """Return a blob's bytes by a signed address; with a key, lead to one."""
    one = _find(service, incoming)
    if incoming.get("sig"):
        if not _valid(service, one.id, incoming):
            return Reply.text("The link has expired.", 403)
        return Reply(200, await one.file.content(), {"content-type": one.file.content_type})
    service.account(incoming)
    if not _ready(service, one):
        raise Refused(refusals.problem(404))
    return Reply(302, b"", {"location": signed(service, one, service.link_seconds)[0]})


async def refresh(service: Civitai, incoming: Incoming) -> Reply:
    """Return a blob with a fresh address."""
    service.account(incoming)
    one = _find(service, incoming)
    return Reply.of(blob(service, one, available=_ready(service, one)))


async def resource(service: Civitai, incoming: Incoming) -> Reply:
    """Tell what is known of an AIR."""
    service.account(incoming)
    found = service.models.of_air(incoming.params["air"])
    if found is None:
        raise Refused(refusals.problem(404))
    model, version = found
    body = {
        "air": version["air"],
        "size": version["files"][0]["sizeKB"] * 1024,
        "hashes": version["files"][0]["hashes"],
        "downloadUrls": [],
        "resourceName": model["name"],
        "versionName": version["name"],
        "checkPermission": False,
        "canGenerate": model["supportsGeneration"],
        "fileFormat": "safeTensor",
        "hasMatureContentRestriction": False,
    }
    return Reply.of(body)


async def services(service: Civitai, incoming: Incoming) -> Reply:
    """Return the catalogue of services."""
    text, category = incoming.get("query").lower(), incoming.get("category")
    items = [one.service() for one in recipes()]
    items = [i for i in items if category in {"", i["category"]} and text in f"{i['id']} {i['name']}".lower()]
    limit = incoming.number_of("limit", 20, 100)
    offset = int(incoming.get("offset") or 0) if incoming.get("offset", "0").isdigit() else 0
    body = {"items": items[offset : offset + limit], "totalCount": len(items), "limit": limit, "offset": offset}
    return Reply.of(body)


async def document(service: Civitai, incoming: Incoming) -> Reply:
    """Return the OpenAPI document of all recipes."""
    return Reply.of(_document(""))


async def recipe_document(service: Civitai, incoming: Incoming) -> Reply:
    """Return one recipe's OpenAPI document (JSON, which is YAML too)."""
    if not is_step(incoming.params["recipe"]):
        raise Refused(refusals.problem(404))
    return Reply.of(_document(incoming.params["recipe"]), kind="application/yaml")


def _document(step: str) -> dict[str, Any]:
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for one in recipes():
        if step in {"", one.step}:
            name = one.input_schema.get("title", one.name)
            schemas |= {**one.schemas, name: one.input_schema}
            methods = paths.setdefault(f"/v2/consumer/recipes/{one.step}", {"post": {"x-inputs": []}})
            methods["post"]["x-inputs"].append({"$ref": f"#/components/schemas/{name}"})
    info = {"title": "Orchestration", "version": "v2"}
    return {"openapi": "3.0.4", "info": info, "paths": paths, "components": {"schemas": schemas}}


def _find(service: Civitai, incoming: Incoming) -> Blob:
    one = service.blobs.get(incoming.params["id"])
    if one is None:
        raise Refused(refusals.problem(404))
    return one


def _ready(service: Civitai, one: Blob) -> bool:
    if one.workflow_id is None:
        return True
    job = service.jobs.find(one.workflow_id)
    hidden = job is None or job.fault("blocked") or job.fault("lost_result")
    return not hidden and job is not None and job.state is State.SUCCEEDED


def _valid(service: Civitai, name: str, incoming: Incoming) -> bool:
    expires = incoming.get("exp")
    try:
        return incoming.get("sig") == signature(name, expires) and read_time(expires) > service.clock.now()
    except ValueError:
        return False
