"""Short ways to make a form of a few inputs in each dialect."""

from __future__ import annotations

from typing import Any

from imagen.domain.parameters import ParameterSpec
from imagen.providers.schema import ConvertedSchema, civitai_schemas, cog_schemas, convert, fal_schemas

Properties = dict[str, Any]
REF = "#/components/schemas/"


def cog(properties: Properties, required: list[str] | None = None, **others: Any) -> ConvertedSchema:
    inputs = {"type": "object", "properties": properties, **({"required": required} if required else {})}
    return convert(cog_schemas({"components": {"schemas": {"Input": inputs, **others}}}))


def fal(
    properties: Properties, required: list[str] | None = None, order: list[str] | None = None, **others: Any
) -> ConvertedSchema:
    inputs: dict[str, Any] = {"type": "object", "properties": properties, "required": required or []}
    if order:
        inputs["x-fal-order-properties"] = order
    schema = {"content": {"application/json": {"schema": {"$ref": f"{REF}OddlyNamed"}}}}
    document = {
        "components": {"schemas": {"OddlyNamed": inputs, **others}},
        "paths": {"/a/b": {"post": {"requestBody": schema}}},
    }
    return convert(fal_schemas(document, "a/b"))


def civitai(properties: Properties, required: list[str] | None = None, **others: Any) -> ConvertedSchema:
    inputs = {"type": "object", "properties": properties, "required": required or []}
    return convert(civitai_schemas({"input_schema": inputs, "components": {"schemas": others}}))


def only(form: ConvertedSchema) -> ParameterSpec:
    (parameter,) = form.spec.parameters
    return parameter
