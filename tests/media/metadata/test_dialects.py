"""What programs write beyond the samples: other versions, other nodes, other places."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from PIL import Image

from imagen.domain.file_parameters import FileLora, FileParameters, Software
from imagen.media.metadata import read_stream
from imagen.media.metadata.dialects import DIALECTS
from imagen.media.metadata.reading import ReadMetadata, read_texts
from imagen.media.metadata.texts import Texts
from tests.media import samples


def read(**named: str) -> ReadMetadata:
    texts = Texts()
    for name, text in named.items():
        texts.add("PNG", name.replace("__", "-"), text)
    return read_texts(texts)


def parameters(**named: str) -> FileParameters:
    found = read(**named)
    assert found.parameters is not None, found.reason
    return found.parameters


def graph(nodes: dict[str, tuple[str, dict[str, Any]]]) -> str:
    return json.dumps({id_: {"class_type": kind, "inputs": inputs} for id_, (kind, inputs) in nodes.items()})


@pytest.mark.parametrize(
    ("version", "software"),
    [
        ("v1.10.1", Software.A1111),
        ("f2.0.1v1.10.1-previous-659-gc055f2d4", Software.FORGE),
        ("Imagen 0.1.0", Software.IMAGEN),
        ("ComfyUI", Software.COMFYUI),
        ("Fooocus v2.5.5", Software.FOOOCUS),
        ("something else", Software.UNKNOWN),
    ],
)
def test_the_version_tells_the_program(version: str, software: Software) -> None:
    text = f"p\nSteps: 20, Sampler: Euler, Seed: 5, Version: {version}"
    assert parameters(parameters=text).software is software


def test_loras_in_a_prompt_get_their_hashes() -> None:
    text = (
        "a <lora:detail:0.8> <lora:plain> <hypernet:old_one:-1.5>, <lora:detail:0.2> <lora:two.parts:0.5:0.7>\n"
        'Steps: 20, Sampler: Euler, Seed: 5, Lora hashes: "detail: 0f1e, two.parts: aabb"'
    )
    assert parameters(parameters=text).loras == (
        FileLora("detail", 0.8, "0f1e"),
        FileLora("plain", 1.0),
        FileLora("old_one", -1.5),
        FileLora("two.parts", 0.5, "aabb"),
    )


def test_a_prompt_without_settings_is_a_prompt() -> None:
    assert parameters(parameters="only words").prompt == "only words"
    assert read(UserComment="Screenshot").parameters is None
    assert read(ImageDescription="a nice day at the sea").parameters is None


def test_the_user_comment_goes_before_other_texts() -> None:
    settings = "\nSteps: 20, Sampler: Euler, Seed: 5"
    assert parameters(parameters=f"other{settings}", UserComment=f"mine{settings}").prompt == "mine"


def test_reads_fooocus() -> None:
    told = {
        "base_model": "juggernaut",
        "base_model_hash": "aeb7e9e689",
        "full_prompt": ["a boat", "cinematic"],
        "guidance_scale": 4,
        "loras": [["offset", 0.1, "4852686128"]],
        "metadata_scheme": "fooocus",
        "negative_prompt": "blurry",
        "prompt": "a boat",
        "resolution": "(896, 1152)",
        "sampler": "dpmpp_2m_sde_gpu",
        "scheduler": "karras",
        "seed": "1234567890123456789",
        "steps": 30,
        "version": "Fooocus v2.5.5",
    }
    made = parameters(parameters=json.dumps(told), fooocus_scheme="fooocus")
    assert (made.software, made.prompt, made.negative_prompt) == (Software.FOOOCUS, "a boat", "blurry")
    assert (made.seed, made.steps, made.cfg) == (1234567890123456789, 30, 4.0)
    assert (made.width, made.height) == (896, 1152)
    assert made.loras == (FileLora("offset", 0.1, "4852686128"),)
    assert made.value("metadata_scheme") == "fooocus"


def test_reads_ruined_fooocus() -> None:
    told = {
        "Prompt": "a boat",
        "Negative": "",
        "steps": 8,
        "cfg": 2,
        "width": 1024,
        "height": 1152,
        "seed": 7,
        "sampler_name": "euler",
        "scheduler": "normal",
        "base_model_name": "turbo.safetensors",
        "base_model_hash": "abc",
        "loras": [["hash", "0.5 - detail.safetensors"]],
        "software": "RuinedFooocus",
    }
    made = parameters(parameters=json.dumps(told))
    assert (made.software, made.prompt, made.model, made.cfg) == (
        Software.RUINED_FOOOCUS,
        "a boat",
        "turbo.safetensors",
        2.0,
    )
    assert made.loras == (FileLora("detail.safetensors", 0.5, "hash"),)


def test_reads_the_older_records_of_invokeai() -> None:
    record = {
        "model": "stable diffusion",
        "model_weights": "sd-1.5",
        "model_hash": "cafe",
        "app_version": "2.2.5",
        "image": {
            "prompt": [{"prompt": "a boat [blurry, bad]", "weight": 1.0}],
            "steps": 50,
            "cfg_scale": 7.5,
            "seed": 42,
            "sampler": "k_lms",
            "width": 512,
            "height": 640,
        },
    }
    made = parameters(sd__metadata=json.dumps(record))
    assert (made.prompt, made.negative_prompt, made.model) == ("a boat", "blurry, bad", "sd-1.5")
    assert (made.seed, made.steps, made.cfg, made.sampler, made.width, made.height) == (42, 50, 7.5, "k_lms", 512, 640)
    command = parameters(Dream='"a boat at sea [bad]" -s 50 -S 42 -W 512 -H 640 -C 7.5 -A k_lms -U 2 0.75')
    assert (command.prompt, command.negative_prompt) == ("a boat at sea", "bad")
    assert (command.seed, command.steps, command.cfg, command.sampler, command.width) == (42, 50, 7.5, "k_lms", 512)


def test_reads_novelai_without_its_description() -> None:
    told = {
        "v4_prompt": {"caption": {"base_caption": "a boat"}},
        "v4_negative_prompt": {"caption": {"base_caption": "bad"}},
    }
    made = parameters(Software="NovelAI", Comment=json.dumps({**told, "seed": 1, "noise_schedule": "karras"}))
    assert (made.prompt, made.negative_prompt, made.scheduler) == ("a boat", "bad", "karras")
    broken = read(Software="NovelAI", Description="a boat", Comment="{")
    assert broken.parameters is None
    assert "NovelAI" in broken.reason


def test_reads_swarmui_with_loras() -> None:
    told = {"sui_image_params": {"prompt": "p", "seed": "5", "loras": "a,b", "loraweights": "1,0.5"}, "sui_models": []}
    made = parameters(UserComment=json.dumps(told))
    assert (made.seed, made.loras) == (5, (FileLora("a", 1.0), FileLora("b", 0.5)))


def test_follows_a_flux_graph_with_custom_sampling() -> None:
    made = parameters(
        prompt=graph(
            {
                "1": ("UNETLoader", {"unet_name": "flux1-dev.safetensors"}),
                "2": ("LoraLoaderModelOnly", {"model": ["1", 0], "lora_name": "detail.safetensors", "strength_model": 0.7}),
                "3": ("CLIPTextEncode", {"text": ["9", 0], "clip": ["8", 0]}),
                "4": ("FluxGuidance", {"conditioning": ["3", 0], "guidance": 3.5}),
                "5": ("BasicGuider", {"model": ["2", 0], "conditioning": ["4", 0]}),
                "6": ("SamplerCustomAdvanced", {
                    "noise": ["7", 0], "guider": ["5", 0], "sampler": ["10", 0], "sigmas": ["11", 0], "latent_image": ["12", 0],
                }),
                "7": ("RandomNoise", {"noise_seed": ["13", 0]}),
                "9": ("PrimitiveString", {"value": "a paper boat"}),
                "10": ("KSamplerSelect", {"sampler_name": "euler"}),
                "11": ("BasicScheduler", {"scheduler": "simple", "steps": 20, "model": ["2", 0]}),
                "12": ("EmptySD3LatentImage", {"width": ["14", 0], "height": 768}),
                "13": ("PrimitiveInt", {"value": 99}),
                "14": ("PrimitiveInt", {"value": 1024}),
            }
        )
    )  # fmt: skip
    assert (made.prompt, made.negative_prompt) == ("a paper boat", "")
    assert (made.seed, made.steps, made.sampler, made.scheduler) == (99, 20, "euler", "simple")
    assert (made.model, made.width, made.height) == ("flux1-dev.safetensors", 1024, 768)
    assert made.loras == (FileLora("detail.safetensors", 0.7),)


def test_follows_conditioning_through_nodes_that_carry_both_sides() -> None:
    made = parameters(
        prompt=graph(
            {
                "1": (
                    "KSampler",
                    {"seed": 2, "steps": 9, "positive": ["2", 0], "negative": ["2", 1], "latent_image": ["8", 0]},
                ),
                "2": ("ControlNetApplyAdvanced", {"positive": ["3", 0], "negative": ["4", 0], "strength": 1.0}),
                "3": ("ConditioningCombine", {"conditioning_1": ["5", 0], "conditioning_2": ["6", 0]}),
                "4": ("CLIPTextEncode", {"text": "blurry"}),
                "5": ("CLIPTextEncodeSDXL", {"text_g": "a boat", "text_l": "a boat"}),
                "6": ("CLIPTextEncode", {"text": "at sea"}),
                "7": ("KSampler", {"seed": 1, "steps": 20, "positive": ["5", 0], "latent_image": ["9", 0]}),
                "8": ("LatentUpscale", {"samples": ["7", 0], "width": 2048, "height": 2048}),
                "9": ("EmptyLatentImage", {"width": 512, "height": 512}),
            }
        )
    )
    assert (made.seed, made.steps, made.prompt) == (1, 20, "a boat")  # the sampler that starts from nothing
    assert (made.width, made.height) == (512, 512)
    upscaled = graph(
        {
            "1": ("KSampler", {"positive": ["2", 0], "negative": ["2", 1], "model": ["5", 0]}),
            "2": ("ControlNetApplyAdvanced", {"positive": ["3", 0], "negative": ["4", 0]}),
            "3": ("CLIPTextEncode", {"text": "good"}),
            "4": ("CLIPTextEncode", {"text": "bad"}),
            "5": ("Power Lora Loader (rgthree)", {
                "model": ["6", 0], "lora_1": {"on": True, "lora": "x.safetensors", "strength": 0.5},
                "lora_2": {"on": False, "lora": "y.safetensors", "strength": 1},
            }),
            "6": ("CheckpointLoaderSimple", {"ckpt_name": "m.safetensors"}),
        }
    )  # fmt: skip
    made = parameters(prompt=upscaled)
    assert (made.prompt, made.negative_prompt, made.model) == ("good", "bad", "m.safetensors")
    assert made.loras == (FileLora("x.safetensors", 0.5),)


def test_an_editors_drawing_alone_gives_a_reason() -> None:
    found = read(workflow='{"nodes": [], "links": []}')
    assert found.parameters is None
    assert "editor" in found.reason


def test_a_broken_dialect_gives_way_to_one_that_reads() -> None:
    found = read(imagen="{", parameters="p\nSteps: 20, Sampler: Euler, Seed: 5")
    assert found.parameters is not None
    assert found.parameters.seed == 5
    assert any("Imagen" in trouble for trouble in found.troubles)


def test_a_newer_record_of_ours_is_read_as_far_as_known() -> None:
    told = {
        "imagen": {"version": 9, "prompt": "p", "seed": "x", "new": [1], "pairs": [["a", 1], "b", [1, 2]], "cfg": True}
    }
    made = parameters(imagen=json.dumps(told))
    assert (made.prompt, made.seed, made.cfg, made.pairs) == ("p", None, None, (("a", 1),))


def test_user_comments_without_a_mark_and_in_either_order_are_read() -> None:
    text = "ein Mädchen\nSteps: 20, Sampler: Euler, Seed: 5"
    for comment in (
        text.encode(),
        bytes(8) + text.encode(),
        b"UNICODE\x00" + text.encode("utf-16"),
        b"UNICODE\x00\xfe\xff" + text.encode("utf-16-be"),
        b"UNICODE\x00" + text.encode("utf-16-le") + bytes(2),
        b"ASCII\x00\x00\x00" + text.encode(),
    ):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9286] = comment
        for form in ("JPEG", "WEBP", "PNG", "AVIF"):
            data = samples.picture(form=form, size=(16, 12), exif=exif.tobytes())
            made = read_stream(io.BytesIO(data)).parameters
            assert made is not None, (comment, form)
            assert made.prompt == "ein Mädchen"


def test_stripped_avif_files_say_nothing_and_look_the_same() -> None:
    import numpy as np

    from imagen.media.metadata import strip

    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\x00\x00\x00secret\nSteps: 20, Sampler: Euler, Seed: 5"
    for size in ((16, 12), (300, 200)):
        data = samples.picture(form="AVIF", size=size, exif=exif.tobytes(), xmp=b"<x>secret</x>")
        assert data.count(b"secret") == 2
        target = io.BytesIO()
        strip(io.BytesIO(data), target)
        assert b"secret" not in target.getvalue()
        assert read_stream(io.BytesIO(target.getvalue())).texts == ()
        with Image.open(io.BytesIO(data)) as one, Image.open(target) as other:
            assert np.array_equal(np.asarray(one), np.asarray(other))


def test_the_surer_notes_go_first() -> None:
    settings = "p\nSteps: 20, Sampler: Euler, Seed: 5"
    graph_text = graph({"1": ("KSampler", {"seed": 1})})
    assert parameters(parameters=settings, invokeai_metadata='{"seed": 7}', prompt=graph_text).seed == 5
    assert parameters(parameters="words", invokeai_metadata='{"seed": 7}', prompt=graph_text).seed == 7
    assert parameters(parameters="words", prompt=graph_text).seed == 1
    assert len(DIALECTS) == 9
