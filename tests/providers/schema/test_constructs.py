"""Each construct that the providers' schemas use becomes the field it should be."""

from __future__ import annotations

from typing import Any

import pytest

from imagen.domain.parameters import Interpolation, ParameterType, Role
from imagen.providers.schema import FileLimits, NoteKind, Why, cog_schemas, convert, fal_schemas
from tests.providers.schema.kit import REF, civitai, cog, fal, only

T = ParameterType
NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("make", "name", "schema", "kind", "default"),
    [
        (cog, "steps", {"type": "integer", "default": 4, "minimum": 1, "maximum": 8}, T.INTEGER, 4),
        (cog, "guidance", {"type": "number", "default": 3.5}, T.NUMBER, 3.5),
        (cog, "guidance", {"type": "number", "default": "3.5"}, T.NUMBER, 3.5),
        (cog, "steps", {"type": "integer", "default": 4.0}, T.INTEGER, 4),
        (cog, "go_fast", {"type": "boolean", "default": True}, T.BOOLEAN, True),
        (cog, "flag", {"type": "boolean", "enum": ["True", "False"], "default": "True"}, T.BOOLEAN, True),
        (cog, "caption", {"type": "string", "default": "x"}, T.TEXT, "x"),
        (cog, "caption", {"type": "string", "default": None}, T.TEXT, None),
        (cog, "image", {"type": "string", "format": "uri"}, T.IMAGE, None),
        (cog, "driving_video", {"type": "string", "format": "uri"}, T.VIDEO, None),
        (cog, "input_audio", {"type": "string", "format": "uri", "default": ""}, T.AUDIO, None),
        (cog, "song_file", {"type": "string", "format": "uri"}, T.AUDIO, None),
        (cog, "input_file", {"type": "string", "format": "uri"}, T.FILE, None),
        (cog, "reference_audios", {"type": "array", "items": {"type": "string", "format": "uri"}}, T.AUDIO, None),
        (cog, "dataset_zip", {"type": "string", "format": "uri"}, T.FILE, None),
        (cog, "lora_weights", {"type": "string", "format": "uri"}, T.TEXT, None),
        (cog, "mystery", {}, T.JSON, None),
        (fal, "image_url", {"type": "string"}, T.IMAGE, None),
        (fal, "image_url", {"anyOf": [{"type": "string"}, NULL]}, T.IMAGE, None),
        (fal, "mask_video_url", {"type": "string"}, T.VIDEO, None),
        (fal, "image_urls", {"type": "array", "items": {"type": "string"}}, T.IMAGE, None),
        (fal, "clip", {"type": "string", "_fal_ui_field": "video"}, T.VIDEO, None),
        (fal, "impulse_response_url", {"type": "string", "max_file_size": 5}, T.FILE, None),
        (fal, "ic_light_model_url", {"type": "string"}, T.TEXT, None),
        (fal, "model_image_url", {"type": "string"}, T.IMAGE, None),
        (fal, "seed", {"anyOf": [{"type": "integer"}, NULL]}, T.INTEGER, None),
        (fal, "scale", {"type": ["number", "null"], "default": 1}, T.NUMBER, 1),
        (fal, "either", {"anyOf": [{"type": "integer"}, {"type": "number"}], "default": 0.5}, T.NUMBER, 0.5),
        (fal, "thing", {"anyOf": [{"type": "boolean"}, {"type": "array"}]}, T.JSON, None),
        (civitai, "sourceImage", {"type": "string", "nullable": True}, T.IMAGE, None),
        (civitai, "imageMetadata", {"type": "string", "nullable": True}, T.TEXT, None),
        (civitai, "numImages", {"type": "number", "default": 1}, T.INTEGER, 1),
    ],
)
def test_an_input_becomes_a_field(make: Any, name: str, schema: dict[str, Any], kind: T, default: Any) -> None:
    parameter = only(make({name: schema}))
    assert (parameter.type, parameter.default) == (kind, default)
    assert not parameter.required


@pytest.mark.parametrize("target", [{"enum": ["a", "b"], "type": "string"}, {"enum": ["a", "b"]}])
def test_an_enum_by_reference_keeps_the_default_beside_it(target: dict[str, Any]) -> None:
    form = cog({"style": {"allOf": [{"$ref": f"{REF}style"}], "default": "b", "x-order": 1}}, style=target)
    parameter = only(form)
    assert [choice.value for choice in parameter.rules.choices] == ["a", "b"]
    assert parameter.default == "b"
    assert parameter.interpolation is Interpolation.VALUES


