"""Families have the forms that people know of them, and every bundled model takes what its form sends."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from imagen.domain.parameters import ParameterSetSpec, ParameterType, Role
from imagen.providers.arrangement import Arrangement
from imagen.providers.base import InputFile, ModelType
from imagen.providers.bundling import write_bundled
from imagen.providers.replicate import discovery
from imagen.providers.replicate.provider import CATALOGUE, bundled
from tests.providers.replicate.conftest import Bench, content

SDXL = "replicate:stability-ai/sdxl"
ASKED_FAMILIES = {
    "FLUX", "Stable Diffusion", "Ideogram", "Recraft", "Imagen", "Seedream", "Qwen Image", "Kling", "Wan", "Veo", "Hailuo",
    "MusicGen",
}  # fmt: skip


def _basic(spec: ParameterSetSpec) -> list[str]:
    return [parameter.name for parameter in spec.parameters if not parameter.ui.advanced]


def test_every_bundled_model_takes_what_its_form_sends(bench: Bench, picture: Callable[..., InputFile]) -> None:
    for entry in bundled():
        key = f"replicate:{entry.id}"
        values: dict[str, Any] = {}
        files: list[InputFile] = []
        spec = bench.factory(key).spec
        for parameter in spec.parameters:
            is_input = parameter.role is Role.INPUT and spec.with_role(Role.PROMPT) is None
            if parameter.is_media and (parameter.required or is_input):
                assert parameter.type in {ParameterType.IMAGE, ParameterType.FILE}, key
                values[parameter.name] = "product:in"
                files.append(picture(parameter.name))
            elif parameter.required or parameter.role is Role.PROMPT:
                values[parameter.name] = "a cat" if parameter.type is ParameterType.TEXT else 1
        bench.submit(key, tuple(files[:1]), **values)
    assert bench.accepted == len(bundled())


def test_the_catalogue_is_what_its_command_writes(tmp_path: Any) -> None:
    again = tmp_path / "again.jsonl.gz"
    write_bundled(list(bundled()), again)
    assert again.read_bytes() == CATALOGUE.read_bytes()


def test_families() -> None:
    assert {entry.family for entry in bundled()} >= ASKED_FAMILIES
    assert all(each.claims and each.family for each in discovery.FAMILIES.classes)
    text, image = discovery.BY_TYPE[ModelType.TEXT_TO_IMAGE], discovery.BY_TYPE[ModelType.IMAGE_TO_IMAGE]
    assert issubclass(discovery.FAMILIES.factory_class("black-forest-labs/flux-2-max", ModelType.TEXT_TO_IMAGE), text)
    assert issubclass(
        discovery.FAMILIES.factory_class("black-forest-labs/flux-kontext-max", ModelType.TEXT_TO_IMAGE), image
    )
    assert discovery.FAMILIES.factory_class("some/body", ModelType.UPSCALING) is discovery.BY_TYPE[ModelType.UPSCALING]
    assert discovery.FAMILIES.family_of("some/body") is None


@pytest.mark.parametrize(
    ("model", "first"),
    [
        ("black-forest-labs/flux-schnell", ["prompt", "aspect_ratio", "megapixels", "num_outputs", "seed"]),
        ("black-forest-labs/flux-1.1-pro", ["prompt", "aspect_ratio", "seed", "image_prompt"]),
        ("stability-ai/sdxl", ["prompt", "negative_prompt", "size", "num_outputs", "seed"]),
        ("ideogram-ai/ideogram-v3-turbo", ["prompt", "aspect_ratio", "style_type", "style_preset"]),
        ("recraft-ai/recraft-v3", ["prompt", "style", "size"]),
        ("google/imagen-4", ["prompt", "aspect_ratio", "image_size"]),
        ("bytedance/seedream-4.5", ["prompt", "image_input", "aspect_ratio", "size"]),
        ("qwen/qwen-image", ["prompt", "negative_prompt", "aspect_ratio"]),
        ("kwaivgi/kling-v2.5-turbo-pro", ["prompt", "start_image", "end_image", "duration"]),
        ("wan-video/wan-2.2-i2v-fast", ["prompt", "image", "last_image", "resolution"]),
        ("google/veo-3.1", ["prompt", "image", "last_frame", "duration"]),
        ("minimax/hailuo-02", ["prompt", "first_frame_image", "last_frame_image", "duration"]),
        ("meta/musicgen", ["prompt", "duration", "input_audio", "model_version"]),
    ],
)
def test_what_stands_in_sight_first(bench: Bench, model: str, first: list[str]) -> None:
    assert _basic(bench.factory(f"replicate:{model}").spec)[: len(first)] == first


def test_examples_are_no_prompts(bench: Bench) -> None:
    prompt = bench.factory(SDXL).spec.with_role(Role.PROMPT)
    assert prompt is not None
    assert (prompt.required, prompt.default) == (True, None)
    assert "astronaut" in prompt.ui.placeholder
    assert [problem.field for problem in bench.factory(SDXL).validate({})] == ["prompt"]


def test_one_size_in_the_place_of_two_numbers(bench: Bench) -> None:
    since = datetime.now(UTC)
    factory = bench.factory(SDXL)
    assert not {"width", "height"} & set(factory.spec.names)
    assert factory.spec.defaults()["size"] == "1024x1024"
    result = bench.run(SDXL, prompt="x", size="1216x832")
    with Image.open(io.BytesIO(content(result.outputs[0]))) as image:
        assert image.size == (1216, 832)
    sent = bench.sims.ledger.entries()[0].input
    assert (sent["width"], sent["height"]) == (1216, 832)
    assert "size" not in sent
    assert factory.form.from_body(sent)["size"] == "1216x832"
    assert bench.provider.find(SDXL, bench.prepared(SDXL, prompt="x", size="1216x832"), since) is not None
    assert bench.provider.find(SDXL, bench.prepared(SDXL, prompt="x", size="832x1216"), since) is None
    assert factory.validate({"prompt": "x", "size": "1000x600"}) == []
    assert factory.validate({"prompt": "x", "size": "large"})
    old = bench.factory("replicate:stability-ai/stable-diffusion")
    assert old.validate({"prompt": "x", "size": "1000x600"})


def test_images_published_as_addresses_are_uploaded(bench: Bench, picture: Callable[..., InputFile]) -> None:
    bench.submit("replicate:luma/ray", (picture("start_image_url"),), prompt="x", start_image_url="product:in")
    assert bench.sims.ledger.entries()[0].input["start_image_url"].startswith(bench.sims.replicate.url)


def test_what_a_generation_costs(bench: Bench) -> None:
    veo, seedream = bench.factory("replicate:google/veo-3.1"), bench.factory("replicate:bytedance/seedream-4")
    assert veo.estimate({"prompt": "x", "duration": 8}).cost == 3_200_000
    assert veo.estimate({"prompt": "x", "duration": 8, "generate_audio": False}).cost == 1_600_000
    assert seedream.outputs({"max_images": 6}) == 1
    assert seedream.outputs({"max_images": 6, "sequential_image_generation": "auto"}) == 6


def test_an_arrangement_passes_over_what_is_not_there(bench: Bench) -> None:
    spec = bench.factory(SDXL).spec
    arranged = Arrangement(first=("seed", "nothing"), advanced=("prompt", "scheduler"), labels={"seed": "Luck"}).apply(
        spec
    )
    assert arranged.names[0] == "seed"
    assert set(arranged.names) == set(spec.names)
    assert arranged.parameters[0].label == "Luck"
    hidden = {name: parameter.ui.advanced for name in ("prompt", "scheduler") if (parameter := arranged.get(name))}
    assert hidden == {"prompt": False, "scheduler": True}
