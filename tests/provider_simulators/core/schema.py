"""Schemas read and inputs checked against them, for both dialects (Cog and fal)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MISSING = object()


@dataclass(frozen=True)
class Problem:
    """One field that does not fit: `sort` is missing, type, enum, minimum, maximum, length, short or items."""

    path: tuple[str | int, ...]
    sort: str
    limit: Any = None
    value: Any = None


def resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its first reference (`$ref` or a single `allOf`) filled in; dangling ones allow all."""
    for _ in range(8):
        reference = schema.get("$ref")
        if reference is None and len(schema.get("allOf", [])) == 1:
            reference = schema["allOf"][0].get("$ref")
        if reference is None:
            return schema
        rest = {key: value for key, value in schema.items() if key not in {"$ref", "allOf"}}
        schema = {**schemas.get(reference.rpartition("/")[2], {}), **rest}
    return schema


def with_defaults(schema: dict[str, Any], schemas: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return an input with the defaults of what it leaves out."""
    filled = dict(given)
    for name, field in schema.get("properties", {}).items():
        known = resolved(field, schemas)
        if filled.get(name) is None and known.get("default") is not None:
            filled[name] = known["default"]
        elif filled.get(name) is None and "const" in known:
            filled[name] = known["const"]
    return filled


def problems(
    schema: dict[str, Any], schemas: dict[str, Any], value: Any, path: tuple[str | int, ...] = ()
) -> list[Problem]:
    """Return what does not fit; unknown fields are let through, as the services do."""
    schema = resolved(schema, schemas)
    if value is None:
        return [] if not path or _may_be_null(schema) else [Problem(path, "type", schema.get("type"), value)]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        found = [problems(choice, schemas, value, path) for choice in choices]
        return min(found, key=len, default=[])
    if wrong := _type_problem(schema, value, path):
        return [wrong]
    if isinstance(value, dict):
        return _of_object(schema, schemas, value, path)
    if isinstance(value, list):
        return _of_list(schema, schemas, value, path)
    return _of_value(schema, value, path)


def _may_be_null(schema: dict[str, Any]) -> bool:
    choices = schema.get("anyOf") or schema.get("oneOf") or []
    return bool(schema.get("nullable")) or any(c.get("type") == "null" for c in choices) or schema.get("type") is None


def _type_problem(schema: dict[str, Any], value: Any, path: tuple[str | int, ...]) -> Problem | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {
        "string": isinstance(value, str),
        "integer": number and float(value).is_integer(),
        "number": number,
        "boolean": isinstance(value, bool),
        "array": isinstance(value, list),
        "object": isinstance(value, dict),
        "null": False,
    }
    wanted = schema.get("type")
    return Problem(path, "type", wanted, value) if isinstance(wanted, str) and not fits.get(wanted, True) else None


def _of_object(
    schema: dict[str, Any], schemas: dict[str, Any], value: dict[str, Any], path: tuple[str | int, ...]
) -> list[Problem]:
    found = [
        Problem((*path, name), "missing", value=value)
        for name in schema.get("required", [])
        if value.get(name, MISSING) is MISSING
    ]
    for name, field in schema.get("properties", {}).items():
        if value.get(name) is not None:
            found += problems(field, schemas, value[name], (*path, name))
    return found


def _of_list(
    schema: dict[str, Any], schemas: dict[str, Any], value: list[Any], path: tuple[str | int, ...]
) -> list[Problem]:
    found: list[Problem] = []
    if len(value) < schema.get("minItems", 0) or len(value) > schema.get("maxItems", len(value)):
        found.append(Problem(path, "items", schema.get("maxItems"), value))
    for number, item in enumerate(value):
        found += problems(schema.get("items") or {}, schemas, item, (*path, number))
    return found


def _of_value(schema: dict[str, Any], value: Any, path: tuple[str | int, ...]) -> list[Problem]:
    if "enum" in schema and value not in schema["enum"]:
        return [Problem(path, "enum", schema["enum"], value)]
    if "const" in schema and value != schema["const"]:
        return [Problem(path, "enum", [schema["const"]], value)]
    if isinstance(value, str):
        if len(value) < schema.get("minLength", 0):
            return [Problem(path, "short", schema["minLength"], value)]
        if len(value) > schema.get("maxLength", len(value)):
            return [Problem(path, "length", schema["maxLength"], value)]
        return []
    if isinstance(value, bool):
        return []
    if schema.get("minimum") is not None and value < schema["minimum"]:
        return [Problem(path, "minimum", schema["minimum"], value)]
    if schema.get("maximum") is not None and value > schema["maximum"]:
        return [Problem(path, "maximum", schema["maximum"], value)]
    return []
