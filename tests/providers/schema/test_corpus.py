"""Every published schema that was collected becomes a form whose defaults are right, or JSON fields that say why."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from imagen.domain.parameter_sets import generation_set
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType, Role
from imagen.providers.schema import NoteKind, Why, convert
from tests.providers.schema.corpus import Entry, corpus, entry

FORMS = [(each, convert(each.published)) for each in corpus()]
SPEC = TypeAdapter(ParameterSetSpec)


def test_the_whole_corpus_is_there() -> None:
    counted = {source: sum(each.source == source for each in corpus()) for source in ("neutral", "many")}
    assert counted == {"neutral": 146, "many": 763 + 396}


def sample(parameter: ParameterSpec) -> Any:
    """Give a value that fits a required parameter."""
    rules = parameter.rules
    if rules.choices:
        return rules.choices[0].value
    if parameter.type is ParameterType.GROUP:
        row = {field.name: sample(field) for field in parameter.fields if field.required and field.default is None}
        return [row] * max(rules.min_items, 1)
    if parameter.is_media:
        return ["https://files.test/1"] * max(rules.min_items, 1)
    if parameter.type in {ParameterType.INTEGER, ParameterType.NUMBER}:
        lowest = rules.minimum if rules.minimum is not None else rules.maximum
        return int(lowest) if lowest is not None else 1
    return {ParameterType.BOOLEAN: True, ParameterType.JSON: {}}.get(parameter.type, "64x64" if rules.size else "text")


def test_defaults_with_what_is_required_are_right_and_travel_there_and_back() -> None:
    for model, form in FORMS:
        needed = {p.name: sample(p) for p in form.spec.parameters if p.required and p.default is None}
        values = generation_set(form.spec, needed)
        assert form.spec.validate(values) == [], model.name
        body = form.to_body(values)
        assert form.to_body(form.from_body(body)) == body, model.name


def test_without_what_is_required_nothing_else_is_wrong() -> None:
    for model, form in FORMS:
        wrong = [p for p in form.spec.validate(form.spec.defaults()) if not p.message.endswith("is required.")]
        assert wrong == [], model.name


def test_every_json_field_says_why() -> None:
    for model, form in FORMS:
        told = {note.field: note.why for note in form.notes if note.kind is NoteKind.JSON}
        for parameter in form.spec.parameters:
            if parameter.type is ParameterType.JSON:
                assert told[parameter.name] is not None, model.name
                assert parameter.hint.startswith("Written as JSON, because "), model.name


def test_groups_have_no_groups_in_their_rows() -> None:
    groups = [p for _, form in FORMS for p in form.spec.parameters if p.type is ParameterType.GROUP]
    assert len(groups) > 100
    assert not any(field.type is ParameterType.GROUP for group in groups for field in group.fields)


def test_few_inputs_are_json() -> None:
    parameters = [parameter for _, form in FORMS for parameter in form.spec.parameters]
    as_json = [parameter for parameter in parameters if parameter.type is ParameterType.JSON]
    assert len(parameters) > 12_000
    assert len(as_json) <= 17


def test_every_property_is_somewhere() -> None:
    for model, form in FORMS:
        inputs = model.published.inputs
        if inputs is None or "$ref" in inputs:
            continue
        known = {wire.path[0] for wire in form.wire if wire.path} | set(form.constants)
        assert set(inputs["properties"]) <= known, model.name


def test_specs_survive_their_snapshot() -> None:
    for model, form in FORMS[::10]:
        assert SPEC.validate_python(SPEC.dump_python(form.spec, mode="json")) == form.spec, model.name


def test_prompts_are_found_in_models_that_make_things_of_words() -> None:
    for model, form in FORMS:
        if any(task in {"text-to-image", "text-to-video"} for task in (*model.tasks, model.category)):
            lacks = model.published.inputs is None or not any("prompt" in name for name in form.spec.names)
            assert lacks or form.spec.with_role(Role.PROMPT), model.name


@pytest.mark.parametrize(
    ("name", "main"),
    [
        ("black-forest-labs/flux-dev", "prompt image prompt_strength aspect_ratio megapixels num_outputs seed"),
        ("fal-ai/flux/dev", "prompt image_size num_images seed"),
        ("sdcpp-sdxl-createImage", "prompt negativePrompt model loras width height quantity seed"),
        ("fal-ai/veo3", "prompt negative_prompt aspect_ratio resolution duration generate_audio seed"),
    ],
)
def test_what_stands_before_the_fold(name: str, main: str) -> None:
    form = convert(entry(name).published)
    assert [p.name for p in form.spec.parameters if not p.ui.advanced] == main.split()


def test_discriminators_of_civitai_are_constants() -> None:
    form = convert(entry("sdcpp-sdxl-createImage").published)
    assert form.constants == {"engine": "sdcpp", "ecosystem": "sdxl", "operation": "createImage"}


@pytest.mark.parametrize("name", ["bria/text-to-image/3.2", "fal-ai/hyper-sdxl", "sonauto/v2/inpaint"])
def test_endpoints_without_schema_are_one_json_field(name: str) -> None:
    form = convert(entry(name, "many").published)
    assert [note.why for note in form.notes] == [Why.NO_SCHEMA]


def test_reading_a_corpus_entry_twice_gives_the_same() -> None:
    model: Entry = entry("fal-ai/fast-sdxl")
    assert convert(model.published) == convert(model.published)
