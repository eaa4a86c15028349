"""Decide what kind of field each input becomes; groups, lists and objects are taken apart here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from imagen.domain.parameters import (
    Choice,
    Interpolation,
    ParameterSpec,
    ParameterType,
    UIHints,
    ValidationRules,
)
from imagen.providers.schema import limits
from imagen.providers.schema.fields import (
    Field,
    Place,
    boolean_field,
    choice_field,
    finished,
    json_field,
    look,
    media_field,
    number_field,
    size_field,
    text_field,
)
from imagen.providers.schema.files import Dialect, media_type
from imagen.providers.schema.notes import Why
from imagen.providers.schema.plain_values import is_plain_and_small
from imagen.providers.schema.properties import is_name, ordered
from imagen.providers.schema.shapes import Shape, read_shape
from imagen.providers.schema.wire import WireField, WireKind
from imagen.providers.schema.wording import hint_of, label_of

MOST_PARTS = 24
_MOST_ROWS = 100


def fields_of(place: Place, written: Any) -> list[Field]:
    """Make the fields of one input; never fails, whatever is written there."""
    return _fields(place, read_shape(written, place.definitions))


def _fields(place: Place, shape: Shape) -> list[Field]:
    if shape.trouble is not None:
        return [json_field(place, shape, shape.trouble)]
    if shape.variants:
        return [_union(place, shape)]
    if shape.kind == "object":
        return _object(place, shape)
    make = _MAKERS.get(shape.kind)
    return [make(place, shape) if make else json_field(place, shape, Why.UNTYPED)]


def _union(place: Place, shape: Shape) -> Field:
    kinds = {variant.kind for variant in shape.variants}
    trouble = next((variant.trouble for variant in shape.variants if variant.trouble), None)
    if trouble is not None:
        return json_field(place, shape, trouble)
    if kinds <= {"integer", "number"}:
        wider = next((v for v in shape.variants if v.kind == "number" and "enum" not in v.schema), shape.variants[0])
        return number_field(place, Shape({**wider.schema, **_without_type(shape)}, "number", shape.nullable))
    if kinds <= {"string", "integer", "number"}:
        return _text_union(place, shape, loose=len(kinds) > 1)
    if kinds == {"string", "array"}:
        array = next(variant for variant in shape.variants if variant.kind == "array")
        return _array(place, Shape({**array.schema, **_without_type(shape)}, "array", shape.nullable))
    return _size_union(place, shape) if kinds <= {"string", "object"} else json_field(place, shape, Why.SEVERAL_FORMS)


def _without_type(shape: Shape) -> dict[str, Any]:
    return {key: value for key, value in shape.schema.items() if key != "type"}


def _text_union(place: Place, shape: Shape, *, loose: bool) -> Field:
    choices: tuple[Choice, ...] = ()
    is_open = False
    for variant in shape.variants:
        listed = variant.schema.get("enum", [variant.schema["const"]] if "const" in variant.schema else None)
        read = limits.read_choices(listed, variant.kind)
        if read is None:
            return json_field(place, shape, Why.ODD_CHOICES)
        choices += read
        is_open = is_open or not read
    if choices:
        unique = {str(choice.value): choice for choice in choices}
        return choice_field(place, shape, tuple(unique.values()), open_=is_open, loose=loose and is_open)
    first = next(variant for variant in shape.variants if variant.kind == "string")
    joined = Shape({**first.schema, **_without_type(shape)}, "string", shape.nullable)
    return text_field(place, joined, loose=loose)


def _size_union(place: Place, shape: Shape) -> Field:
    objects = [variant for variant in shape.variants if variant.kind == "object"]
    sides = _sides(place, objects[0]) if len(objects) == 1 else None
    words = [variant for variant in shape.variants if variant.kind == "string"]
    read = [limits.read_choices(word.schema.get("enum"), "string") or () for word in words]
    if sides is None or not all(read):
        return json_field(place, shape, Why.SEVERAL_FORMS)
    return size_field(place, shape, sides, tuple(choice for some in read for choice in some)[: limits.MOST_CHOICES])


def _sides(place: Place, shape: Shape) -> Mapping[str, Any] | None:
    """Give the limits of a side when an object is a size: width and height, nothing else."""
    if len(shape.properties) != 2 or set(shape.properties) != {"width", "height"}:
        return None
    sides = [read_shape(shape.properties[name], place.definitions) for name in ("width", "height")]
    return sides[0].schema if all(side.kind in {"integer", "number"} for side in sides) else None


def _array(place: Place, shape: Shape) -> Field:
    items = read_shape(shape.schema.get("items"), place.definitions)
    if items.kind == "string" and not items.variants:
        described = {"description": shape.schema.get("description"), **items.schema}
        if not ("enum" in items.schema or "const" in items.schema):
            hints = {**described, **{key: shape.schema[key] for key in ("x-fal", "ui") if key in shape.schema}}
            kind = media_type(place.own_name, hints, place.dialect)
            if kind is not None:
                return media_field(place, shape, kind, items)
    if items.trouble is not None or place.depth > 0:
        return json_field(place, shape, items.trouble or Why.LIST_IN_ROW)
    if items.kind == "array":
        return json_field(place, shape, Why.LISTS_IN_LISTS)
    if items.kind == "object":
        parts = _row_parts(place, items)
        return json_field(place, shape, parts) if isinstance(parts, Why) else _rows(place, shape, parts)
    if not items.kind and not items.variants:
        return json_field(place, shape, Why.UNTYPED)
    return _items(place, shape, items)


def _items(place: Place, shape: Shape, items: Shape) -> Field:
    inner = _inner(place, "value", required=True)
    (part,) = _fields(inner, items)
    if part.spec.type is ParameterType.JSON:
        return json_field(place, shape, part.notes[0].why or Why.UNTYPED)
    label = label_of(place.own_name, None)
    named = replace(part, spec=replace(part.spec, ui=replace(part.spec.ui, label=label)))
    return _group(place, shape, [named], WireField(place.name, place.path, WireKind.ITEMS))


def _inner(place: Place, name: str, *, required: bool) -> Place:
    return Place(name, (name,), required, place.dialect, place.definitions, depth=place.depth + 1)


def _row_parts(place: Place, shape: Shape) -> list[Field] | Why:
    """Make the parts of a row, or say why there can be none."""
    unfit = _unfit(shape)
    if unfit is not None:
        return unfit
    fields: list[Field] = []
    for name in ordered(shape):
        inner = _inner(place, name, required=name in shape.required)
        read = read_shape(shape.properties[name], place.definitions)
        fields.append(
            json_field(inner, read, Why.TOO_DEEP) if read.kind == "object" else _single(inner, read),
        )
    return fields


def _unfit(shape: Shape) -> Why | None:
    if not shape.properties:
        return Why.OPEN_OBJECT
    if len(shape.properties) > MOST_PARTS:
        return Why.TOO_MANY_PARTS
    return None if all(is_name(name) for name in shape.properties) else Why.ODD_NAME


def _single(place: Place, shape: Shape) -> Field:
    made = _fields(place, shape)
    return made[0] if len(made) == 1 else json_field(place, shape, Why.TOO_DEEP)


def _rows(place: Place, shape: Shape, parts: list[Field]) -> Field:
    return _group(place, shape, parts, WireField(place.name, place.path, WireKind.ROWS))


def _group(place: Place, shape: Shape, parts: Sequence[Field], wire: WireField, most: int | None = None) -> Field:
    """Make a group of parts; its default is kept when it fits."""
    most = most or min(limits.whole_number(shape.schema.get("maxItems"), 1) or _MOST_ROWS, 1000)
    least = min(limits.whole_number(shape.schema.get("minItems")) or 0, most)
    plain = tuple(replace(part.spec, interpolation=Interpolation.NONE, role=None) for part in parts)
    spec = ParameterSpec(
        place.name,
        ParameterType.GROUP,
        hint=hint_of(shape.schema.get("description")),
        rules=ValidationRules(max_items=most, min_items=least),
        ui=look(place, shape, multiline=True, advanced=True),
        fields=plain,
    )
    wire = replace(wire, columns=tuple(part.wire for part in parts))
    default = shape.schema.get("default")
    read = wire.read(default) if default and is_plain_and_small(default) else None
    made = finished(place, shape, spec, wire, read or None)
    inner = tuple(replace(note, field=f"{place.name}.{note.field}") for part in parts for note in part.notes)
    told = {f"{place.name}.{name}": told for part in parts for name, told in part.file_limits.items()}
    return replace(made, notes=(*made.notes, *inner), file_limits=told)


def _object(place: Place, shape: Shape) -> list[Field]:
    if not shape.properties:
        return [_map(place, shape)]
    sides = _sides(place, shape)
    if sides is not None:
        return [size_field(place, shape, sides, ())]
    parts = Why.TOO_DEEP if place.depth > 0 else _unfit(shape)
    if parts is None and not _is_demanding(place, shape):
        return _spread(place, shape)
    made = parts or _row_parts(place, shape)
    if isinstance(made, Why):
        return [json_field(place, shape, made)]
    return [_group(place, shape, made, WireField(place.name, place.path, WireKind.OBJECT), most=1)]


def _is_demanding(place: Place, shape: Shape) -> bool:
    """Tell whether an object that may be left out has parts that may not, once it is there."""
    if place.required or isinstance(shape.schema.get("default"), Mapping):
        return False
    return any(not _has_default(place, shape.properties[name]) for name in shape.required & set(shape.properties))


def _has_default(place: Place, written: Any) -> bool:
    shape = read_shape(written, place.definitions)
    return shape.nullable or shape.schema.get("default") is not None


def _spread(place: Place, shape: Shape) -> list[Field]:
    """Make one field for each part of an object; an object that may be left out has no defaults of its own."""
    inside = label_of(place.own_name, shape.schema.get("title") if not place.inside else None)
    default = shape.schema.get("default")
    fields: list[Field] = []
    for name in ordered(shape):
        read = read_shape(shape.properties[name], place.definitions)
        own = read.schema.get("default")
        given = default.get(name, own) if isinstance(default, Mapping) else own if place.required else None
        required = name in shape.required and place.required
        nested = replace(
            place,
            name=f"{place.name}.{name}",
            path=(*place.path, name),
            required=required,
            inside=inside,
            depth=place.depth + (1 if read.kind == "object" else 0),
        )
        made = _fields(nested, replace(read, schema={**read.schema, "default": given}))
        fields += [_left_to_provider(one, own) if given is None else one for one in made]
    return fields


def _left_to_provider(made: Field, own: Any) -> Field:
    if not isinstance(own, str | int | float) or own == "" or made.spec.type is ParameterType.JSON:
        return made
    shown = str(own).lower() if isinstance(own, bool) else str(own)
    return replace(made, spec=replace(made.spec, ui=replace(made.spec.ui, placeholder=shown[:60])))


def _map(place: Place, shape: Shape) -> Field:
    """Make rows of a name and what belongs to it, for objects whose names are free, such as LoRAs with their weights."""
    written = shape.schema.get("additionalProperties")
    if not isinstance(written, Mapping) or not written or place.depth > 0:
        return json_field(place, shape, Why.OPEN_OBJECT if place.depth == 0 else Why.TOO_DEEP)
    values = read_shape(written, place.definitions)
    label = label_of(place.own_name, None)
    key_label = label[:-1] if label.endswith("s") else "Name"
    ui = UIHints(label=key_label)
    if place.dialect is Dialect.CIVITAI:
        ui = UIHints(label="AIR", placeholder="urn:air:sdxl:lora:civitai:123@456")
    key = ParameterSpec("key", ParameterType.TEXT, required=True, ui=ui)
    key_field = Field(key, WireField("key", ("key",)))
    wire = WireField(place.name, place.path, WireKind.MAP, many=values.kind == "object")
    if values.kind == "object":
        parts = _row_parts(place, values)
        if isinstance(parts, Why) or any(part.spec.name == "key" for part in parts):
            return json_field(place, shape, parts if isinstance(parts, Why) else Why.ODD_NAME)
        return _group(place, shape, [key_field, *parts], wire)
    part = _single(_inner(place, "value", required=True), values)
    if part.spec.type is ParameterType.JSON:
        return json_field(place, shape, part.notes[0].why or Why.UNTYPED)
    label = "Weight" if part.spec.type is ParameterType.NUMBER else "Value"
    part = replace(part, spec=replace(part.spec, ui=replace(part.spec.ui, label=label)))
    return _group(place, shape, [key_field, part], wire)


_MAKERS = {
    "string": text_field,
    "integer": number_field,
    "number": number_field,
    "boolean": boolean_field,
    "array": _array,
}
