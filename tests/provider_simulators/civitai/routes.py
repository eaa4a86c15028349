"""civitai's routes by name; faults are planned by these names."""

from __future__ import annotations

from tests.provider_simulators.civitai import blobs, site, workflows
from tests.provider_simulators.core.routing import route

FLOWS = "/v2/consumer/workflows"
BLOBS = "/v2/consumer/blobs"
SITE = "/api/v1"

ROUTES = [
    route("workflows.submit", "POST", "orchestration", FLOWS, workflows.submit),
    route("recipes.submit", "POST", "orchestration", "/v2/consumer/recipes/{recipe}", workflows.submit_recipe),
    route("workflows.list", "GET", "orchestration", FLOWS, workflows.listing),
    route("workflows.get", "GET", "orchestration", FLOWS + "/{id}", workflows.get),
    route("workflows.cancel", "PUT", "orchestration", FLOWS + "/{id}", workflows.update),
    route("workflows.delete", "DELETE", "orchestration", FLOWS + "/{id}", workflows.delete),
    route("blobs.address", "GET", "orchestration", BLOBS + "/upload", blobs.upload_address),
    route("blobs.upload", "POST", "orchestration", BLOBS, blobs.upload),
    route("blobs.upload", "PUT", "orchestration", BLOBS, blobs.upload),
    route("blobs.refresh", "GET", "orchestration", BLOBS + "/{id}/refresh", blobs.refresh),
    route("blobs.get", "GET", "orchestration", BLOBS + "/{id}", blobs.get),
    route("blobs.get", "GET", "delivery", BLOBS + "/{id}", blobs.get),
    route("resources.get", "GET", "orchestration", "/v2/resources/{air}", blobs.resource),
    route("services.list", "GET", "orchestration", "/v2/services", blobs.services),
    route("documents.all", "GET", "orchestration", "/openapi/v2-consumers.json", blobs.document),
    route(
        "documents.recipe",
        "GET",
        "orchestration",
        "/v2/consumer/recipes/{recipe}/openapi.yaml",
        blobs.recipe_document,
    ),
    route("site.models", "GET", "site", SITE + "/models", site.models),
    route("site.model", "GET", "site", SITE + "/models/{id}", site.model),
    route("site.hash", "GET", "site", SITE + "/model-versions/by-hash/{hash}", site.by_hash),
    route("site.mini", "GET", "site", SITE + "/model-versions/mini/{id}", site.mini),
    route("site.version", "GET", "site", SITE + "/model-versions/{id}", site.version),
    route("site.images", "GET", "site", SITE + "/images", site.images),
    route("site.creators", "GET", "site", SITE + "/creators", site.creators),
    route("site.tags", "GET", "site", SITE + "/tags", site.tags),
    route("site.enums", "GET", "site", SITE + "/enums", site.enums),
    route("site.me", "GET", "site", SITE + "/me", site.me),
]
