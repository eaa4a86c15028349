"""Types are guessed from what goes in and out, and agree with what the providers themselves say."""

from __future__ import annotations

import pytest

from imagen.providers.base import ModelType
from imagen.providers.schema import TypeGuess, convert, guess_type
from tests.providers.schema.corpus import Entry, corpus, entry


def guess(model: Entry, *, category: str = "") -> TypeGuess:
    words = f"{model.name} {model.description}"
    return guess_type(convert(model.published).spec, model.published, words=words, category=category)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("black-forest-labs/flux-schnell", ModelType.TEXT_TO_IMAGE),
        ("black-forest-labs/flux-kontext-pro", ModelType.IMAGE_TO_IMAGE),
        ("minimax/video-01", ModelType.TEXT_TO_VIDEO),
        ("wan-video/wan-2.2-i2v-fast", ModelType.IMAGE_TO_VIDEO),
        ("meta/musicgen", ModelType.TEXT_TO_AUDIO),
        ("nightmareai/real-esrgan", ModelType.UPSCALING),
        ("fal-ai/clarity-upscaler", ModelType.UPSCALING),
        ("fal-ai/veo3", ModelType.TEXT_TO_VIDEO),
        ("fal-ai/veo3/image-to-video", ModelType.IMAGE_TO_VIDEO),
        ("fal-ai/stable-audio", ModelType.TEXT_TO_AUDIO),
        ("sdcpp-sd1-createVariant", ModelType.IMAGE_TO_IMAGE),
        ("audio-ace-step", ModelType.TEXT_TO_AUDIO),
        ("image-upscaler", ModelType.UPSCALING),
        ("meta/llama-2-70b-chat", None),
        ("andreasjansson/blip-2", None),
    ],
)
def test_well_known_models(name: str, expected: ModelType | None) -> None:
    found = guess(entry(name))
    assert found.type is expected
    assert bool(found.why) is (expected is None)


def test_guesses_agree_with_the_categories_of_fal() -> None:
    told = [model for model in corpus() if model.provider == "fal" and model.category in set(ModelType)]
    agreeing = [model for model in told if str(guess(model).type) in {model.category, "upscaling"}]
    assert len(told) > 250
    assert len(agreeing) / len(told) > 0.9


def test_the_provider_s_own_word_counts_most() -> None:
    model = entry("fal-ai/illusion-diffusion", "many")
    assert guess(model).type is ModelType.IMAGE_TO_IMAGE
    assert guess(model, category="text-to-image").type is ModelType.TEXT_TO_IMAGE


@pytest.mark.parametrize("category", ["vision", "audio-to-audio", "video-to-video", "training", "llm"])
def test_what_is_none_of_ours_says_why(category: str) -> None:
    found = guess(entry("fal-ai/flux/dev"), category=category)
    assert found.type is None
    assert found.why.endswith(".")
