"""Schemas are strangers' data: whatever they hold, a form comes of it, soon, and its defaults are right."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imagen.domain.parameters import ParameterType
from imagen.providers.schema import ConvertedSchema, Why, civitai_schemas, cog_schemas, convert, fal_schemas, guess_type
from tests.providers.schema.kit import REF, cog

NAMES = st.sampled_from(["prompt", "seed", "image", "image_url", "width", "height", "num_outputs", "a.b", "a", "loras"])
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        ["string", "integer", "number", "boolean", "array", "object", "null", f"{REF}A", f"{REF}B", "uri"]
    )
)
KEYS = st.sampled_from(
    [
        *("type", "enum", "const", "default", "anyOf", "allOf", "oneOf", "$ref", "items", "properties", "required"),
        *("additionalProperties", "minimum", "maximum", "exclusiveMinimum", "multipleOf", "minItems", "maxItems"),
        *("format", "maxLength", "title", "description", "nullable", "deprecated", "x-order", "x-cog-secret"),
        *("x-fal-order-properties", "writeOnly", "ui", "x-fal", "width", "height"),
    ]
)
schemas = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS, inner, max_size=6)
        | st.fixed_dictionaries({"type": st.just("object"), "properties": st.dictionaries(NAMES, inner, max_size=3)})
        | st.fixed_dictionaries({"anyOf": st.lists(inner, max_size=3), "default": scalars})
        | st.fixed_dictionaries({"type": st.just("array"), "items": inner, "default": st.lists(scalars, max_size=2)})
        | st.fixed_dictionaries(
            {"type": st.sampled_from(["integer", "number", "string"]), "default": scalars},
            optional={
                "minimum": scalars,
                "maximum": scalars,
                "multipleOf": scalars,
                "enum": st.lists(scalars, max_size=3),
            },
        )
    ),
    max_leaves=25,
)
inputs = st.fixed_dictionaries(
    {"properties": st.dictionaries(NAMES | st.text(max_size=4), schemas, max_size=8)},
    optional={"required": st.lists(NAMES, max_size=3) | schemas, "x-fal-order-properties": schemas, "default": schemas},
)


def holds(form: ConvertedSchema) -> None:
    defaults = form.spec.defaults()
    problems = [p for p in form.spec.validate(defaults) if not p.message.endswith("is required.")]
    assert problems == []
    assert all(isinstance(parameter.limits(), str) and parameter.label for parameter in form.spec.parameters)
    body = form.to_body(defaults)
    assert isinstance(form.from_body(body), dict)


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(inputs, st.dictionaries(st.sampled_from(["A", "B"]), schemas))
def test_any_schema_becomes_a_form(schema: dict[str, Any], others: dict[str, Any]) -> None:
    for published in (
        cog_schemas({"components": {"schemas": {**others, "Input": schema}}}),
        civitai_schemas({"input_schema": schema, "output_schema": others, "components": {"schemas": others}}),
    ):
        form = convert(published)
        holds(form)
        guess = guess_type(form.spec, published)
        assert guess.type is not None or guess.why


@settings(deadline=None)
@given(schemas)
def test_any_document_becomes_a_form(document: Any) -> None:
    holds(convert(cog_schemas(document)))
    holds(convert(civitai_schemas(document)))
    holds(convert(fal_schemas(document, "a/b")))
    holds(convert(fal_schemas({"paths": {"/a/b": document, "/c": {"post": document}}}, "a/b")))


@given(inputs, schemas)
def test_any_body_can_be_read(schema: dict[str, Any], body: Any) -> None:
    form = convert(cog_schemas({"components": {"schemas": {"Input": schema}}}))
    if isinstance(body, dict):
        form.from_body(body)


def test_a_hundred_thousand_inputs_become_one_form() -> None:
    count = 100_000
    form = cog({f"p{n}": {"type": "number"} for n in range(count)}, [f"p{n}" for n in range(count)])
    assert len(form.spec.parameters) == 301
    assert form.notes[-1].why is Why.TOO_MANY_FIELDS


def test_references_that_branch_without_end_are_cut() -> None:
    both = {"anyOf": [{"$ref": f"{REF}B"}, {"$ref": f"{REF}C"}, {"type": "array", "items": {"$ref": f"{REF}A"}}]}
    wide = {"type": "object", "properties": {f"p{n}": {"$ref": f"{REF}A"} for n in range(24)}}
    form = cog({f"q{n}": {"$ref": f"{REF}C"} for n in range(300)}, A=both, B=both, C=wide)
    assert len(form.spec.parameters) > 0
    holds(form)


def test_huge_shared_objects_are_not_copied_over_and_over() -> None:
    huge = {"type": "object", "properties": {f"p{n}": {} for n in range(100_000)}}
    parts = {"allOf": [{"$ref": f"{REF}Huge"}] * 16}
    form = cog({f"q{n}": parts for n in range(300)}, Huge=huge)
    assert {note.why for note in form.notes} == {Why.TOO_MANY_PARTS}


def test_schemas_without_bottom_are_cut() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(5_000):
        deep = {"anyOf": [deep, {"type": "integer"}]}
    form = cog({"deep": deep})
    assert form.spec.parameters[0].type is ParameterType.JSON


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 10**400, "maximum": -(10**400), "default": 10**400},
        {"type": "number", "minimum": float("nan"), "maximum": float("inf"), "default": float("nan")},
        {"type": "number", "multipleOf": 0, "default": 1},
        {"type": "number", "multipleOf": 1e-300, "default": 1e300},
        {"type": "string", "default": "\ud800", "description": "\ud800\x00" * 5, "title": "\u202e"},
        {"type": "string", "enum": ["\ud800", "fine"] * 5000},
        {"type": "string", "default": "x" * 1_000_000},
        {"type": "array", "items": {"type": "string"}, "minItems": 10**9, "maxItems": -3, "default": ["x"] * 100_000},
        {"type": "object", "properties": {"a": {"type": "string"}}, "default": [1]},
        {"enum": {}, "type": 7, "anyOf": {}, "allOf": 3, "$ref": [], "properties": [], "required": {}},
    ],
)
def test_senseless_values_do_no_harm(schema: dict[str, Any]) -> None:
    holds(cog({"value": schema, "prompt": {"type": "string"}}))
