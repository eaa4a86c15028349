"""An estimate counts what the form's values say, and is unknown wherever only the model knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from imagen.domain.parameter_sets import generation_set
from imagen.providers.base import ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.estimating import length_of, megapixels_of
from imagen.providers.price import Price, Unit
from imagen.providers.remote import RemoteProductFactory
from imagen.providers.remote_provider import RemoteProvider
from imagen.providers.surroundings import Surroundings

PROVIDERS = {"replicate": "ReplicateProvider", "fal": "FalProvider", "civitai": "CivitaiProvider"}
NAMED = {"square_hd": (1024, 1024), "landscape_4_3": (1024, 768)}


def _provider(name: str, added: tuple[CatalogueEntry, ...] = ()) -> RemoteProvider[Any]:
    module = import_module(f"imagen.providers.{name}.provider")
    made: RemoteProvider[Any] = getattr(module, PROVIDERS[name])(Surroundings(added=lambda _: added))
    return made


def _costing(model: str, unit: Unit) -> RemoteProductFactory:
    """Give a bundled model's factory at a made-up price of one dollar a unit."""
    name, _, own = model.partition(":")
    entry = next(entry for entry in _provider(name).bundled() if entry.id == own)
    factory: RemoteProductFactory = _provider(name, (replace(entry, price=Price(1_000_000, unit)),)).factory(model)
    return factory


@pytest.mark.parametrize(
    ("values", "seconds"),
    [
        ({"duration": "8s"}, 8),
        ({"duration": "5"}, 5),
        ({"duration": 5}, 5),
        ({"seconds": "12"}, 12),
        ({"seconds_total": 190}, 190),
        ({"music_length_ms": 45_000}, 45),
        ({"num_frames": 81, "frames_per_second": 16}, 81 / 16),
        ({"num_frames": "129", "fps": 24}, 129 / 24),
        ({"video_length": 129, "fps": 24}, 129 / 24),
        ({"numFrames": 48, "frameRate": 24}, 2),
        ({"num_frames": 48, "fps": 24, "duration": 9}, 2),
        ({"num_frames": 48, "duration": 9}, None),
        ({"num_frames": 81}, None),
        ({"duration": "auto"}, None),
        ({"duration": -1}, None),
        ({"duration": True}, None),
        ({"duration": "1e400"}, None),
        ({}, None),
    ],
)
def test_how_long_it_plays(values: dict[str, Any], seconds: float | None) -> None:
    assert length_of(values) == seconds


@pytest.mark.parametrize(
    ("values", "megapixels"),
    [
        ({"image_size": "landscape_4_3"}, 1024 * 768 / 1e6),
        ({"image_size": "1000x600"}, 0.6),
        ({"image_size": "auto"}, None),
        ({"image_size": "2K"}, None),
        ({"size": "2K", "width": 2048, "height": 2048}, None),
        ({"size": "custom", "width": 2000, "height": 1000}, 2),
        ({"width": 512, "height": 512}, 512 * 512 / 1e6),
        ({"width": 512}, None),
        ({"aspect_ratio": "16:9"}, None),
        ({"aspect_ratio": "16:9", "width": 512, "height": 512}, None),
        ({"aspect_ratio": "custom", "width": 1000, "height": 1000}, 1),
        ({"aspectRatio": "custom", "width": 1000, "height": 1000}, 1),
        ({"aspect_ratio": "16:9", "megapixels": "0.25"}, 0.25),
        ({"aspect_ratio": "1:1", "megapixels": "match_input"}, None),
        ({"aspect_ratio": "1:1", "resolution": "4 MP"}, 4),
        ({"aspect_ratio": "1:1", "resolution": "0.5 MP"}, 0.5),
        ({"aspect_ratio": "1:1", "resolution": "match_input_image"}, None),
        ({"aspect_ratio": "1:1", "resolution": "None"}, None),
        ({"aspect_ratio": "1:1", "resolution": "640x1024"}, 0.65536),
        ({}, None),
    ],
)
def test_how_large_it_is(values: dict[str, Any], megapixels: float | None) -> None:
    assert megapixels_of(values, NAMED) == (None if megapixels is None else pytest.approx(megapixels))


