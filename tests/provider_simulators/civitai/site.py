"""civitai's site API: models, versions, pictures, tags, the key test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.provider_simulators.civitai import refusals
from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.service import Refused

if TYPE_CHECKING:
    from tests.provider_simulators.civitai.service import Civitai

MOST = 1000


async def models(service: Civitai, incoming: Incoming) -> Reply:
    """Search models; a key is not needed, a wrong one is refused."""
    _check(service, incoming)
    text, bases = incoming.get("query").lower(), set(incoming.get_all("baseModels"))
    types = set(incoming.get_all("types"))
    found = [
        one
        for one in service.models.all()
        if all(word in one["name"].lower() for word in text.split())
        and (not types or one["type"] in types)
        and (not bases or one["modelVersions"][0]["baseModel"] in bases)
        and (incoming.get("tag") in {"", *one["tags"]})
        and (incoming.get("username") in {"", one["creator"]["username"]})
        and (not incoming.flag("supportsGeneration") or one["supportsGeneration"])
        and (incoming.flag("nsfw") or not one["nsfw"])
    ]
    return _page(service, incoming, found, by_cursor_only=bool(text))


async def model(service: Civitai, incoming: Incoming) -> Reply:
    """Return one model."""
    _check(service, incoming)
    found = service.models.find(incoming.params["id"])
    if found is None:
        raise Refused(refusals.site(404, f"No model with id {incoming.params['id']}"))
    return Reply.of(found)


async def version(service: Civitai, incoming: Incoming) -> Reply:
    """Return one version with its model's name and type."""
    _check(service, incoming)
    return _version(service.models.version(incoming.params["id"]))


async def mini(service: Civitai, incoming: Incoming) -> Reply:
    """Return the least that is needed to generate with a version."""
    _check(service, incoming)
    found = service.models.version(incoming.params["id"])
    if found is None:
        raise Refused(refusals.site(404, "Model not found"))
    one, its_version = found
    names = {"modelName": one["name"], "versionName": its_version["name"], "baseModel": its_version["baseModel"]}
    kinds = {"air": its_version["air"], "canGenerate": one["supportsGeneration"], "format": "SafeTensor"}
    return Reply.of({**kinds, **names, "size": its_version["files"][0]["sizeKB"] * 1024})


async def by_hash(service: Civitai, incoming: Incoming) -> Reply:
    """Return the version that a file's hash belongs to."""
    _check(service, incoming)
    return _version(service.models.of_hash(incoming.params["hash"]))


async def images(service: Civitai, incoming: Incoming) -> Reply:
    """Return pictures made with a version, with their generation data."""
    _check(service, incoming)
    found = service.models.version(incoming.get("modelVersionId"))
    items = [_picture(service, found[1], number) for number in range(3)] if found else []
    return _page(service, incoming, items)


async def creators(service: Civitai, incoming: Incoming) -> Reply:
    """Return creators."""
    _check(service, incoming)
    return _page(service, incoming, [{"username": "simulated-creator", "modelCount": len(service.models.all())}])


async def tags(service: Civitai, incoming: Incoming) -> Reply:
    """Return tags."""
    _check(service, incoming)
    names = sorted({tag for one in service.models.all() for tag in one["tags"]})
    return _page(service, incoming, [{"name": name, "link": f"{service.url_of('site')}/tag/{name}"} for name in names])


async def enums(service: Civitai, incoming: Incoming) -> Reply:
    """Return the words that filters know."""
    versions = [one["modelVersions"][0] for one in service.models.all()]
    bases = sorted({one["baseModel"] for one in versions})
    types = sorted({one["type"] for one in service.models.all()})
    return Reply.of({"ModelType": types, "ActiveBaseModel": bases, "BaseModel": bases, "ModelFileType": ["Model"]})


async def me(service: Civitai, incoming: Incoming) -> Reply:
    """Return whose key it is."""
    account = service.account(incoming)
    return Reply.of({"id": 4, "username": account.name, "tier": "free", "status": "active", "isMember": False})


def _check(service: Civitai, incoming: Incoming) -> None:
    if incoming.bearer() or incoming.get("token"):
        service.account(incoming)


def _version(found: tuple[dict[str, Any], dict[str, Any]] | None) -> Reply:
    if found is None:
        raise Refused(refusals.site(404, "Model not found"))
    one, its_version = found
    return Reply.of({**its_version, "model": {"name": one["name"], "type": one["type"], "nsfw": one["nsfw"]}})


def _picture(service: Civitai, version_json: dict[str, Any], number: int) -> dict[str, Any]:
    meta = {
        "prompt": f"a simulated picture {number}",
        "negativePrompt": "blurry",
        "steps": 25,
        "cfgScale": 7,
        "sampler": "Euler a",
        "seed": 1000 + number,
        "Size": "832x1216",
        "civitaiResources": [{"type": "checkpoint", "modelVersionId": version_json["id"]}],
    }
    address = f"{service.url_of('delivery')}/pictures/{version_json['id']}-{number}.jpeg"
    size = {"width": 832, "height": 1216, "nsfw": False, "nsfwLevel": "None", "type": "image"}
    return {"id": version_json["id"] * 10 + number, "url": address, **size, "meta": meta}


def _page(service: Civitai, incoming: Incoming, items: list[dict[str, Any]], *, by_cursor_only: bool = False) -> Reply:
    limit = incoming.number_of("limit", 100, 200)
    page = int(incoming.get("page") or 1) if incoming.get("page", "1").isdigit() else 1
    if "page" in dict(incoming.query) and by_cursor_only:
        raise Refused(refusals.site(400, "Cannot use page param with query search. Use cursor-based pagination."))
    if page * limit > MOST and page > 1:
        raise Refused(refusals.site(429, "You've requested too many pages, please use cursors instead"))
    cursor = incoming.get("cursor")
    start = int(cursor) if cursor.isdigit() else (page - 1) * limit
    metadata: dict[str, Any] = {"pageSize": limit}
    if start + limit < len(items):
        metadata["nextCursor"] = str(start + limit)
        metadata["nextPage"] = f"{service.url_of('site')}{incoming.path}?limit={limit}&cursor={start + limit}"
    return Reply.of({"items": items[start : start + limit], "metadata": metadata})
