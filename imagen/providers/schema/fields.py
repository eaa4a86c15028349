"""Turn one input of a schema into fields of a form: most into one, an object into several, the rest into JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from imagen.domain.parameters import (
    Choice,
    Interpolation,
    ParameterSpec,
    ParameterType,
    SizeLimits,
    UIHints,
    ValidationRules,
)
from imagen.providers.schema import limits
from imagen.providers.schema.file_limits import FileLimits, read_file_limits
from imagen.providers.schema.files import Dialect, media_type
from imagen.providers.schema.notes import FieldNote, NoteKind, Why
from imagen.providers.schema.plain_values import is_plain_and_small
from imagen.providers.schema.references import Definitions
from imagen.providers.schema.secrecy import is_secret
from imagen.providers.schema.shapes import Shape
from imagen.providers.schema.wire import WireField, WireKind
from imagen.providers.schema.wording import hint_of, label_of, plain_name, words_of

MOST_FILES = 16
_LONG_TEXT = 400
_INLINE_OR_FILE = frozenset({"url", "hex"})
_CODE = frozenset({"json", "jsonschema", "metadata"})
_IDENTIFIERS = frozenset(
    {"id", "ids", "url", "uri", "model", "lora", "weights", "checkpoint", "voice", "path", "name", "code", "ratio"}
    | {"format", "language", "bitrate", "tolerance", "resolution", "mode", "type", "engine", "operation", "quality"}
)
_LONG_NAMES = frozenset(
    {"prompt", "prompts", "text", "lyrics", "script", "transcript", "description", "caption", "instruction"}
    | {"instructions", "template", "message"}
)


@dataclass(frozen=True)
class Place:
    """Where an input stands: its name in the form, its path in the body, and what is known about it from outside."""

    name: str
    path: tuple[str, ...]
    required: bool
    dialect: Dialect
    definitions: Definitions
    inside: str = ""
    depth: int = 0

    @property
    def own_name(self) -> str:
        return self.path[-1]


@dataclass(frozen=True)
class Field:
    """One field made of an input."""

    spec: ParameterSpec
    wire: WireField
    notes: tuple[FieldNote, ...] = ()
    outdated: bool = False
    file_limits: Mapping[str, FileLimits] = field(default_factory=dict)


def finished(place: Place, shape: Shape, spec: ParameterSpec, wire: WireField, default: Any = None) -> Field:
    """Complete a field with its default, and say what stands against its being required."""
    outdated = shape.schema.get("deprecated") is True
    spec, notes = limits.with_default(spec, None if outdated else default)
    sends_null = place.required and shape.nullable and spec.default is None
    required = place.required and not shape.nullable and spec.default is None
    if outdated:
        notes = (*notes, FieldNote(place.name, NoteKind.OUTDATED, "The provider calls this outdated."))
        spec = replace(spec, hint=f"Outdated. {spec.hint}".strip())
    return Field(replace(spec, required=required), replace(wire, null=sends_null), notes, outdated)


def look(place: Place, shape: Shape, *, drop_url: bool = False, **more: Any) -> UIHints:
    """Give label and the like; parts of an object say in their label where they belong."""
    label = label_of(place.own_name, shape.schema.get("title"), drop_url=drop_url)
    if place.inside:
        label = f"{place.inside}: {label[:1].lower() + label[1:] if label[1:2].islower() else label}"
    return UIHints(label=label, group=place.inside, **more)


def json_field(place: Place, shape: Shape, why: Why) -> Field:
    """Make the field for what no control can hold."""
    hint = f"Written as JSON, because {why}. {hint_of(shape.schema.get('description'))}".strip()
    default = shape.schema.get("default")
    kept = default if default not in (None, "", [], {}) and is_plain_and_small(default) else None
    spec = ParameterSpec(
        place.name, ParameterType.JSON, hint=hint, default=kept, ui=look(place, shape, multiline=True, advanced=True)
    )
    made = finished(place, shape, replace(spec, default=None), WireField(place.name, place.path))
    notes = (FieldNote(place.name, NoteKind.JSON, f"Written as JSON, because {why}.", why), *made.notes)
    required = made.spec.required and kept is None
    return replace(made, spec=replace(made.spec, default=kept, required=required), notes=notes)


def number_field(place: Place, shape: Shape) -> Field:
    """Make the field of a number; a seed gets no default, for blank means by chance."""
    whole = shape.kind == "integer"
    choices = limits.read_choices(shape.schema.get("enum"), shape.kind) or ()
    rules = ValidationRules(choices=choices) if choices else limits.number_rules(shape.schema, whole=whole)
    spec = ParameterSpec(
        place.name,
        ParameterType.INTEGER if whole else ParameterType.NUMBER,
        hint=hint_of(shape.schema.get("description")),
        rules=rules,
        interpolation=Interpolation.VALUES,
        ui=look(place, shape, slider=rules.minimum is not None and rules.maximum is not None),
    )
    return finished(place, shape, spec, WireField(place.name, place.path), shape.schema.get("default"))


def boolean_field(place: Place, shape: Shape) -> Field:
    """Make the field of what is on or off."""
    spec = ParameterSpec(
        place.name,
        ParameterType.BOOLEAN,
        hint=hint_of(shape.schema.get("description")),
        interpolation=Interpolation.VALUES,
        ui=look(place, shape),
    )
    return finished(place, shape, spec, WireField(place.name, place.path), shape.schema.get("default"))


def text_field(place: Place, shape: Shape, *, loose: bool = False) -> Field:
    """Make the field of a text: a file, a secret, a choice, an identifier, or words in the expansion language."""
    schema = shape.schema
    kind = media_type(place.own_name, schema, place.dialect)
    if kind is not None:
        return media_field(place, shape, kind)
    if "enum" in schema or "const" in schema:
        values = schema["enum"] if "enum" in schema else [schema["const"]]
        choices = limits.read_choices(values, "string")
        if choices is None:
            return json_field(place, shape, Why.ODD_CHOICES)
        if choices:
            return choice_field(place, shape, choices)
    secret = not loose and is_secret(place.own_name, schema)
    most = limits.whole_number(schema.get("maxLength"), 1)
    spec = ParameterSpec(
        place.name,
        ParameterType.TEXT,
        hint=hint_of(schema.get("description")),
        rules=ValidationRules(max_length=most),
        interpolation=_interpolation(place.own_name, schema, secret=secret, loose=loose),
        ui=look(place, shape, multiline=_is_long(place.own_name, schema, most) and not secret),
        secret=secret,
    )
    default = None if secret else schema.get("default")
    wire = WireField(place.name, place.path, WireKind.LOOSE if loose else WireKind.PLAIN)
    return finished(place, shape, spec, replace(wire, empty=_takes_blank(schema)), default)


def choice_field(
    place: Place, shape: Shape, choices: tuple[Choice, ...], *, open_: bool = False, loose: bool = False
) -> Field:
    """Make the field of a choice; one from a very long list, or with `open_`, takes other texts as well."""
    too_many = len(choices) > limits.MOST_CHOICES
    rules = ValidationRules(choices=choices[: limits.MOST_CHOICES], open_choices=open_ or too_many)
    spec = ParameterSpec(
        place.name,
        ParameterType.TEXT,
        hint=hint_of(shape.schema.get("description")),
        rules=rules,
        interpolation=Interpolation.VALUES,
        ui=look(place, shape),
    )
    wire = WireField(place.name, place.path, WireKind.LOOSE if loose else WireKind.PLAIN)
    wire = replace(wire, empty=any(choice.value == "" for choice in choices))
    default = shape.schema.get("default")
    if {choice.value for choice in choices} >= _INLINE_OR_FILE:
        default = "url"  # a file that can be fetched, not its bytes inside the answer
    made = finished(place, shape, spec, wire, default)
    if not too_many:
        return made
    text = f"It has more than {limits.MOST_CHOICES:,} choices, so others can be typed."
    return replace(made, notes=(*made.notes, FieldNote(place.name, NoteKind.CHOICES_OPENED, text)))


def media_field(place: Place, shape: Shape, kind: ParameterType, items: Shape | None = None) -> Field:
    """Make the field of one file, or of several where the items of an array are given."""
    most, least = 1, 0
    if items is not None:
        most = min(limits.whole_number(shape.schema.get("maxItems"), 1) or MOST_FILES, 100)
        least = min(limits.whole_number(shape.schema.get("minItems")) or 0, most)
    told = read_file_limits(shape.schema, items.schema if items is not None else {})
    hint = f"{hint_of(shape.schema.get('description'))} {told.describe() if told else ''}".strip()
    spec = ParameterSpec(
        place.name,
        kind,
        hint=hint,
        rules=ValidationRules(max_items=most, min_items=least),
        ui=look(place, shape, drop_url=True),
    )
    made = finished(place, shape, spec, WireField(place.name, place.path, WireKind.MEDIA, many=items is not None))
    return replace(made, file_limits={place.name: told}) if told else made


def size_field(place: Place, shape: Shape, sides: Mapping[str, Any], choices: tuple[Choice, ...]) -> Field:
    """Make the field of a size: one of some names, or width by height."""
    low, high = limits.whole_number(sides.get("minimum"), 1), limits.whole_number(sides.get("maximum"), 1)
    step = limits.whole_number(sides.get("multipleOf"), 1)
    named = tuple(replace(choice, label=_size_label(choice.value)) for choice in choices)
    spec = ParameterSpec(
        place.name,
        ParameterType.TEXT,
        hint=hint_of(shape.schema.get("description")) or "A name, or width and height such as 1024x768.",
        rules=ValidationRules(choices=named, size=SizeLimits(low or 1, high, step)),
        interpolation=Interpolation.VALUES,
        ui=look(place, shape, unit="px", placeholder="1024x768"),
    )
    wire = WireField(place.name, place.path, WireKind.SIZE)
    default = shape.schema.get("default")
    if isinstance(default, Mapping):
        default = wire.read(default)
    return finished(place, shape, spec, wire, default)


def _size_label(value: Any) -> str:
    words = list(words_of(str(value)))
    if len(words) > 2 and words[-1].isdigit() and words[-2].isdigit():
        words[-2:] = [f"{words[-2]}:{words[-1]}"]
    text = " ".join("HD" if word == "hd" else word for word in words)
    return text[:1].upper() + text[1:]


def _interpolation(name: str, schema: Mapping[str, Any], *, secret: bool, loose: bool) -> Interpolation:
    default = schema.get("default")
    if secret or (isinstance(default, str) and default.lstrip()[:1] in {"{", "["}) or _CODE & set(words_of(name)):
        return Interpolation.NONE
    is_identifier = loose or bool(frozenset(words_of(name)[-1:]) & _IDENTIFIERS) or "format" in schema
    return Interpolation.VALUES if is_identifier and not _is_long(name, schema, None) else Interpolation.TEXT


def _is_long(name: str, schema: Mapping[str, Any], most: int | None) -> bool:
    default = schema.get("default")
    many_lines = isinstance(default, str) and ("\n" in default or len(default) > 120)
    last = plain_name(name).rsplit("_", 1)[-1]
    return many_lines or last in _LONG_NAMES or (most or 0) >= _LONG_TEXT


def _takes_blank(schema: Mapping[str, Any]) -> bool:
    return isinstance(schema.get("default"), str) and "format" not in schema