@pytest.mark.parametrize(
    ("model", "unit", "values", "dollars"),
    [
        ("fal:fal-ai/flux/dev", Unit.MEGAPIXEL, {}, 1024 * 768 / 1e6),
        ("fal:fal-ai/flux/dev", Unit.MEGAPIXEL, {"image_size": "square", "num_images": 4}, 4 * 512 * 512 / 1e6),
        ("fal:fal-ai/flux/dev", Unit.MEGAPIXEL, {"image_size": "640x480"}, 0.3072),
        ("fal:fal-ai/bytedance/seedream/v4/text-to-image", Unit.MEGAPIXEL, {}, 2048 * 2048 / 1e6),
        ("fal:fal-ai/bytedance/seedream/v4/text-to-image", Unit.OUTPUT, {"num_images": 6, "max_images": 6}, 36),
        ("fal:fal-ai/bytedance/seedream/v4/edit", Unit.OUTPUT, {"num_images": 2.0, "max_images": 3.0}, 6),
        ("replicate:bytedance/seedream-4", Unit.OUTPUT, {"max_images": 4}, 1),
        ("civitai:textToImage-legacy", Unit.OUTPUT, {"quantity": 2, "batchSize": 3}, 6),
        ("fal:fal-ai/flux-pro/v1.1-ultra", Unit.MEGAPIXEL, {}, None),
        ("fal:fal-ai/flux-pro/v1.1-ultra", Unit.OUTPUT, {"num_images": 3}, 3),
        ("fal:fal-ai/stable-diffusion-v35-large", Unit.MEGAPIXEL, {}, None),
        ("fal:fal-ai/qwen-image-edit", Unit.MEGAPIXEL, {"image_size": "square_hd"}, None),
        ("fal:fal-ai/esrgan", Unit.MEGAPIXEL, {}, None),
        ("fal:fal-ai/kling-video/v2.1/master/text-to-video", Unit.SECOND, {}, 5),
        ("fal:fal-ai/kling-video/v2.1/master/text-to-video", Unit.SECOND, {"duration": "10"}, 10),
        ("fal:fal-ai/veo3", Unit.SECOND, {"duration": "6s"}, 6),
        ("fal:fal-ai/wan/v2.2-a14b/text-to-video", Unit.SECOND, {"num_frames": 161}, 161 / 16),
        ("fal:fal-ai/hunyuan-video", Unit.SECOND, {}, None),
        ("fal:fal-ai/bytedance/seedance/v1/pro/image-to-video", Unit.SECOND, {}, 5),
        ("fal:fal-ai/bytedance/seedance/v1/pro/image-to-video", Unit.SECOND, {"num_frames": 48}, None),
        ("fal:fal-ai/stable-audio", Unit.SECOND, {}, 30),
        ("fal:fal-ai/elevenlabs/sound-effects/v2", Unit.SECOND, {}, None),
        ("fal:fal-ai/flux/dev", Unit.SECOND, {}, None),
        ("fal:fal-ai/flux/dev", Unit.COMPUTE_SECOND, {}, None),
        ("replicate:black-forest-labs/flux-schnell", Unit.MEGAPIXEL, {"megapixels": "0.25", "num_outputs": 2}, 0.5),
        ("replicate:black-forest-labs/flux-2-pro", Unit.MEGAPIXEL, {"resolution": "2 MP"}, 2),
        ("replicate:bytedance/seedream-4", Unit.MEGAPIXEL, {"size": "1K"}, None),
        ("replicate:black-forest-labs/flux-1.1-pro", Unit.MEGAPIXEL, {}, None),
        ("replicate:stability-ai/sdxl", Unit.MEGAPIXEL, {"size": "1216x832", "num_outputs": 2}, 2 * 1216 * 832 / 1e6),
        ("replicate:google/veo-3", Unit.SECOND, {"duration": 4}, 4),
        ("replicate:openai/sora-2", Unit.SECOND, {"seconds": 12}, 12),
        ("replicate:tencent/hunyuan-video", Unit.SECOND, {}, 129 / 24),
        ("replicate:lightricks/ltx-video", Unit.SECOND, {}, None),
        ("replicate:minimax/video-01", Unit.SECOND, {}, None),
        ("replicate:minimax/video-01", Unit.RUN, {}, 1),
        ("civitai:sdcpp-sdxl-createImage", Unit.MEGAPIXEL, {"size": "1216x832", "quantity": 2}, 2 * 1216 * 832 / 1e6),
        ("civitai:google-imagen4", Unit.MEGAPIXEL, {}, None),
        ("civitai:video-wan26-fal", Unit.SECOND, {"duration": 10}, 10),
    ],
)
def test_what_a_generation_costs(model: str, unit: Unit, values: dict[str, Any], dollars: float | None) -> None:
    cost = _costing(model, unit).estimate({"prompt": "x", **values}).cost
    assert cost == (None if dollars is None else round(dollars * 1_000_000))


@pytest.mark.parametrize("name", PROVIDERS)
def test_no_bundled_model_costs_something_that_nobody_told(name: str) -> None:
    provider = _provider(name)
    entries = {entry.id: entry for entry in provider.bundled()}
    for model in provider.models():
        factory = provider.factory(model.key)
        price, cost = entries[model.key.partition(":")[2]].price, factory.estimate(factory.spec.defaults()).cost
        assert (cost is None) == (price is None), model.key
        assert price is None or price.source, model.key


def test_patience_follows_the_model_type_unless_a_family_says_otherwise() -> None:
    provider = _provider("fal")
    found = {model.type: provider.factory(model.key).patience for model in provider.models()}
    assert found[ModelType.TEXT_TO_IMAGE] == found[ModelType.IMAGE_TO_IMAGE] == timedelta(minutes=20)
    assert found[ModelType.TEXT_TO_AUDIO] == found[ModelType.UPSCALING] == timedelta(minutes=30)
    assert found[ModelType.TEXT_TO_VIDEO] == found[ModelType.IMAGE_TO_VIDEO] == timedelta(hours=2)


def test_estimates_take_the_forms_defaults() -> None:
    factory = _costing("fal:fal-ai/veo3", Unit.SECOND)
    assert generation_set(factory.spec, {})["duration"] == "8s"
    assert factory.estimate({}).cost == 8_000_000


@pytest.mark.parametrize(
    "model",
    ["replicate:black-forest-labs/flux-schnell", "fal:fal-ai/flux/schnell", "replicate:kwaivgi/kling-v2.5-turbo-pro"],
)
def test_a_cost_hangs_on_everything_but_words_and_seeds(model: str) -> None:
    factory = _costing(model, Unit.OUTPUT)
    left_out = set(factory.spec.names) - factory.cost_names()
    assert "prompt" in left_out
    assert left_out <= {"prompt", "negative_prompt", "seed"}