def test_an_enum_of_integers_holds_integers() -> None:
    ref = {"allOf": [{"$ref": f"{REF}w"}], "default": 2}
    parameter = only(cog({"w": ref}, w={"enum": [1, 2], "type": "integer"}))
    assert parameter.type is T.INTEGER
    assert parameter.convert("2") == 2
    assert parameter.problem(3)
    assert [c.value for c in only(cog({"w": {"type": "integer", "enum": ["64", "128"]}})).rules.choices] == [64, 128]


@pytest.mark.parametrize(
    ("schema", "default", "kind"),
    [
        ({"type": "integer", "default": 0, "minimum": 1, "maximum": 9}, 0, NoteKind.LIMIT_WIDENED),
        ({"type": "number", "default": 11.5, "maximum": 9}, 11.5, NoteKind.LIMIT_WIDENED),
        ({"type": "number", "default": 0, "exclusiveMinimum": 0}, 0, NoteKind.LIMIT_WIDENED),
        ({"type": "integer", "default": 30, "multipleOf": 8}, 30, NoteKind.LIMIT_WIDENED),
        ({"type": "integer", "default": 5, "minimum": 9, "maximum": 1}, 5, NoteKind.LIMIT_DROPPED),
        ({"type": "integer", "default": "many"}, None, NoteKind.DEFAULT_DROPPED),
        ({"type": "string", "enum": ["a"], "default": "z"}, None, NoteKind.DEFAULT_DROPPED),
        ({"type": "boolean", "default": 7}, None, NoteKind.DEFAULT_DROPPED),
        ({"type": "string", "default": {"a": 1}}, None, NoteKind.DEFAULT_DROPPED),
    ],
)
def test_a_default_that_contradicts_its_limits_is_mended(schema: dict[str, Any], default: Any, kind: NoteKind) -> None:
    form = cog({"value": schema})
    assert only(form).default == default
    assert form.spec.validate(form.spec.defaults()) == []
    assert [note.kind for note in form.notes] == [kind]


def test_a_default_in_other_letters_is_the_choice_that_is_meant() -> None:
    assert (
        only(civitai({"mode": {"type": "string", "enum": ["standard"], "default": "Standard"}})).default == "standard"
    )


def test_missing_required_means_nothing_is_required() -> None:
    form = cog({"prompt": {"type": "string"}, "image": {"type": "string", "format": "uri"}})
    assert not any(parameter.required for parameter in form.spec.parameters)
    assert form.spec.validate({}) == []


def test_a_required_input_that_may_be_null_may_be_blank_and_null_is_sent() -> None:
    form = civitai(
        {"operation": {"type": "string", "nullable": True}, "prompt": {"type": "string"}}, ["operation", "prompt"]
    )
    assert [p.name for p in form.spec.parameters if p.required] == ["prompt"]
    assert form.to_body({"prompt": "a"}) == {"prompt": "a", "operation": None}


@pytest.mark.parametrize("mark", [{"format": "password"}, {"writeOnly": True}, {"x-cog-secret": True}])
def test_secrets_are_marked_and_take_no_part_in_expansion(mark: dict[str, Any]) -> None:
    parameter = only(cog({"key": {"type": "string", "default": "x", **mark}}))
    assert parameter.secret
    assert parameter.interpolation is Interpolation.NONE
    assert parameter.default is None


@pytest.mark.parametrize("name", ["openai_api_key", "hf_token", "token", "jwtToken", "password"])
def test_secrets_are_known_by_name_too(name: str) -> None:
    assert only(cog({name: {"type": "string"}})).secret


@pytest.mark.parametrize("name", ["max_tokens", "tokens", "keyframe", "prompt", "key_color"])
def test_other_names_are_no_secrets(name: str) -> None:
    assert not only(cog({name: {"type": "string"}})).secret


def test_outdated_inputs_come_last_without_default() -> None:
    form = cog({"guidance": {"type": "number", "default": 1, "deprecated": True}, "prompt": {"type": "string"}})
    last = form.spec.parameters[-1]
    assert (last.name, last.default, last.ui.advanced) == ("guidance", None, True)
    assert last.hint.startswith("Outdated.")
    assert form.to_body(form.spec.defaults()) == {}


def test_order_follows_the_provider_among_equals() -> None:
    rare = {"type": "number"}
    written = {name: {**rare, "x-order": 9 - at} for at, name in enumerate("abcdef")}
    assert cog(written).spec.names == tuple("fedcba")
    assert fal(dict.fromkeys("abcdef", rare), order=list("cabfed")).spec.names == tuple("cabfed")


