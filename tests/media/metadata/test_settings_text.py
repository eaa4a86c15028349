"""Reading the text of A1111 and its kin."""

from __future__ import annotations

import pytest

from imagen.media.metadata.settings_text import read_settings_text
from tests.media.metadata.samples import VECTORS, expected_pairs


def test_there_are_21_vectors() -> None:
    assert len(VECTORS) == 21


@pytest.mark.parametrize("name", VECTORS)
def test_reads_a_vector_as_expected(name: str) -> None:
    vector = VECTORS[name]
    read = read_settings_text(vector["text"])
    assert read.prompt == vector["a1111"]["prompt"]
    assert read.negative_prompt == vector["a1111"]["negative"]
    assert dict(read.pairs) == expected_pairs(vector)
    assert bool(read.pairs) == vector["a1111"]["settings_line_recognised"]


@pytest.mark.parametrize(
    ("text", "prompt", "negative"),
    [
        ("a cat, Negative prompt: bad, Steps: 20, Sampler: Euler, CFG scale: 7, Seed: 5", "a cat", "bad"),
        ("a cat. Negative prompt: bad. Steps: 20. Sampler: Euler. CFG scale: 7. Seed: 5", "a cat", "bad"),
        ("a cat, Steps: 20, Sampler: Euler, CFG scale: 7.5, Seed: 5", "a cat", ""),
    ],
)
def test_reads_a_text_that_has_all_on_one_line(text: str, prompt: str, negative: str) -> None:
    read = read_settings_text(text)
    assert (read.prompt, read.negative_prompt) == (prompt, negative)
    assert dict(read.pairs)["Seed"] == "5"


def test_a_broken_block_costs_no_other_value() -> None:
    read = read_settings_text("p\nSteps: 20, Hashes: {NaN: , Seed: 5, Sampler: Euler, Size: 64x64")
    assert dict(read.pairs)["Seed"] == "5"
    assert dict(read.pairs)["Size"] == "64x64"


def test_a_block_may_hold_nan() -> None:
    read = read_settings_text('p\nSteps: 20, Civitai metadata: {"a": NaN, "b": 1}, Seed: 5')
    assert dict(read.pairs)["Civitai metadata"] == {"a": None, "b": 1}


def test_templates_behind_the_settings_are_settings_too() -> None:
    read = read_settings_text(
        "p red\nNegative prompt: n\nSteps: 20, Sampler: Euler, Seed: 5\nTemplate: p {red|blue}\nand more\nNegative Template: n"
    )
    assert (read.prompt, read.negative_prompt) == ("p red", "n")
    assert dict(read.pairs)["Seed"] == "5"
    assert dict(read.pairs)["Template"] == "p {red|blue}\nand more"
    assert dict(read.pairs)["Negative Template"] == "n"
    prompt = read_settings_text("a\nTemplate: b\nSteps: 20, Sampler: Euler, Seed: 5")
    assert prompt.prompt == "a\nTemplate: b"
