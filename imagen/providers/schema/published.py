"""What a provider publishes about a model: where in each provider's document inputs and outputs are described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imagen.providers.schema.files import Dialect
from imagen.providers.schema.notes import Why
from imagen.providers.schema.references import Definitions

_METHODS = ("post", "put")
_MOST_PATHS = 200


@dataclass(frozen=True)
class Published:
    """The schemas of a model; `inputs` is None, with the reason, where there is none to make a form of."""

    dialect: Dialect
    inputs: Mapping[str, Any] | None
    outputs: Mapping[str, Any] | None
    definitions: Definitions
    why: Why | None = None


def cog_schemas(document: Any) -> Published:
    """Find inputs and outputs in the `openapi_schema` of a model version at Replicate."""
    schemas = _mapping(_mapping(_mapping(document).get("components")).get("schemas"))
    inputs = schemas.get("Input")
    found = inputs if isinstance(inputs, Mapping) else None
    return _published(Dialect.COG, found, _some(schemas.get("Output")), _mapping(document))


def fal_schemas(document: Any, endpoint_id: str) -> Published:
    """Find inputs and outputs in the `openapi` of an endpoint at fal, by the paths that its requests take."""
    paths = _mapping(_mapping(document).get("paths"))
    path = "/" + endpoint_id.strip("/")
    inputs = _request(paths.get(path))
    if inputs is None:
        few = list(paths.values())[:_MOST_PATHS]
        inputs = next((found for item in few if (found := _request(item)) is not None), None)
    outputs = _answer(paths.get(f"{path}/requests/{{request_id}}"))
    return _published(Dialect.FAL, inputs, outputs, _mapping(document))


def civitai_schemas(document: Any) -> Published:
    """Find inputs and outputs in a recipe of civitai: a document with `input_schema`, `output_schema` and components."""
    found = _mapping(document)
    return _published(Dialect.CIVITAI, _some(found.get("input_schema")), _some(found.get("output_schema")), found)


def _published(
    dialect: Dialect, inputs: Mapping[str, Any] | None, outputs: Mapping[str, Any] | None, document: Mapping[str, Any]
) -> Published:
    return Published(dialect, inputs, outputs, Definitions(document), None if inputs else Why.NO_SCHEMA)


def _request(item: Any) -> Mapping[str, Any] | None:
    for method in _METHODS:
        body = _mapping(_mapping(_mapping(item).get(method)).get("requestBody"))
        found = _json_schema(body)
        if found is not None:
            return found
    return None


def _answer(item: Any) -> Mapping[str, Any] | None:
    answers = _mapping(_mapping(_mapping(item).get("get")).get("responses"))
    return _json_schema(_mapping(answers.get("200")))


def _json_schema(holder: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return _some(_mapping(_mapping(holder.get("content")).get("application/json")).get("schema"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _some(value: Any) -> Mapping[str, Any] | None:
    return value if isinstance(value, Mapping) and value else None