def test_what_people_fill_in_first_stands_first() -> None:
    names = [
        "eta",
        "output_format",
        "seed",
        "num_images",
        "image_url",
        "sync_mode",
        "prompt",
        "image_size",
        "scheduler",
    ]
    kinds = {"seed": "integer", "num_images": "integer", "eta": "number", "sync_mode": "boolean"}
    form = fal({name: {"type": kinds.get(name, "string")} for name in names}, ["prompt"])
    main = [p.name for p in form.spec.parameters if not p.ui.advanced]
    assert main == ["prompt", "image_url", "image_size", "num_images", "seed"]
    assert form.constants == {"sync_mode": False}
    roles = {p.role: p.name for p in form.spec.parameters if p.role}
    assert roles == {Role.PROMPT: "prompt", Role.INPUT: "image_url", Role.OUTPUTS: "num_images", Role.SEED: "seed"}


def test_what_is_technical_is_advanced_even_among_few() -> None:
    form = fal({"prompt": {"type": "string"}, "output_format": {"type": "string"}, "tone": {"type": "string"}})
    assert [p.name for p in form.spec.parameters if p.ui.advanced] == ["output_format"]


def test_prompts_have_several_lines_and_take_the_language() -> None:
    form = fal({"prompt": {"type": "string"}, "negative_prompt": {"type": "string"}, "steps": {"type": "integer"}})
    prompt, negative, steps = (form.spec.get(name) for name in ("prompt", "negative_prompt", "steps"))
    assert prompt
    assert negative
    assert steps
    assert (prompt.role, negative.role) == (Role.PROMPT, Role.NEGATIVE_PROMPT)
    assert prompt.ui.multiline
    assert negative.ui.multiline
    assert (prompt.interpolation, steps.interpolation) == (Interpolation.TEXT, Interpolation.VALUES)


@pytest.mark.parametrize(("default", "fills"), [(None, False), (-1, False), (0, False), (42, True)])
def test_a_seed_is_blank_and_drawn_where_it_would_always_be_the_same(default: int | None, fills: bool) -> None:
    form = cog({"seed": {"type": "integer", "default": default}})
    assert only(form).default is None
    assert (form.seed_limits is not None) is fills


def test_a_seed_that_must_be_sent_is_filled_in() -> None:
    form = civitai({"seed": {"type": "integer", "minimum": 1, "maximum": 99}}, ["seed"])
    assert not only(form).required
    assert form.seed_limits
    assert (form.seed_limits.minimum, form.seed_limits.maximum) == (1, 99)
    assert form.to_body({}, seed=7) == {"seed": 7}
    assert form.to_body({"seed": 3}, seed=7) == {"seed": 3}


def test_constants_are_sent_and_not_shown() -> None:
    form = civitai({"engine": {"type": "string", "const": "sdcpp"}, "prompt": {"type": "string"}}, ["prompt", "engine"])
    assert form.spec.names == ("prompt",)
    assert form.to_body({"prompt": "a"}) == {"prompt": "a", "engine": "sdcpp"}


def test_a_constant_that_may_be_left_out_is_a_choice() -> None:
    parameter = only(fal({"enhancer": {"anyOf": [{"type": "string", "const": "gfpgan"}, NULL]}}))
    assert [choice.value for choice in parameter.rules.choices] == ["gfpgan"]


def test_presets_and_defaults_can_be_given() -> None:
    published = cog_schemas({"components": {"schemas": {"Input": {"properties": {"a": {}, "b": {"type": "number"}}}}}})
    form = convert(published, presets={"a": 1, "absent": 2}, defaults={"b": 7})
    assert form.to_body(form.spec.defaults()) == {"a": 1, "b": 7}


def test_an_open_enum_takes_other_texts() -> None:
    schema = {"anyOf": [{"enum": ["16:9", "1:1"], "type": "string"}, {"type": "string"}], "default": "16:9"}
    parameter = only(fal({"aspect_ratio": schema}))
    assert parameter.rules.open_choices
    assert parameter.problem("7:3") is None


def test_exclusive_limits_are_kept() -> None:
    number = only(fal({"tau": {"type": "number", "exclusiveMinimum": 0}}))
    assert number.problem(0)
    assert number.problem(0.01) is None
    assert number.limits() == "above 0"
    assert only(fal({"n": {"type": "integer", "exclusiveMinimum": 0}})).rules.minimum == 1


