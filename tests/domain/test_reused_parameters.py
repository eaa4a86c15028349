"""What a file says goes into a model's form exactly, and what does not fit is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagen.domain.expansion import Lookups, plan
from imagen.domain.file_parameters import FileLora, FileParameters, FileResource, Software
from imagen.domain.parameters import (
    Choice,
    Interpolation,
    ParameterSetSpec,
    ParameterSpec,
    ParameterType,
    Role,
    SizeLimits,
    ValidationRules,
)
from imagen.domain.recorded_parameters import recorded
from imagen.domain.reused_parameters import reuse

PROMPT = ParameterSpec("prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT, role=Role.PROMPT)
NEGATIVE = ParameterSpec(
    "negativePrompt", ParameterType.TEXT, interpolation=Interpolation.TEXT, role=Role.NEGATIVE_PROMPT
)
SEED = ParameterSpec(
    "seed",
    ParameterType.INTEGER,
    rules=ValidationRules(minimum=0, maximum=2**32),
    interpolation=Interpolation.VALUES,
    role=Role.SEED,
)
STEPS = ParameterSpec(
    "num_inference_steps", ParameterType.INTEGER, rules=ValidationRules(maximum=50), interpolation=Interpolation.VALUES
)
CFG = ParameterSpec("guidance_scale", ParameterType.NUMBER, interpolation=Interpolation.VALUES)
WIDTH = ParameterSpec("width", ParameterType.INTEGER, interpolation=Interpolation.VALUES)
HEIGHT = ParameterSpec("height", ParameterType.INTEGER, interpolation=Interpolation.VALUES)
KEY = ParameterSpec("hub_token", ParameterType.TEXT, secret=True)
IMAGE = ParameterSpec("image", ParameterType.IMAGE, role=Role.INPUT)
SPEC = ParameterSetSpec((PROMPT, NEGATIVE, SEED, STEPS, CFG, WIDTH, HEIGHT))
READ = FileParameters(
    software=Software.A1111,
    prompt="a [red] dog",
    negative_prompt="bad || worse",
    seed=5,
    steps=20,
    cfg=7.0,
    width=512,
    height=768,
)


def choices(name: str, *values: str, **more: Any) -> ParameterSpec:
    rules = ValidationRules(choices=tuple(Choice(value) for value in values), **more)
    return ParameterSpec(name, ParameterType.TEXT, rules=rules, interpolation=Interpolation.VALUES)


def expanded(spec: ParameterSetSpec, base: dict[str, Any]) -> list[dict[str, Any]]:
    expansion = plan(spec, base, Lookups.of({}), seed=1)
    assert expansion.problems == ()
    return [dict(expansion.at(index).parameters) for index in range(expansion.count)]


def test_a_foreign_picture_is_ordered_again_as_it_was() -> None:
    reused = reuse(READ, SPEC)
    assert reused.left_out == ()
    assert expanded(SPEC, reused.parameters) == [
        {
            "prompt": "a [red] dog",
            "negativePrompt": "bad || worse",
            "seed": 5,
            "num_inference_steps": 20,
            "guidance_scale": 7.0,
            "width": 512,
            "height": 768,
        }
    ]


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("[]{}()<>|,:\"\\?#=.'-> aäß猫🙂\n")), st.text(st.characters(exclude_categories=("Cs",))))
def test_foreign_brackets_stay_brackets(prompt: str, negative: str) -> None:
    read = FileParameters(prompt=prompt, negative_prompt=negative)
    spec = ParameterSetSpec((PROMPT, NEGATIVE))
    made = expanded(spec, reuse(read, spec).parameters)
    assert len(made) == 1
    assert made[0].get("prompt", "") == prompt.strip()
    assert made[0].get("negativePrompt", "") == negative.strip()


def test_what_the_model_does_not_take_is_told() -> None:
    read = FileParameters(
        software=Software.A1111,
        prompt="p",
        negative_prompt="n",
        seed=-1,
        steps=90,
        cfg=7.0,
        width=64,
        height=64,
        sampler="Euler a",
        loras=(FileLora("detail", 0.5),),
        pairs=(("Denoising strength", "0.4"), ("Hires upscale", "2"), ("Version", "v1")),
    )
    reused = reuse(read, ParameterSetSpec((PROMPT, SEED, STEPS)))
    assert reused.parameters == {"prompt": "p"}
    told = {each.name: each.reason for each in reused.left_out}
    assert list(told) == [
        "Negative prompt", "Seed", "Steps", "Guidance", "Sampler", "Size", "LoRA detail", "Denoising strength", "Hires upscale",
    ]  # fmt: skip
    assert told["Negative prompt"] == "This model has no negative prompt."
    assert "50" in told["Steps"]


@pytest.mark.parametrize(
    ("sampler", "scheduler", "names", "expected"),
    [
        ("Euler a", "", ("DDIM", "K_EULER_ANCESTRAL", "K_EULER"), "K_EULER_ANCESTRAL"),
        ("euler", "normal", ("DDIM", "K_EULER_ANCESTRAL", "K_EULER"), "K_EULER"),
        ("DPM++ 2M", "Karras", ("DPM++ 2M", "DPM++ 2M Karras"), "DPM++ 2M Karras"),
        ("DPM++ 2M", "Automatic", ("dpmpp_2m", "euler_ancestral"), "dpmpp_2m"),
        ("DPM++ 2M", "Exponential", ("dpmpp_2m", "euler_ancestral"), "dpmpp_2m"),
        ("k_euler_ancestral", "", ("EulerAncestralDiscrete", "DDPM"), "EulerAncestralDiscrete"),
        ("LMS", "", ("KLMS", "PNDM"), "KLMS"),
        ("Heun", "", ("KLMS", "PNDM"), None),
    ],
)
def test_samplers_are_known_by_their_other_names(
    sampler: str, scheduler: str, names: tuple[str, ...], expected: str | None
) -> None:
    read = FileParameters(sampler=sampler, scheduler=scheduler)
    for name in ("scheduler", "sampler_name"):
        reused = reuse(read, ParameterSetSpec((choices(name, *names),)))
        assert reused.parameters.get(name) == expected
        assert [each.name for each in reused.left_out] == ([] if expected else ["Sampler"])


def test_sampler_and_schedule_go_apart_where_a_model_has_both() -> None:
    spec = ParameterSetSpec((choices("sampler", "euler", "dpmpp_2m"), choices("scheduler", "normal", "karras")))
    reused = reuse(FileParameters(sampler="DPM++ 2M", scheduler="Karras"), spec)
    assert reused.parameters == {"sampler": "dpmpp_2m", "scheduler": "karras"}


@pytest.mark.parametrize(
    ("parameters", "size", "expected"),
    [
        ((choices("image_size", "square_hd", size=SizeLimits(64, 2048)),), (832, 1216), {"image_size": "832x1216"}),
        ((choices("size", "1024x1024", "832x1216"),), (832, 1216), {"size": "832x1216"}),
        ((choices("size", "1024x1024"),), (832, 1216), {}),
        ((choices("aspect_ratio", "1:1", "9:16", "16:9"),), (1344, 768), {"aspect_ratio": "16:9"}),
        ((choices("aspect_ratio", "1:1", "9:16"),), (832, 1216), {}),
        ((choices("aspect_ratio", "4:5", "3:4", "2:3"),), (896, 1152), {"aspect_ratio": "4:5"}),
        ((choices("aspect_ratio", "1:1", "2:3"),), (832, 1216), {"aspect_ratio": "2:3"}),
        (
            (choices("aspect_ratio", "3:2", "2:3"), ParameterSpec("size", ParameterType.INTEGER)),
            (512, 768),
            {"aspect_ratio": "2:3", "size": 768},
        ),
    ],
)
def test_sizes_go_where_the_model_has_them(
    parameters: tuple[ParameterSpec, ...], size: tuple[int, int], expected: dict[str, Any]
) -> None:
    reused = reuse(FileParameters(width=size[0], height=size[1]), ParameterSetSpec(parameters))
    assert reused.parameters == expected
    assert bool(reused.left_out) == (not expected)


def test_loras_with_an_address_go_into_rows() -> None:
    air = "urn:air:sdxl:lora:civitai:122359@135867"
    fields = (ParameterSpec("key", ParameterType.TEXT, required=True), ParameterSpec("value", ParameterType.NUMBER))
    spec = ParameterSetSpec(
        (ParameterSpec("loras", ParameterType.GROUP, rules=ValidationRules(max_items=5), fields=fields),)
    )
    read = FileParameters(loras=(FileLora("x", 0.7),), resources=(FileResource(kind="lora", air=air, weight=0.7),))
    assert reuse(read, spec).parameters == {"loras": [{"key": air, "value": 0.7}]}
    without = reuse(FileParameters(loras=(FileLora("x", 0.7),)), spec)
    assert [each.name for each in without.left_out] == ["LoRA x"]


def test_a_record_keeps_neither_secrets_nor_inputs_of_others() -> None:
    rows = ParameterSpec("rows", ParameterType.GROUP, rules=ValidationRules(max_items=3), fields=(KEY, IMAGE, CFG))
    spec = ParameterSetSpec((*SPEC.parameters, KEY, IMAGE, rows))
    values = {
        "prompt": "p",
        "hub_token": "hf_secret",
        "image": "product:1",
        "rows": [{"hub_token": "hf_secret", "image": "data:x", "guidance_scale": 2.0}],
        "unknown": "hf_secret",
        "seed": None,
    }
    made = recorded(spec, values, model_key="a/b", model="B", version="1", seed=9, size=(10, 20))
    assert "hf_secret" not in repr(made)
    assert made.pairs == (("prompt", "p"), ("rows", [{"guidance_scale": 2.0}]))
    assert (made.seed, made.width, made.height, made.model_key) == (9, 10, 20, "a/b")


def test_what_was_made_here_is_ordered_again_by_its_own_names() -> None:
    style = choices("style", "ink", "neon")
    spec = ParameterSetSpec((*SPEC.parameters, style))
    values = {
        "prompt": "[a], b",
        "seed": 3,
        "num_inference_steps": 9,
        "guidance_scale": 1.5,
        "width": 8,
        "height": 8,
        "style": "ink",
    }
    made = recorded(spec, values, model_key="a/b", model="B", version="1")
    assert (made.steps, made.cfg, made.width, made.height) == (9, 1.5, 8, 8)
    reused = reuse(made, spec)
    assert reused.left_out == ()
    assert expanded(spec, reused.parameters) == [values]
    other = reuse(made, ParameterSetSpec((PROMPT, SEED, ParameterSpec("steps", ParameterType.INTEGER))))
    assert other.parameters["steps"] == 9
    assert {each.name for each in other.left_out} == {"style", "Guidance", "Size"}


def test_a_secret_or_a_picture_is_never_taken_from_a_file() -> None:
    rows = ParameterSpec("rows", ParameterType.GROUP, rules=ValidationRules(max_items=3), fields=(KEY, IMAGE, CFG))
    spec = ParameterSetSpec((PROMPT, KEY, IMAGE, rows))
    row = {"hub_token": "x", "image": "product:1", "guidance_scale": 2.0}
    pairs = (("hub_token", "x"), ("image", "product:1"), ("rows", [row]))
    reused = reuse(FileParameters(software=Software.IMAGEN, prompt="p", pairs=pairs), spec)
    assert reused.parameters == {"prompt": "p", "rows": [{"guidance_scale": 2.0}]}
    assert [each.name for each in reused.left_out] == ["hub_token", "image"]
