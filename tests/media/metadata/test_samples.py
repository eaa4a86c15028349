"""The sample files of every program are read as expected."""

from __future__ import annotations

from typing import Any

import pytest

from imagen.domain.file_parameters import DigitalSourceType, FileParameters, Software
from imagen.media.metadata.reading import read_metadata
from tests.media.metadata.samples import FIXTURES, SAMPLES, VECTORS, expected_pairs

_SOFTWARE = {
    "civitai": Software.CIVITAI,
    "comfyui": Software.COMFYUI,
    "invokeai": Software.INVOKEAI,
    "swarmui": Software.SWARMUI,
    "novelai": Software.NOVELAI,
}


def test_there_are_21_samples() -> None:
    assert len(SAMPLES) == 21


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["file"])
def test_reads_a_sample_as_expected(sample: dict[str, Any]) -> None:
    read = read_metadata(FIXTURES / sample["file"])
    assert read.troubles == ()
    if sample.get("expect") == {}:
        assert read.parameters is None
        assert read.reason
        return
    assert read.parameters is not None
    assert read.reason == ""
    if "vector" in sample:
        _check_vector(read.parameters, VECTORS[sample["vector"]])
    else:
        _check_fields(read.parameters, sample["expect"])
    program = sample["file"].replace(".", "-").split("-")[0]
    assert read.parameters.software is _SOFTWARE.get(program, Software.UNKNOWN)
    expected_source = DigitalSourceType.TRAINED if sample["file"].startswith("xmp-ai") else None
    assert read.digital_source_type is expected_source


def _check_vector(read: FileParameters, vector: dict[str, Any]) -> None:
    pairs = expected_pairs(vector)
    assert read.prompt == vector["a1111"]["prompt"]
    assert read.negative_prompt == vector["a1111"]["negative"]
    assert dict(read.pairs) == pairs
    assert read.seed == int(pairs["Seed"])
    assert read.steps == int(pairs["Steps"])
    assert read.cfg == float(pairs["CFG scale"])
    assert f"{read.width}x{read.height}" == pairs["Size"]
    assert read.sampler == pairs["Sampler"]
    assert read.model_hash == pairs.get("Model hash", "")


def _check_fields(read: FileParameters, expected: dict[str, Any]) -> None:
    names = {"negative": "negative_prompt"}
    for name, value in expected.items():
        if name == "resources":
            assert [{"modelVersionId": each.version_id, "weight": each.weight} for each in read.resources] == value
        else:
            assert getattr(read, names.get(name, name)) == value, name


def test_civitai_names_the_model_and_the_loras_by_its_resources() -> None:
    read = read_metadata(FIXTURES / "civitai-onsite.jpg").parameters
    assert read is not None
    assert read.model == "SD XL v1.0"
    assert [(lora.name, lora.weight) for lora in read.loras] == [("Detail 1", 0.8)]
    air = read_metadata(FIXTURES / "civitai-air.png").parameters
    assert air is not None
    assert [(each.kind, each.version_id) for each in air.resources] == [("checkpoint", 128078), ("lora", 135867)]


def test_the_raw_graph_is_kept_as_found() -> None:
    texts = {text.name: text.text for text in read_metadata(FIXTURES / "comfyui.png").texts}
    assert texts["workflow"].startswith('{"last_node_id": 9')
    assert texts["prompt"].startswith('{"3": {"class_type": "KSampler"')
