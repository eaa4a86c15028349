"""fal's routes by name; faults are planned by these names."""

from __future__ import annotations

from tests.provider_simulators.core.routing import route
from tests.provider_simulators.fal import platform, queue, uploads

REQUEST = "/{owner}/{alias}/requests/{id}"
PARTS = "/{file:path}/multipart/{upload}"

ROUTES = [
    route("queue.submit", "POST", "queue", "/{endpoint:path}", queue.submit),
    route("queue.status", "GET", "queue", f"{REQUEST}/status", queue.status),
    route("queue.stream", "GET", "queue", f"{REQUEST}/status/stream", queue.status_stream),
    route("queue.result", "GET", "queue", REQUEST, queue.result),
    route("queue.cancel", "PUT", "queue", f"{REQUEST}/cancel", queue.cancel),
    route("run", "POST", "run", "/{endpoint:path}", queue.run),
    route("uploads.token", "POST", "rest", "/storage/auth/token", uploads.token),
    route("uploads.initiate", "POST", "rest", "/storage/upload/initiate", uploads.initiate),
    route("uploads.file", "POST", "cdn", "/files/upload", uploads.upload),
    route("uploads.start", "POST", "cdn", "/files/upload/multipart", uploads.start_parts),
    route("uploads.complete", "POST", "media", f"{PARTS}/complete", uploads.complete_parts),
    route("uploads.part", "PUT", "media", PARTS + "/{number}", uploads.put_part),
    route("storage.put", "PUT", "storage", "/{path:path}", uploads.put_storage),
    route("storage.get", "GET", "storage", "/{path:path}", uploads.deliver),
    route("media.get", "GET", "media", "/{path:path}", uploads.deliver),
    route("models.list", "GET", "api", "/v1/models", platform.models),
    route("models.pricing", "GET", "api", "/v1/models/pricing", platform.pricing),
    route("models.estimate", "POST", "api", "/v1/models/pricing/estimate", platform.estimate),
    route("account.billing", "GET", "api", "/v1/account/billing", platform.billing),
    route("requests.list", "GET", "api", "/v1/models/requests/by-endpoint", platform.history),
    route("models.schema", "GET", "api", "/api/openapi/queue/openapi.json", platform.schema),
]
