"""Sizes, lists, groups, maps and objects go to the provider as it wants them, and come back as they were."""

from __future__ import annotations

from typing import Any

import pytest

from imagen.domain.errors import ParameterInvalid
from imagen.domain.parameter_sets import product_ids
from imagen.domain.parameters import ParameterType
from imagen.providers.schema import ConvertedSchema
from tests.providers.schema.kit import REF, civitai, cog, fal, only

SIZE = {
    "type": "object",
    "properties": {"width": {"type": "integer", "maximum": 4096}, "height": {"type": "integer", "maximum": 4096}},
}
NAMED = {"type": "string", "enum": ["square_hd", "landscape_16_9"]}
LORA = {
    "type": "object",
    "required": ["path"],
    "properties": {"path": {"type": "string"}, "scale": {"type": "number", "default": 1, "maximum": 4}},
}


def there_and_back(form: ConvertedSchema, values: dict[str, Any], body: dict[str, Any]) -> None:
    assert form.spec.validate(values) == []
    assert form.to_body(values) == body
    assert form.from_body(body) == values


@pytest.mark.parametrize("default", ["square_hd", {"width": 640, "height": 480}, None])
def test_a_size_is_a_name_or_width_by_height(default: Any) -> None:
    schema = {"anyOf": [{"$ref": f"{REF}ImageSize"}, NAMED, {"type": "null"}], "default": default}
    form = fal({"image_size": schema}, ImageSize=SIZE)
    there_and_back(form, {"image_size": "landscape_16_9"}, {"image_size": "landscape_16_9"})
    there_and_back(form, {"image_size": "1024x768"}, {"image_size": {"width": 1024, "height": 768}})
    size = only(form)
    assert size.default == ("640x480" if isinstance(default, dict) else default)
    assert size.convert("1024 × 768") == "1024x768"
    assert size.problem("9000x2")
    assert size.problem("large")
    assert [choice.label for choice in size.rules.choices] == ["Square HD", "Landscape 16:9"]


def test_a_plain_size_is_width_by_height() -> None:
    form = fal({"size": {"$ref": f"{REF}S"}}, S=SIZE)
    there_and_back(form, {"size": "64x32"}, {"size": {"width": 64, "height": 32}})


def test_what_is_not_set_is_left_out() -> None:
    form = fal({"prompt": {"type": "string"}, "style_id": {"type": "string"}, "seed": {"type": "integer"}}, ["prompt"])
    assert form.to_body({"prompt": "a", "style_id": "", "seed": None}) == {"prompt": "a"}


def test_a_blank_text_is_sent_where_the_default_is_a_text() -> None:
    form = cog({"suffix": {"type": "string", "default": "masterpiece"}})
    assert form.to_body({"suffix": ""}) == {"suffix": ""}


def test_rows_of_a_group() -> None:
    form = fal({"loras": {"type": "array", "items": {"$ref": f"{REF}Lora"}, "default": []}}, Lora=LORA)
    group = only(form)
    assert group.type is ParameterType.GROUP
    assert [field.name for field in group.fields] == ["path", "scale"]
    there_and_back(
        form,
        {"loras": [{"path": "x", "scale": 0.5}, {"path": "y"}]},
        {"loras": [{"path": "x", "scale": 0.5}, {"path": "y"}]},
    )
    assert form.to_body({"loras": []}) == {}
    assert "row 1: Path is required" in str(group.problem([{"scale": 1}]))
    assert group.problem([{"path": "x", "scale": 9}])
    assert group.problem([{"path": "x", "other": 9}])
    assert group.problem("x")


def test_a_list_of_texts_or_numbers() -> None:
    schema = {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "default": ["a"], "maxItems": 2}
    form = fal({"styles": schema})
    assert form.spec.defaults() == {"styles": [{"value": "a"}]}
    there_and_back(form, {"styles": [{"value": "b"}, {"value": "a"}]}, {"styles": ["b", "a"]})
    assert only(form).problem([{"value": "c"}])
    assert only(form).problem([{"value": "a"}] * 3)


def test_a_map_of_weights() -> None:
    form = civitai({"loras": {"type": "object", "additionalProperties": {"type": "number"}, "default": {}}})
    there_and_back(form, {"loras": [{"key": "urn:air:x", "value": 0.8}]}, {"loras": {"urn:air:x": 0.8}})
    assert only(form).fields[0].label == "AIR"


