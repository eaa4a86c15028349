"""Replicate's models as its API shows them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from tests.provider_simulators.core.catalogue import kind_of, rows

MOMENT = "2026-02-03T19:13:00.000000Z"
PRICES = {"image": 0.03, "video": 0.4, "audio": 0.06, "mesh": 0.1, "text": 0.002}


@dataclass
class Model:
    """One model with its published schemas."""

    owner: str
    name: str
    version: str
    schemas: dict[str, Any]
    tasks: list[str] = field(default_factory=list)
    official: bool = False
    runs: int = 0
    cog_version: str = "0.16.9"
    described: dict[str, Any] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        """Return `owner/name`."""
        return f"{self.owner}/{self.name}"

    @property
    def kind(self) -> str:
        """Return what the model makes."""
        return kind_of(self.tasks[0] if self.tasks else self.ref)

    @property
    def price(self) -> float:
        """Return the made-up dollars of one output."""
        return PRICES[self.kind]

    def version_json(self) -> dict[str, Any]:
        """Return the model's version."""
        return {
            "id": self.version,
            "created_at": MOMENT,
            "cog_version": self.cog_version,
            "openapi_schema": {
                "openapi": "3.0.2",
                "info": {"title": "Cog", "version": "0.1.0"},
                "components": {"schemas": self.schemas},
            },
        }

    def as_json(self) -> dict[str, Any]:
        """Return the model as `GET /models/{owner}/{name}` does."""
        plain = {
            "url": f"https://replicate.com/{self.ref}",
            "owner": self.owner,
            "name": self.name,
            "description": f"{self.name}: {', '.join(self.tasks) or self.kind}.",
            "visibility": "public",
            "github_url": None,
            "paper_url": None,
            "license_url": None,
            "run_count": self.runs,
            "cover_image_url": None,
            "is_official": self.official,
            "default_example": None,
        }
        return {**plain, **self.described, "latest_version": self.version_json()}


class Models:
    """The catalogue: the detailed selection first, then the many."""

    def __init__(self) -> None:
        self._by_ref: dict[str, Model] = {}
        self._by_version: dict[str, Model] = {}
        for row in rows("schemas-replicate"):
            self.add(_detailed(row))
        for row in rows("many-schemas-replicate"):
            if row["model"] not in self._by_ref:
                owner, _, name = row["model"].partition("/")
                runs, version = row.get("run_count") or 0, row.get("version_id") or made_up_version(row["model"])
                self.add(
                    Model(owner, name, version, row["schemas"], runs=runs, cog_version=row["cog_version"] or "0.9")
                )

    def add(self, model: Model) -> Model:
        """Offer a model (or another in its place)."""
        self._by_ref[model.ref] = model
        self._by_version[model.version] = model
        return model

    def remove(self, ref: str) -> None:
        """Offer a model no longer: it answers 404 from now on."""
        model = self._by_ref.pop(ref)
        self._by_version.pop(model.version, None)

    def also_version(self, version: str, ref: str) -> None:
        """Let another version id stand for a model too."""
        self._by_version[version] = self._by_ref[ref]

    def find(self, ref: str) -> Model | None:
        """Return a model by `owner/name`."""
        return self._by_ref.get(ref)

    def of_version(self, text: str) -> Model | None:
        """Return a model by version id, `owner/name`, or `owner/name:id`."""
        ref, _, version = text.partition(":")
        if version:
            found = self._by_version.get(version)
            return found if found and found.ref == ref else None
        return self._by_version.get(text) or (self._by_ref.get(text) if "/" in text else None)

    def all(self) -> list[Model]:
        """Return all models."""
        return list(self._by_ref.values())

    def search(self, text: str) -> list[Model]:
        """Return models whose name or task has every word; the most used first."""
        words = text.lower().split()
        found = [m for m in self.all() if all(w in f"{m.ref} {' '.join(m.tasks)}".lower() for w in words)]
        return sorted(found, key=lambda model: -model.runs)


def made_up_version(ref: str) -> str:
    """Return 64 hexadecimal digits for a model."""
    return hashlib.sha256(ref.encode()).hexdigest()


def _detailed(row: dict[str, Any]) -> Model:
    body = row["model"]
    latest = body.get("latest_version") or {}
    known = {"owner", "name", "latest_version", "run_count", "is_official"}
    return Model(
        owner=body["owner"],
        name=body["name"],
        version=latest.get("id") or made_up_version(f"{body['owner']}/{body['name']}"),
        schemas=latest.get("openapi_schema", {}).get("components", {}).get("schemas", {}),
        tasks=row.get("tasks", []),
        official=bool(body.get("is_official")),
        runs=body.get("run_count") or 0,
        cog_version=latest.get("cog_version") or "0.16.9",
        described={key: value for key, value in body.items() if key not in known},
    )
