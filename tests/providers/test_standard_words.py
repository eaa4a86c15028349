"""What the commonest parameters are called, whatever their providers call them."""

from __future__ import annotations

import pytest

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType, Role, UIHints
from imagen.providers.exchange import ModelType
from imagen.providers.standard_words import in_standard_words, without_a_second


def worded(spec: ParameterSpec, model_type: ModelType = ModelType.TEXT_TO_IMAGE) -> ParameterSpec:
    return in_standard_words(ParameterSetSpec((spec,)), model_type).parameters[0]


def parameter(name: str, label: str = "", hint: str = "", role: Role | None = None) -> ParameterSpec:
    return ParameterSpec(name, ParameterType.INTEGER, hint=hint, ui=UIHints(label=label), role=role)


def image(name: str, label: str) -> ParameterSpec:
    return ParameterSpec(name, ParameterType.IMAGE, ui=UIHints(label=label))


@pytest.mark.parametrize(
    ("model_type", "label"),
    [
        (ModelType.TEXT_TO_IMAGE, "Pictures"),
        (ModelType.UPSCALING, "Pictures"),
        (ModelType.IMAGE_TO_VIDEO, "Videos"),
        (ModelType.TEXT_TO_AUDIO, "Number of outputs"),
    ],
)
def test_how_many_are_made_is_called_by_what_is_made(model_type: ModelType, label: str) -> None:
    made = worded(parameter("num_outputs", "Num outputs", role=Role.OUTPUTS), model_type)
    assert (made.name, made.label) == ("num_outputs", label)


@pytest.mark.parametrize(
    ("name", "raw", "label"),
    [
        ("num_inference_steps", "Num inference steps", "Steps"),
        ("guidance_scale", "Guidance scale", "Guidance"),
        ("outputFormat", "Output format", "File format"),
        ("go_fast", "", "Fast mode"),
    ],
)
def test_raw_names_get_the_words_of_the_field(name: str, raw: str, label: str) -> None:
    assert worded(parameter(name, raw)).label == label


def test_a_label_that_somebody_wrote_stays() -> None:
    assert worded(parameter("num_frames", "Length in frames")).label == "Length in frames"
    assert worded(parameter("rare_thing", "Rare thing")).label == "Rare thing"


@pytest.mark.parametrize(
    ("name", "hint", "left"),
    [
        ("prompt", "Value of prompt.", ""),
        ("safety_tolerance", "Value of safety tolerance.", ""),
        ("audio.bitrate", "The bitrate.", ""),
        ("aspect_ratio", "Width to height.", "Width to height."),
        ("seed", "The same seed makes the same picture.", "The same seed makes the same picture."),
    ],
)
def test_help_that_only_repeats_the_name_is_left_out(name: str, hint: str, left: str) -> None:
    assert worded(parameter(name, hint=hint)).hint == left


def test_an_image_is_the_first_only_where_there_is_another() -> None:
    first, last = image("start", "First image"), image("end", "Last image")
    assert without_a_second(ParameterSetSpec((first,))).parameters[0].label == "Image"
    assert [p.label for p in without_a_second(ParameterSetSpec((first, last))).parameters] == [
        "First image",
        "Last image",
    ]