def test_a_range_is_read_out_of_a_row_of_the_recipe_tables() -> None:
    steps = only(civitai({"steps": {"type": "integer", "x-doc-row": "| `steps` | integer | 1–150 | 20 |"}}))
    assert (steps.rules.minimum, steps.rules.maximum) == (1, 150)


def test_labels_and_hints_are_for_people() -> None:
    properties = {
        "cfgScale": {"type": "number"},
        "image_url": {"type": "string", "title": "Image Url"},
        "num_images": {"type": "integer", "title": "Number of images"},
        "style": {"type": "string", "description": "A **style**, see [the list](https://x.test/y).\n\nMore."},
    }
    form = fal(properties)
    labels = {p.name: p.label for p in form.spec.parameters}
    assert labels["image_url"] == "Image"
    assert labels["num_images"] == "Number of images"
    style = form.spec.get("style")
    assert style
    assert style.hint == "A style, see the list. More."
    named = {"cfgScale": "CFG scale", "t5XXLModel": "T5 XXL model", "H264_output": "H264 output", "image_2": "Image 2"}
    for name, label in named.items():
        assert only(civitai({name: {"type": "number"}})).label == label


def test_the_title_of_a_shared_part_is_no_label() -> None:
    assert only(cog({"cover": {"$ref": f"{REF}C"}}, C={"title": "AceStepCover", "type": "string"})).label == "Cover"


@pytest.mark.parametrize("openapi", [None, {}, [], "x", {"paths": {}}, {"error": {"code": "expansion_failed"}}])
def test_a_model_without_schema_gets_one_field_for_everything(openapi: Any) -> None:
    form = convert(fal_schemas(openapi, "a/b"))
    field = only(form)
    assert (field.type, field.required) == (T.JSON, True)
    assert "publishes no description" in field.hint
    assert form.to_body({field.name: {"prompt": "x", "n": 2}}) == {"prompt": "x", "n": 2}
    assert form.from_body({"prompt": "x"}) == {field.name: {"prompt": "x"}}


def test_a_dangling_input_schema_gets_one_field_for_everything() -> None:
    schema = {"content": {"application/json": {"schema": {"$ref": f"{REF}Nowhere"}}}}
    form = convert(fal_schemas({"paths": {"/a/b": {"post": {"requestBody": schema}}}}, "a/b"))
    assert [note.why for note in form.notes] == [Why.DANGLING]


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ({"$ref": f"{REF}Nowhere"}, Why.DANGLING),
        ({"$ref": "https://elsewhere.test/x.json"}, Why.DANGLING),
        ({"$ref": f"{REF}Loop"}, Why.CYCLIC),
        ({"type": "object"}, Why.OPEN_OBJECT),
        ({"type": "array", "items": {"type": "array", "items": {}}}, Why.LISTS_IN_LISTS),
        ({"type": "array"}, Why.UNTYPED),
        ({"anyOf": [{"type": "string"}, {"type": "boolean"}]}, Why.SEVERAL_FORMS),
        ({"enum": ["a", {"b": 1}]}, Why.ODD_CHOICES),
        ({"anyOf": [{"const": n} for n in range(40)]}, Why.TOO_MANY_FORMS),
    ],
)
def test_what_cannot_be_a_field_is_json_with_a_word_why(schema: dict[str, Any], why: Why) -> None:
    form = fal({"odd": schema, "prompt": {"type": "string"}}, Loop={"allOf": [{"$ref": f"{REF}Loop"}]})
    odd = form.spec.get("odd")
    assert odd
    assert odd.type is T.JSON
    assert odd.hint.startswith(f"Written as JSON, because {why}.")
    assert [note.why for note in form.notes if note.why] == [why]
    assert form.spec.get("prompt")
    assert form.to_body({"odd": [1, {"a": None}]}) == {"odd": [1, {"a": None}]}


def test_what_a_file_must_be_like_is_read() -> None:
    demands = {"max_file_size": 10 * 1024 * 1024, "min_width": 300, "min_height": 300, "max_duration": "x"}
    image = {"type": "string", "x-fal": demands, "_fal_ui_field": "image"}
    rows = {"type": "array", "items": {"type": "object", "properties": {"image_url": image}}}
    form = fal({"image_url": image, "image_urls": {"type": "array", "items": image}, "rows": rows})
    expected = FileLimits(max_bytes=10 * 1024 * 1024, min_width=300, min_height=300)
    assert form.file_limits == {"image_url": expected, "image_urls": expected, "rows.image_url": expected}
    parameter = form.spec.get("image_url")
    assert parameter
    assert parameter.hint == "At most 10 MB, 300 × 300 pixels or more."
