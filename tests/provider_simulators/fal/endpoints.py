"""fal's endpoints as its platform API shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.provider_simulators.core.catalogue import kind_of, rows

PRICES = {
    "image": (0.025, "image"),
    "video": (0.05, "second"),
    "audio": (0.02, "generation"),
    "mesh": (0.1, "generation"),
    "text": (0.001, "request"),
}


@dataclass
class Endpoint:
    """One endpoint with its published OpenAPI document (some have none)."""

    id: str
    metadata: dict[str, Any]
    openapi: dict[str, Any] | None

    @property
    def app(self) -> str:
        """Return `owner/alias`: what status and result are asked by."""
        return "/".join(self.id.split("/")[:2])

    @property
    def kind(self) -> str:
        """Return what the endpoint makes."""
        return kind_of(str(self.metadata.get("category") or self.id))

    @property
    def price(self) -> tuple[float, str]:
        """Return the made-up unit price in dollars and its unit."""
        return PRICES[self.kind]

    @property
    def schemas(self) -> dict[str, Any]:
        """Return the document's schemas."""
        found = ((self.openapi or {}).get("components") or {}).get("schemas") or {}
        assert isinstance(found, dict)
        return found

    @property
    def input_schema(self) -> dict[str, Any]:
        """Return the schema of the input, found through the document's paths; empty when there is none."""
        post = self._paths().get(f"/{self.id}", {}).get("post", {})
        return self._content(post.get("requestBody", {}))

    @property
    def output_schema(self) -> dict[str, Any]:
        """Return the schema of the output; a list of pictures or one file when there is none."""
        for path, methods in self._paths().items():
            if path.endswith("/requests/{request_id}"):
                return self._content(methods.get("get", {}).get("responses", {}).get("200", {}))
        return {}

    def as_json(self, *, openapi: bool) -> dict[str, Any]:
        """Return the endpoint as `GET /v1/models` does."""
        shown = {"endpoint_id": self.id, "metadata": self.metadata}
        return {**shown, "openapi": self.openapi} if openapi and self.openapi is not None else shown

    def _paths(self) -> dict[str, Any]:
        found = (self.openapi or {}).get("paths") or {}
        assert isinstance(found, dict)
        return found

    def _content(self, holder: dict[str, Any]) -> dict[str, Any]:
        schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        found = self.schemas.get(name) if name else schema
        return found if isinstance(found, dict) else {}


class Endpoints:
    """The catalogue: the detailed selection first, then the many."""

    def __init__(self) -> None:
        self._by_id: dict[str, Endpoint] = {}
        items = [row["item"] for row in rows("schemas-fal")] + rows("many-schemas-fal")
        for item in items:
            if item["endpoint_id"] not in self._by_id:
                self.add(Endpoint(item["endpoint_id"], item.get("metadata") or {}, item.get("openapi")))

    def add(self, endpoint: Endpoint) -> Endpoint:
        """Offer an endpoint (or another in its place)."""
        self._by_id[endpoint.id] = endpoint
        return endpoint

    def remove(self, endpoint_id: str) -> None:
        """Offer an endpoint no longer."""
        del self._by_id[endpoint_id]

    def find(self, endpoint_id: str) -> Endpoint | None:
        """Return an endpoint by its id."""
        return self._by_id.get(endpoint_id)

    def search(self, text: str = "", category: str = "", status: str = "") -> list[Endpoint]:
        """Return endpoints with every word, of a category and status."""
        words = text.lower().split()
        return [
            one
            for one in self._by_id.values()
            if all(word in f"{one.id} {one.metadata.get('display_name', '')}".lower() for word in words)
            and category in {"", one.metadata.get("category")}
            and status in {"", one.metadata.get("status", "active")}
        ]
