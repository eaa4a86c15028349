"""Replicate's routes by name; faults are planned by these names."""

from __future__ import annotations

from tests.provider_simulators.core.routing import route
from tests.provider_simulators.replicate import catalogue_routes as catalogue
from tests.provider_simulators.replicate import file_routes as files
from tests.provider_simulators.replicate import predictions

ROUTES = [
    route("account.get", "GET", "api", "/v1/account", catalogue.account),
    route("predictions.create", "POST", "api", "/v1/predictions", predictions.create),
    route("predictions.create", "POST", "api", "/v1/models/{owner}/{name}/predictions", predictions.create_by_model),
    route(
        "predictions.create",
        "POST",
        "api",
        "/v1/deployments/{owner}/{name}/predictions",
        predictions.create_by_deployment,
    ),
    route("predictions.list", "GET", "api", "/v1/predictions", predictions.listing),
    route("predictions.get", "GET", "api", "/v1/predictions/{id}", predictions.get),
    route("predictions.cancel", "POST", "api", "/v1/predictions/{id}/cancel", predictions.cancel),
    route("predictions.stream", "GET", "stream", "/v1/predictions/{id}", predictions.stream),
    route("models.list", "GET", "api", "/v1/models", catalogue.models),
    route("models.search", "QUERY", "api", "/v1/models", catalogue.query_models),
    route("models.search", "GET", "api", "/v1/search", catalogue.search),
    route("models.get", "GET", "api", "/v1/models/{owner}/{name}", catalogue.model),
    route("models.versions", "GET", "api", "/v1/models/{owner}/{name}/versions", catalogue.versions),
    route("models.version", "GET", "api", "/v1/models/{owner}/{name}/versions/{version}", catalogue.version),
    route("models.readme", "GET", "api", "/v1/models/{owner}/{name}/readme", catalogue.readme),
    route("models.examples", "GET", "api", "/v1/models/{owner}/{name}/examples", catalogue.examples),
    route("collections.list", "GET", "api", "/v1/collections", catalogue.collections),
    route("collections.get", "GET", "api", "/v1/collections/{slug}", catalogue.collection),
    route("deployments.list", "GET", "api", "/v1/deployments", catalogue.deployments),
    route("deployments.get", "GET", "api", "/v1/deployments/{owner}/{name}", catalogue.deployment),
    route("hardware.list", "GET", "api", "/v1/hardware", catalogue.hardware),
    route("files.create", "POST", "api", "/v1/files", files.upload),
    route("files.list", "GET", "api", "/v1/files", files.listing),
    route("files.get", "GET", "api", "/v1/files/{id}", files.get),
    route("files.delete", "DELETE", "api", "/v1/files/{id}", files.delete),
    route("files.download", "GET", "api", "/v1/files/{id}/download", files.download),
    route("delivery.get", "GET", "delivery", "/{path:path}", files.deliver),
]
