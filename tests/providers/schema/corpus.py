"""The published schemas of 1,305 models, as the providers' APIs answer them, with what is known of each model."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from imagen.providers.schema import Published, civitai_schemas, cog_schemas, fal_schemas

FOLDER = Path(__file__).parents[2] / "fixtures" / "provider_schemas"


@dataclass(frozen=True)
class Entry:
    """One model: `tasks` and `category` are what its collector and its provider say it does."""

    source: str
    provider: str
    name: str
    published: Published
    tasks: tuple[str, ...] = ()
    category: str = ""
    description: str = ""


@cache
def corpus() -> tuple[Entry, ...]:
    """Read all models."""
    return (*_neutral(), *_many_replicate(), *_many_fal())


def entry(name: str, source: str = "neutral") -> Entry:
    """Find one model."""
    return next(each for each in corpus() if each.name == name and each.source == source)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(FOLDER / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _neutral() -> Iterator[Entry]:
    for line in _lines("neutral.jsonl.gz"):
        document, provider = line["document"], line["provider"]
        tasks = tuple(document.get("tasks", ()))
        if provider == "replicate":
            model = document["model"]
            published = cog_schemas(model["latest_version"]["openapi_schema"])
            name = f"{model['owner']}/{model['name']}"
            yield Entry("neutral", provider, name, published, tasks, description=model.get("description") or "")
        elif provider == "fal":
            yield _fal(document["item"], "neutral", tasks)
        else:
            yield Entry("neutral", provider, line["file"], civitai_schemas(document), tasks)


def _many_replicate() -> Iterator[Entry]:
    for line in _lines("many-schemas-replicate.jsonl.gz"):
        published = cog_schemas({"components": {"schemas": line["schemas"]}})
        yield Entry("many", "replicate", line["model"], published)


def _many_fal() -> Iterator[Entry]:
    for line in _lines("many-schemas-fal.jsonl.gz"):
        yield _fal(line, "many", ())


def _fal(item: dict[str, Any], source: str, tasks: tuple[str, ...]) -> Entry:
    published = fal_schemas(item.get("openapi"), item["endpoint_id"])
    category = item["metadata"].get("category") or ""
    return Entry(source, "fal", item["endpoint_id"], published, tasks, category)
