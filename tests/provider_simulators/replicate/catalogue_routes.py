"""Replicate's catalogue: models, versions, search, collections, deployments, hardware, account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.provider_simulators.core.messages import Incoming, Reply
from tests.provider_simulators.core.service import Refused
from tests.provider_simulators.replicate import refusals
from tests.provider_simulators.replicate.models import MOMENT, Model
from tests.provider_simulators.replicate.pages import page

if TYPE_CHECKING:
    from tests.provider_simulators.replicate.service import Replicate

COLLECTIONS = {
    "text-to-image": "Text to image",
    "image-to-image": "Image to image",
    "text-to-video": "Text to video",
    "image-to-video": "Image to video",
    "text-to-audio": "Music and sound",
    "upscale": "Super resolution",
    "inpainting": "Inpainting",
}


async def account(service: Replicate, incoming: Incoming) -> Reply:
    """Return whose key it is."""
    found = service.account(incoming)
    return Reply.of({"type": "user", "username": found.name, "name": found.name.title(), "github_url": None})


async def models(service: Replicate, incoming: Incoming) -> Reply:
    """Return a page of all models."""
    service.account(incoming)
    return page(service, incoming, service.models.all(), lambda model: model.as_json(), 25)


async def query_models(service: Replicate, incoming: Incoming) -> Reply:
    """Search models by the text in the body."""
    service.account(incoming)
    text = incoming.body.decode("utf-8", "replace").strip().strip('"')
    return page(service, incoming, service.models.search(text)[:50], lambda model: model.as_json(), 50)


async def search(service: Replicate, incoming: Incoming) -> Reply:
    """Search models the newer way."""
    service.account(incoming)
    text = incoming.get("query")
    found = service.models.search(text)[: incoming.number_of("limit", 20, 50)]
    shown = [
        {
            "model": model.as_json(),
            "metadata": {
                "generated_description": f"Makes {model.kind} from what you give it.",
                "tags": model.tasks,
                "score": round(1 / (number + 1), 3),
            },
        }
        for number, model in enumerate(found)
    ]
    collections = [_collection(slug) for slug in COLLECTIONS if text.lower() in slug]
    return Reply.of({"query": text, "models": shown, "collections": collections, "pages": []})


async def model(service: Replicate, incoming: Incoming) -> Reply:
    """Return one model with its schema."""
    service.account(incoming)
    return Reply.of(_model(service, incoming).as_json())


async def versions(service: Replicate, incoming: Incoming) -> Reply:
    """Return a model's versions."""
    service.account(incoming)
    found = _model(service, incoming)
    return page(service, incoming, [found], lambda one: one.version_json(), 25)


async def version(service: Replicate, incoming: Incoming) -> Reply:
    """Return one version of a model."""
    service.account(incoming)
    found = service.models.of_version(incoming.params["version"])
    if found is None or found.ref != f"{incoming.params['owner']}/{incoming.params['name']}":
        raise Refused(refusals.plain(404))
    return Reply.of({**found.version_json(), "id": incoming.params["version"]})


async def readme(service: Replicate, incoming: Incoming) -> Reply:
    """Return a model's readme."""
    service.account(incoming)
    found = _model(service, incoming)
    return Reply.text(f"# {found.name}\n\nMakes {found.kind}.\n", kind="text/markdown")


async def examples(service: Replicate, incoming: Incoming) -> Reply:
    """Return a model's examples: none."""
    service.account(incoming)
    _model(service, incoming)
    return page(service, incoming, [], lambda one: one, 25)


async def collections(service: Replicate, incoming: Incoming) -> Reply:
    """Return the curated lists without their models."""
    service.account(incoming)
    return page(service, incoming, list(COLLECTIONS), _collection, 25)


async def collection(service: Replicate, incoming: Incoming) -> Reply:
    """Return one curated list."""
    service.account(incoming)
    slug = incoming.params["slug"]
    if slug not in COLLECTIONS:
        raise Refused(refusals.plain(404))
    found = [one for one in service.models.all() if any(task.startswith(slug) for task in one.tasks)]
    return Reply.of({**_collection(slug), "models": [one.as_json() for one in found]})


async def deployments(service: Replicate, incoming: Incoming) -> Reply:
    """Return the account's deployments."""
    service.account(incoming)
    return page(service, incoming, list(service.deployments), lambda ref: _deployment(service, ref), 25)


async def deployment(service: Replicate, incoming: Incoming) -> Reply:
    """Return one deployment."""
    service.account(incoming)
    ref = f"{incoming.params['owner']}/{incoming.params['name']}"
    if ref not in service.deployments:
        raise Refused(refusals.plain(404))
    return Reply.of(_deployment(service, ref))


async def hardware(service: Replicate, incoming: Incoming) -> Reply:
    """Return the sorts of hardware."""
    service.account(incoming)
    return Reply.of([{"name": "CPU", "sku": "cpu"}, {"name": "Nvidia L40S GPU", "sku": "gpu-l40s"}])


def _model(service: Replicate, incoming: Incoming) -> Model:
    found = service.models.find(f"{incoming.params['owner']}/{incoming.params['name']}")
    if found is None:
        raise Refused(refusals.plain(404))
    return found


def _collection(slug: str) -> dict[str, Any]:
    return {"name": COLLECTIONS[slug], "slug": slug, "description": f"Models for {COLLECTIONS[slug].lower()}."}


def _deployment(service: Replicate, ref: str) -> dict[str, Any]:
    owner, _, name = ref.partition("/")
    found = service.models.find(service.deployments[ref])
    release = {
        "number": 1,
        "model": service.deployments[ref],
        "version": found.version if found else None,
        "created_at": MOMENT,
        "created_by": {"type": "organization", "username": owner, "name": owner, "github_url": None},
        "configuration": {"hardware": "gpu-l40s", "min_instances": 0, "max_instances": 5},
    }
    return {"owner": owner, "name": name, "current_release": release}
