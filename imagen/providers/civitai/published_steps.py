"""Finds in civitai's API description what goes into a service: by discriminators, written as constants or as mappings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_DEEPEST = 8
_MOST_SCHEMAS = 5_000
_PREFIX = "#/components/schemas/"
_DECIDING = frozenset({"engine", "ecosystem", "operation", "model", "version", "provider", "modelVersion"})

Found = tuple[Mapping[str, Any], Mapping[str, Any]]


def inputs_of(document: Any, step: str, service_id: str, parameters: Mapping[str, str]) -> Found | None:
    """Give the schema of a service's inputs, discriminators written down in it as constants, with all components.

    Of the schemas that contradict neither the service's parameters nor its id, the one that agrees most is taken.
    """
    schemas = _schemas(document)
    reading = _Reading(schemas)
    parts = {part.casefold() for part in service_id.split("/")} | {value.casefold() for value in parameters.values()}
    best: tuple[tuple[int, int], str] | None = None
    for name in schemas:
        constants = reading.constants(name)
        agreeing = _agreement(constants, parameters, parts)
        if agreeing is None and name.casefold() == f"{step}input".casefold() and not parameters:
            agreeing = 1
        if agreeing and (best is None or (agreeing, -len(constants)) > best[0]):
            best = (agreeing, -len(constants)), name
    if best is None:
        return None
    return reading.inputs(best[1], parameters, parts), schemas


def _agreement(constants: Mapping[str, str], parameters: Mapping[str, str], parts: set[str]) -> int | None:
    """Count what agrees; None where something does not, or where the engine is not told."""
    deciding = {name: value for name, value in constants.items() if name in _DECIDING}
    if "engine" in parameters and deciding.get("engine", "").casefold() != parameters["engine"].casefold():
        return None
    if not deciding or any(value.casefold() not in parts for value in deciding.values()):
        return None
    return len(deciding)


class _Reading:
    """Reads schemas that build on each other."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._mapped: dict[str, dict[str, str]] = {}
        for schema in schemas.values():
            for target, name, value in _mappings(schema):
                self._mapped.setdefault(target, {}).setdefault(name, value)

    def constants(self, name: str) -> dict[str, str]:
        """Give the inputs of a schema that have one value only."""
        found: dict[str, str] = {}
        for part_name, part in self._parts(name, 0):
            for key, value in self._mapped.get(part_name, {}).items():
                found.setdefault(key, value)
            for key, written in _properties(part).items():
                only = _only(written)
                if only is not None:
                    found.setdefault(key, only)
        return found

    def inputs(self, name: str, parameters: Mapping[str, str], parts: set[str]) -> dict[str, Any]:
        """Give a schema with all that it builds on put together."""
        properties: dict[str, Any] = {}
        required: dict[str, None] = {}
        for _, part in self._parts(name, 0):
            properties = {**_properties(part), **properties}
            listed = part.get("required")
            required |= dict.fromkeys(n for n in listed if isinstance(n, str)) if isinstance(listed, list) else {}
        named = dict(_named(properties, parts))
        fixed = {**named, **{k: v for k, v in parameters.items() if k in properties}, **self.constants(name)}
        for key, value in fixed.items():
            properties[key] = {"type": "string", "const": value}
        return {"type": "object", "properties": properties, "required": [*required]}

    def _parts(self, name: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
        schema = self._schemas.get(name)
        if not isinstance(schema, Mapping) or depth > _DEEPEST:
            return
        yield name, schema
        listed = schema.get("allOf")
        for part in listed if isinstance(listed, list) else ():
            if not isinstance(part, Mapping):
                continue
            target = _target(part.get("$ref"))
            if target is None:
                yield "", part
            else:
                yield from self._parts(target, depth + 1)


def _schemas(document: Any) -> Mapping[str, Any]:
    components = document.get("components") if isinstance(document, Mapping) else None
    schemas = components.get("schemas") if isinstance(components, Mapping) else None
    return dict(list(schemas.items())[:_MOST_SCHEMAS]) if isinstance(schemas, Mapping) else {}


def _mappings(schema: Any) -> Iterator[tuple[str, str, str]]:
    """Give which schema a discriminator's value leads to."""
    told = schema.get("discriminator") if isinstance(schema, Mapping) else None
    if not isinstance(told, Mapping) or not isinstance(told.get("mapping"), Mapping):
        return
    name = told.get("propertyName")
    for value, reference in told["mapping"].items():
        target = _target(reference)
        if target is not None and isinstance(name, str):
            yield target, name, str(value)


def _target(reference: Any) -> str | None:
    is_own = isinstance(reference, str) and reference.startswith(_PREFIX)
    return reference.removeprefix(_PREFIX) if is_own else None


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found = schema.get("properties")
    return found if isinstance(found, Mapping) else {}


def _named(properties: Mapping[str, Any], parts: set[str]) -> Iterator[tuple[str, str]]:
    """Give the choices that a service's id makes, where it makes just one."""
    for name in _DECIDING & set(properties):
        listed = properties[name].get("enum") if isinstance(properties[name], Mapping) else None
        values = listed if isinstance(listed, list) else []
        chosen = [value for value in values if isinstance(value, str) and value.casefold() in parts]
        if len(chosen) == 1:
            yield name, chosen[0]


def _only(written: Any) -> str | None:
    if not isinstance(written, Mapping):
        return None
    listed = written.get("enum")
    value = written.get("const", listed[0] if isinstance(listed, list) and len(listed) == 1 else None)
    return value if isinstance(value, str) else None
