"""Turn a model's published inputs into a form, whatever is published: a field's problem never breaks the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType, Role, UIHints
from imagen.providers.schema.arrangement import arranged
from imagen.providers.schema.converted import ConvertedSchema, SeedLimits
from imagen.providers.schema.fields import Field, Place
from imagen.providers.schema.files import Dialect
from imagen.providers.schema.inputs import fields_of
from imagen.providers.schema.limits import read_choices
from imagen.providers.schema.notes import FieldNote, NoteKind, Why
from imagen.providers.schema.properties import is_name, ordered
from imagen.providers.schema.published import Published
from imagen.providers.schema.roles import with_roles
from imagen.providers.schema.shapes import Shape, read_shape
from imagen.providers.schema.wire import WireField, WireKind

MOST_FIELDS = 300
WHOLE = "input"
_MOST_MISSING = 20
_PRESETS: Mapping[Dialect, Mapping[str, Any]] = {Dialect.FAL: {"sync_mode": False}}
_LARGEST_SEED = 2**31 - 1


def convert(
    published: Published, *, presets: Mapping[str, Any] | None = None, defaults: Mapping[str, Any] | None = None
) -> ConvertedSchema:
    """Make the form of a model.

    `presets` are inputs that nobody is asked for: their values are sent always. `defaults` are for inputs whose schema
    has none, or another one. Takes time in proportion to the size of
    the schema, whatever stands in it, and raises nothing.
    """
    if published.inputs is None:
        return _one_json(published.why or Why.NO_SCHEMA)
    published = replace(published, definitions=published.definitions.afresh())
    shape = read_shape(published.inputs, published.definitions)
    if shape.trouble is not None or not shape.properties:
        return _one_json(shape.trouble or Why.OPEN_OBJECT)
    wanted = {**_PRESETS.get(published.dialect, {}), **(presets or {})}
    constants = {name: value for name, value in wanted.items() if name in shape.properties}
    notes = [FieldNote(name, NoteKind.PRESET, "Set for you.") for name in constants]
    return _form(published, _with_defaults(shape, defaults or {}), constants, notes)


def _with_defaults(shape: Shape, defaults: Mapping[str, Any]) -> Shape:
    changed = {
        name: {**written, "default": defaults[name]}
        for name, written in shape.properties.items()
        if name in defaults and isinstance(written, Mapping)
    }
    return replace(shape, schema={**shape.schema, "properties": {**shape.properties, **changed}}) if changed else shape


def _form(published: Published, shape: Shape, constants: dict[str, Any], notes: list[FieldNote]) -> ConvertedSchema:
    fields: list[Field] = []
    rest: dict[Why, list[str]] = {}
    required = shape.required
    missing = sorted(required - set(shape.properties))[:_MOST_MISSING]
    for name in (*ordered(shape), *missing):
        if name in constants:
            continue
        if len(fields) >= MOST_FIELDS or not is_name(name):
            rest.setdefault(Why.TOO_MANY_FIELDS if is_name(name) else Why.ODD_NAME, []).append(name)
            continue
        place = Place(name, (name,), name in required, published.dialect, published.definitions)
        fixed = _constant(place, shape.properties.get(name, {}))
        if fixed is not None:
            constants[name] = fixed
        else:
            fields += fields_of(place, shape.properties.get(name, {}))
    if rest:
        fields.append(_rest({field.spec.name for field in fields}, rest))
    made = arranged(with_roles(_distinct(fields)))
    return ConvertedSchema(
        ParameterSetSpec(tuple(field.spec for field in made)),
        tuple(field.wire for field in made),
        constants,
        (*notes, *(note for field in made for note in field.notes)),
        _seed_limits(fields, made),
        {name: told for field in made for name, told in field.file_limits.items()},
    )


def _constant(place: Place, written: Any) -> Any:
    """Give the one value an input can have, when it must be sent; None when there is a choice."""
    shape = read_shape(written, place.definitions)
    if "const" not in shape.schema or shape.variants or shape.nullable:
        return None
    default = shape.schema.get("default")
    if not place.required and default is None and place.dialect is not Dialect.CIVITAI:
        return None
    choices = read_choices([shape.schema["const"]], shape.kind)
    return choices[0].value if choices else None


def _distinct(fields: Iterable[Field]) -> list[Field]:
    """Drop what would stand in a form twice: a part `a.b` of an object beside an input that is called `a.b`."""
    found: dict[str, Field] = {}
    for field in sorted(fields, key=lambda field: len(field.wire.path) > 1):
        found.setdefault(field.spec.name, field)
    kept = {id(field) for field in found.values()}
    return [field for field in fields if id(field) in kept]


def _rest(taken: set[str], names: Mapping[Why, list[str]]) -> Field:
    why = next(iter(names))
    name = next(name for name in ("other_inputs", *(f"other_inputs_{n}" for n in range(2, 1000))) if name not in taken)
    text = f"Written as JSON, because {why}."
    spec = ParameterSpec(
        name,
        ParameterType.JSON,
        hint=f'{text} An object such as {{"name": "value"}}.',
        ui=UIHints(label="Other inputs", multiline=True, advanced=True),
    )
    return Field(spec, WireField(name, (), WireKind.REST), (FieldNote(name, NoteKind.JSON, text, why),))


def _one_json(why: Why) -> ConvertedSchema:
    text = f"Written as JSON, because {why}."
    spec = ParameterSpec(
        WHOLE,
        ParameterType.JSON,
        required=True,
        hint=f'{text} An object with all inputs, such as {{"prompt": "a lighthouse"}}.',
        ui=UIHints(label="All inputs", multiline=True, placeholder='{"prompt": "a lighthouse"}'),
    )
    note = FieldNote(WHOLE, NoteKind.JSON, text, why)
    return ConvertedSchema(ParameterSetSpec((spec,)), (WireField(WHOLE, (), WireKind.REST),), notes=(note,))


def _seed_limits(before: Iterable[Field], after: Iterable[Field]) -> SeedLimits | None:
    """Say which seeds there are when one has to be sent: it is required, or its default is always the same one."""
    seed = next((field.spec for field in after if field.spec.role is Role.SEED), None)
    if seed is None:
        return None
    original = next(field.spec for field in before if field.spec.name == seed.name)
    if not original.required and not (isinstance(original.default, int) and original.default > 0):
        return None
    low = max(int(seed.rules.minimum or 0), 0)
    high = _LARGEST_SEED if seed.rules.maximum is None else int(seed.rules.maximum)
    return SeedLimits(low, high) if low <= high else None
