"""Families give the forms that people know; every endpoint that is published gets a form whose defaults are right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from imagen.domain.parameters import ParameterSetSpec, ParameterType, Role
from imagen.providers.base import GenerationRequest, ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.fal.discovery import BY_TYPE, FAMILIES
from imagen.providers.fal.entries import entry_of
from imagen.providers.fal.factory import FalProductFactory
from imagen.providers.fal.provider import FalProvider, bundled
from imagen.providers.surroundings import Surroundings
from tests.provider_simulators.core.catalogue import rows


@pytest.fixture(scope="module")
def provider() -> Iterator[FalProvider]:
    made = FalProvider()
    yield made
    made.close()


def spec_of(provider: FalProvider, endpoint: str) -> ParameterSetSpec:
    return provider.factory(f"fal:{endpoint}").spec


def basic(spec: ParameterSetSpec) -> list[str]:
    return [parameter.name for parameter in spec.parameters if not parameter.ui.advanced]


@pytest.mark.parametrize(
    ("endpoint", "family", "first"),
    [
        ("fal-ai/flux/dev", "FLUX", ["prompt", "image_size", "num_images", "seed"]),
        ("fal-ai/flux-pro/v1.1-ultra", "FLUX", ["prompt", "aspect_ratio", "num_images", "seed"]),
        ("fal-ai/flux-pro/kontext", "FLUX", ["prompt", "image_url", "aspect_ratio"]),
        ("fal-ai/fast-sdxl", "Stable Diffusion", ["prompt", "negative_prompt", "image_size"]),
        ("fal-ai/ideogram/v3", "Ideogram", ["prompt", "image_size", "style", "rendering_speed"]),
        ("fal-ai/recraft/v3/text-to-image", "Recraft", ["prompt", "style", "image_size"]),
        ("fal-ai/imagen4/preview", "Google Imagen", ["prompt", "aspect_ratio"]),
        ("fal-ai/nano-banana/edit", "Nano Banana", ["prompt", "image_urls", "aspect_ratio"]),
        ("fal-ai/bytedance/seedream/v4/edit", "Seedream", ["prompt", "image_urls", "image_size"]),
        ("fal-ai/qwen-image-edit", "Qwen Image", ["prompt", "image_url"]),
        ("fal-ai/gpt-image-1.5", "GPT Image", ["prompt", "image_size", "quality"]),
        (
            "fal-ai/kling-video/v3/pro/image-to-video",
            "Kling",
            ["prompt", "start_image_url", "end_image_url", "duration"],
        ),
        ("fal-ai/wan/v2.2-a14b/text-to-video", "Wan", ["prompt", "num_frames", "resolution"]),
        ("fal-ai/veo3/image-to-video", "Veo", ["prompt", "image_url", "duration", "resolution"]),
        ("fal-ai/minimax/hailuo-02/standard/image-to-video", "Hailuo", ["prompt", "image_url", "end_image_url"]),
        ("fal-ai/luma-dream-machine/ray-2", "Luma Ray", ["prompt", "duration"]),
        ("fal-ai/bytedance/seedance/v1/pro/image-to-video", "Seedance", ["prompt", "image_url", "end_image_url"]),
        ("fal-ai/sora-2/text-to-video", "Sora", ["prompt", "duration"]),
        ("fal-ai/stable-audio", "Stable Audio", ["prompt", "seconds_total"]),
        ("fal-ai/ace-step", "ACE-Step", ["tags", "lyrics", "duration"]),
        ("fal-ai/minimax/speech-02-hd", "MiniMax Speech", ["text", "voice_setting.voice_id"]),
    ],
)
def test_families(provider: FalProvider, endpoint: str, family: str, first: list[str]) -> None:
    factory = provider.factory(f"fal:{endpoint}")
    assert factory.model.family == family == factory.family
    assert basic(factory.spec)[: len(first)] == first
    assert list(factory.spec.names)[: len(first)] == first


def test_a_family_has_a_class_for_each_type_it_arranges() -> None:
    assert FAMILIES.factory_class("fal-ai/veo3", ModelType.TEXT_TO_VIDEO).__name__ == "Veo"
    assert FAMILIES.factory_class("fal-ai/veo3", ModelType.IMAGE_TO_VIDEO).__name__ == "VeoFromImages"
    assert FAMILIES.factory_class("fal-ai/veo3", ModelType.UPSCALING) is BY_TYPE[ModelType.UPSCALING]
    assert FAMILIES.factory_class("somebody/new", ModelType.TEXT_TO_IMAGE) is BY_TYPE[ModelType.TEXT_TO_IMAGE]
    assert (FAMILIES.family_of("somebody/new"), FAMILIES.family_of("fal-ai/flux/new")) == (None, "FLUX")
    for type_, base in BY_TYPE.items():
        assert issubclass(FAMILIES.factory_class("fal-ai/flux/dev", type_), base)


def test_every_claim_is_to_models_that_are_published() -> None:
    known = [row["endpoint_id"] for row in rows("many-schemas-fal")] + [entry.id for entry in bundled()]
    for family in {each.family for each in FAMILIES.classes}:
        assert [endpoint for endpoint in known if FAMILIES.family_of(endpoint) == family], family


def test_vector_styles_are_not_offered(provider: FalProvider) -> None:
    style = spec_of(provider, "fal-ai/recraft/v3/text-to-image").get("style")
    assert style is not None
    values = [str(choice.value) for choice in style.rules.choices]
    assert "realistic_image" in values
    assert not [value for value in values if "vector" in value]


def test_songs_ask_for_music_first(provider: FalProvider) -> None:
    spec = spec_of(provider, "fal-ai/ace-step")
    prompt = spec.with_role(Role.PROMPT)
    assert prompt is not None
    assert prompt.name == "tags"


def test_examples_are_no_prompts(provider: FalProvider) -> None:
    for entry in bundled():
        prompt = spec_of(provider, entry.id).with_role(Role.PROMPT)
        if entry.type is not None and entry.type.startswith("text-to-"):
            assert prompt is not None, entry.id
            assert not prompt.default, entry.id


def filled(factory: FalProductFactory) -> dict[str, object]:
    """Give what a person must: each required parameter that has no default."""
    values: dict[str, object] = {}
    for parameter in factory.spec.parameters:
        if not parameter.required or parameter.default is not None:
            continue
        least = max(parameter.rules.min_items, 1)
        if parameter.is_media:
            values[parameter.name] = ["product:x"] * least if parameter.rules.max_items != 1 else "product:x"
        elif parameter.rules.choices:
            values[parameter.name] = parameter.rules.choices[0].value
        elif parameter.type is ParameterType.TEXT:
            values[parameter.name] = "words"
        elif parameter.type is ParameterType.JSON:
            values[parameter.name] = {"prompt": "words"}
        elif parameter.type in {ParameterType.INTEGER, ParameterType.NUMBER}:
            values[parameter.name] = parameter.rules.minimum or 1
    return values


def test_bundled_models_accept_their_defaults(provider: FalProvider) -> None:
    for entry in bundled():
        factory = provider.factory(f"fal:{entry.id}")
        prepared = factory.prepare(GenerationRequest("g", filled(factory)))
        assert factory.validate(prepared.actual_parameters) == [], entry.id
        body = factory.form.to_body(prepared.actual_parameters)
        assert factory.form.from_body(body).keys() <= set(factory.spec.names)
        assert body.get("sync_mode", False) is False


def test_every_published_endpoint_becomes_a_model_or_says_why() -> None:
    entries: list[CatalogueEntry] = [entry_of(row) for row in rows("many-schemas-fal")]
    provider = FalProvider(Surroundings(added=lambda name: tuple(entries)))
    runnable = 0
    for entry in entries:
        assert entry.family
        assert CatalogueEntry.read(entry.write()) == entry
        if entry.type is None:
            assert entry.why_not
            continue
        runnable += 1
        factory = provider.factory(f"fal:{entry.id}")
        parts = [p for p in factory.spec.parameters if p.required and p.type is ParameterType.GROUP]
        if not parts:
            prepared = factory.prepare(GenerationRequest("g", filled(factory)))
            assert factory.validate(prepared.actual_parameters) == [], entry.id
    provider.close()
    assert runnable > 250