def test_a_map_of_objects() -> None:
    params = {"type": "object", "properties": {"strength": {"type": "number"}, "type": {"type": "string"}}}
    form = civitai({"nets": {"type": "object", "additionalProperties": {"$ref": f"{REF}P"}}}, P=params)
    there_and_back(form, {"nets": [{"key": "urn:a", "strength": 1.5}]}, {"nets": {"urn:a": {"strength": 1.5}}})


def test_an_object_is_spread_over_fields() -> None:
    voice = {
        "type": "object",
        "properties": {"voice_id": {"type": "string", "default": "Amy"}, "speed": {"type": "number", "default": 1}},
    }
    form = fal({"voice": {"$ref": f"{REF}V", "default": {"speed": 2, "voice_id": "Bob"}}}, V=voice)
    assert form.spec.defaults() == {"voice.voice_id": "Bob", "voice.speed": 2}
    there_and_back(form, {"voice.voice_id": "Cat", "voice.speed": 1}, {"voice": {"voice_id": "Cat", "speed": 1}})
    optional = fal({"voice": {"$ref": f"{REF}V"}}, V=voice)
    assert optional.spec.defaults() == {}
    assert optional.to_body({}) == {}
    assert [p.ui.placeholder for p in optional.spec.parameters] == ["Amy", "1"]


def test_an_object_that_may_be_left_out_but_not_in_part_is_a_row() -> None:
    span = {
        "type": "object",
        "required": ["start"],
        "properties": {"start": {"type": "number"}, "end": {"type": "number"}},
    }
    form = fal({"segment": {"anyOf": [{"$ref": f"{REF}Span"}, {"type": "null"}]}}, Span=span)
    there_and_back(form, {"segment": [{"start": 1}]}, {"segment": {"start": 1}})
    assert only(form).problem([{"end": 1}])
    assert only(form).problem([{"start": 1}, {"start": 2}])


def test_several_files_and_one() -> None:
    form = fal({"image_urls": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 3}})
    one = fal({"image_url": {"type": "string"}})
    assert one.to_body({"image_url": ["product:1"]}, urls={"product:1": "https://f/1"}) == {"image_url": "https://f/1"}
    there_and_back(form, {"image_urls": ["https://a", "https://b"]}, {"image_urls": ["https://a", "https://b"]})
    assert only(form).problem(["a"])
    assert only(form).problem(["a"] * 4)


def test_references_in_rows_become_addresses_and_keep_their_lineage() -> None:
    net = {
        "type": "object",
        "properties": {"image_url": {"type": "string"}, "mask_urls": {"type": "array", "items": {"type": "string"}}},
    }
    form = fal({"nets": {"type": "array", "items": net}})
    values = {"nets": [{"image_url": "product:1", "mask_urls": ["product:2", "https://m"]}]}
    assert product_ids(form.spec, values) == [("nets.0.image_url", "1"), ("nets.0.mask_urls", "2")]
    body = form.to_body(values, urls={"product:1": "https://1", "product:2": "https://2"})
    assert body == {"nets": [{"image_url": "https://1", "mask_urls": ["https://2", "https://m"]}]}
    with pytest.raises(ParameterInvalid):
        form.to_body(values, urls={"product:1": "https://1"})


def test_a_text_that_may_be_a_number_travels_as_one() -> None:
    form = fal({"top_align": {"anyOf": [{"type": "string"}, {"type": "number"}], "default": "center"}})
    assert form.to_body({"top_align": "0.5"}) == {"top_align": 0.5}
    assert form.to_body({"top_align": "top"}) == {"top_align": "top"}
    assert form.from_body({"top_align": 0.5}) == {"top_align": "0.5"}


def test_unknown_names_are_told() -> None:
    with pytest.raises(ParameterInvalid, match="no parameter named wrong"):
        cog({"prompt": {"type": "string"}}).to_body({"wrong": 1})


@pytest.mark.parametrize("value", ["text", 3, [1]])
def test_everything_in_one_field_must_be_an_object(value: Any) -> None:
    with pytest.raises(ParameterInvalid, match="must be a JSON object"):
        cog({}).to_body({"input": value})


def test_names_that_cannot_be_shown_and_inputs_beyond_the_most_are_written_together() -> None:
    many = {f"input_{n}": {"type": "number"} for n in range(400)} | {"": {"type": "string"}, "a\nb": {}}
    form = cog(many)
    assert len(form.spec.parameters) == 301
    rest = form.spec.parameters[-1]
    assert rest.name == "other_inputs"
    body = {"input_0": 1, "input_399": 2, "": "x"}
    assert form.to_body(form.from_body(body)) == body
