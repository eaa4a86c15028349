"""What one input of a schema is, once references, `allOf` and alternatives that only say "or null" are taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from imagen.providers.schema.notes import Why
from imagen.providers.schema.references import Definitions

KINDS = frozenset({"string", "integer", "number", "boolean", "array", "object"})

_KEPT = (
    *("type", "format", "enum", "const", "default", "title", "description", "nullable", "deprecated"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "ge", "le", "gt", "lt", "multipleOf", "maxLength"),
    *("items", "minItems", "maxItems", "additionalProperties", "writeOnly", "x-cog-secret", "x-order", "x-doc-row"),
    *("x-fal", "x-file", "_fal_ui_field", "ui", "max_file_size", "limit_description", "x-fal-order-properties"),
    *("min_width", "min_height", "max_width", "max_height", "min_duration", "max_duration"),
)
_MOST_STEPS = 64
_MOST_ALTERNATIVES = 16
_DEEPEST = 12
_MOST_MERGED = 2_000

Trail = frozenset[str]


@dataclass(frozen=True)
class Shape:
    """One input: `kind` is a JSON type or "" when unknown; `variants` are there when it can be several things."""

    schema: Mapping[str, Any]
    kind: str
    nullable: bool = False
    variants: tuple[Shape, ...] = ()
    trouble: Why | None = None

    @property
    def properties(self) -> Mapping[str, Any]:
        found = self.schema.get("properties")
        return found if isinstance(found, Mapping) else {}

    @property
    def required(self) -> frozenset[str]:
        return frozenset(texts(self.schema.get("required")))


def texts(value: Any) -> Iterable[str]:
    """Give the texts of what should be a list of texts."""
    return (item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def read_shape(written: Any, definitions: Definitions) -> Shape:
    """Read one schema; takes a bounded number of steps whatever is written there."""
    return _Reader(definitions).read(written, frozenset(), 0)


@dataclass
class _Gathered:
    """What a schema and all it refers to say together; what stands nearer wins."""

    keys: dict[str, Any] = field(default_factory=dict)
    alternatives: list[tuple[Any, Trail]] = field(default_factory=list)
    trouble: Why | None = None


@dataclass
class _Reader:
    definitions: Definitions
    steps: int = _MOST_STEPS

    def read(self, written: Any, trail: Trail, depth: int) -> Shape:
        gathered = _Gathered()
        self._gather(written, trail, depth, gathered)
        keys = gathered.keys
        nullable = keys.get("nullable") is True or _has_null(keys)
        if gathered.trouble is None and len(gathered.alternatives) > _MOST_ALTERNATIVES:
            gathered.trouble = Why.TOO_MANY_FORMS
        if gathered.trouble is not None:
            return Shape(keys, "", nullable, trouble=gathered.trouble)
        read = [self.read(alternative, where, depth + 1) for alternative, where in gathered.alternatives]
        variants = [each for shape in read for each in (shape.variants or (shape,)) if each.kind != "null"]
        nullable = nullable or any(shape.nullable or shape.kind == "null" for shape in read)
        kind = _kind(keys)
        if kind and not keys.get("properties") and "enum" in keys:
            variants = []
        if len(variants) == 1:
            return _joined(keys, variants[0], nullable)
        if not variants and isinstance(keys.get("type"), list) and not kind:
            variants = [Shape({**keys, "type": t}, t) for t in texts(keys["type"]) if t in KINDS]
        return Shape(keys, "" if variants else kind, nullable, tuple(variants[:_MOST_ALTERNATIVES]))

    def _gather(self, written: Any, trail: Trail, depth: int, into: _Gathered) -> None:
        self.steps -= 1
        self.definitions.parts_left -= 1
        if self.steps < 0 or self.definitions.parts_left < 0 or depth > _DEEPEST:
            into.trouble = into.trouble or Why.TOO_DEEP
        if into.trouble is not None or not isinstance(written, Mapping):
            return
        for key in _KEPT:
            if key in written:
                into.keys.setdefault(key, written[key])
        into.trouble = _add_properties(written, into.keys)
        for key in ("anyOf", "oneOf"):
            if isinstance(written.get(key), list) and not into.alternatives:
                into.alternatives = [(item, trail) for item in written[key][: _MOST_ALTERNATIVES + 1]]
        reference = written.get("$ref")
        if isinstance(reference, str):
            self._follow(reference, trail, depth, into)
        for part in written["allOf"][:_MOST_ALTERNATIVES] if isinstance(written.get("allOf"), list) else ():
            self._gather(part, trail, depth + 1, into)

    def _follow(self, reference: str, trail: Trail, depth: int, into: _Gathered) -> None:
        target = self.definitions.find(reference)
        if reference in trail or target is None:
            into.trouble = Why.DANGLING if target is None else Why.CYCLIC
        else:
            titled = "title" in into.keys
            self._gather(target, trail | {reference}, depth + 1, into)
            if not titled:
                into.keys.pop("title", None)  # a shared part is titled after itself, not after this input


def _add_properties(written: Mapping[str, Any], keys: dict[str, Any]) -> Why | None:
    """Add properties to those that are there; says when that would be too many to be copied."""
    for key, kind in (("properties", Mapping), ("required", list)):
        more, there = written.get(key), keys.get(key)
        if not isinstance(more, kind) or not more:
            continue
        if there and len(there) + len(more) > _MOST_MERGED:
            return Why.TOO_MANY_PARTS
        if isinstance(more, Mapping):
            keys[key] = {**more, **there} if there else more
        else:
            keys[key] = [*there, *more] if there else more
    return None


def _joined(keys: Mapping[str, Any], only: Shape, nullable: bool) -> Shape:
    joined = {**only.schema, **{key: value for key, value in keys.items() if key not in {"type", "nullable"}}}
    return Shape(joined, only.kind, nullable or only.nullable, only.variants, only.trouble)


def _has_null(keys: Mapping[str, Any]) -> bool:
    kinds, choices = keys.get("type"), keys.get("enum")
    return (isinstance(kinds, list) and "null" in kinds) or (isinstance(choices, list) and None in choices)


def _kind(keys: Mapping[str, Any]) -> str:
    written = keys.get("type")
    if isinstance(written, str):
        return written if written in KINDS or written == "null" else ""
    if isinstance(written, list):
        kinds = {kind for kind in texts(written) if kind != "null"}
        if kinds == {"integer", "number"}:
            return "number"
        return next(iter(kinds)) if len(kinds) == 1 and kinds <= KINDS else ""
    return _guessed_kind(keys)


def _guessed_kind(keys: Mapping[str, Any]) -> str:
    values = [keys["const"]] if "const" in keys else keys.get("enum")
    if isinstance(values, list) and values:
        kinds = {_kind_of(value) for value in values[:1000]} - {"null"}
        return next(iter(kinds)) if len(kinds) == 1 else "number" if kinds == {"integer", "number"} else "string"
    for key, kind in (("properties", "object"), ("additionalProperties", "object"), ("items", "array")):
        if isinstance(keys.get(key), Mapping):
            return kind
    return "string" if isinstance(keys.get("format"), str) else ""


def _kind_of(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "boolean", str: "string", int: "integer", float: "number", list: "array"}
    return names.get(type(value), "object")
