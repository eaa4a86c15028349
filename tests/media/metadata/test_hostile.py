"""Files and texts made to harm: nothing read and a reason, with work that grows no faster than the file."""

from __future__ import annotations

import io
import json
import random
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from imagen.domain.errors import UnsupportedFormat
from imagen.domain.file_parameters import FileParameters, Software
from imagen.media.metadata import embed, read_metadata, read_stream, strip
from imagen.media.metadata.caps import MAX_TEXT_BYTES, MAX_TEXTS
from imagen.media.metadata.reading import read_texts
from imagen.media.metadata.settings_text import read_pairs, read_settings_text
from imagen.media.metadata.settings_writing import write_settings_text
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.tolerant_json import read_json
from imagen.media.metadata.xmp import read_xmp
from tests.media import samples
from tests.media.metadata.samples import FIXTURES, SAMPLES, chunk, png, text_chunk


@pytest.fixture(autouse=True)
def nothing_unforeseen(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What a reader does not foresee is caught at the border and logged; no case here may need that."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call")] == []


class CountingFile(io.BytesIO):
    """Counts what is asked of a file."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.calls = 0
        self.bytes_read = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.calls += 1
        self.bytes_read += len(data)
        return data


def lines_run(act: Callable[[], object]) -> int:
    """Count the lines of Python that an act runs."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def read_text(text: str, name: str = "parameters") -> Any:
    texts = Texts()
    texts.add("PNG", name, text)
    return read_texts(texts)


def graph(nodes: dict[str, Any]) -> str:
    return json.dumps({id_: {"class_type": kind, "inputs": inputs} for id_, (kind, inputs) in nodes.items()})


def chain(length: int) -> str:
    """Make a graph whose prompt stands behind many nodes, each of which links to the next twice and back to the first."""
    nodes: dict[str, Any] = {
        str(n): (
            "ConditioningCombine",
            {"conditioning_1": [str(n + 1), 0], "conditioning_2": [str(n + 1), 0], "text": ["0", 0]},
        )
        for n in range(1, length)
    }
    nodes["0"] = ("KSampler", {"positive": ["1", 0], "model": ["0", 0], "latent_image": ["1", 0], "seed": ["0", 0]})
    nodes[str(length)] = ("CLIPTextEncode", {"text": "far away"})
    return graph(nodes)


GROWING: dict[str, Callable[[int], object]] = {
    "pairs": lambda n: read_pairs("ab: 1, " * n),
    "keys without a value": lambda n: read_pairs("ab cd-ef/" * n),
    "colons": lambda n: read_pairs("ab:" * n),
    "open quotes": lambda n: read_pairs('ab: "x, ' * n),
    "escaped quotes": lambda n: read_pairs('ab: "\\", ' * n),
    "open blocks": lambda n: read_pairs('ab: {"x, ' * n),
    "nested blocks": lambda n: read_pairs("ab: " + "[" * n + "]" * n),
    "blocks followed by text": lambda n: read_pairs("ab: {}x, " * n),
    "lines": lambda n: read_settings_text("Negative prompt:\n" * n + "Steps: 1, Seed: 2, Size: 1x1"),
    "one line": lambda n: read_settings_text("a, Steps: 1, Seed: 2, " * n),
    "stops": lambda n: read_settings_text("ab. Steps: 1. " * n),
    "loras": lambda n: read_text("<lora:" * n + "\nSteps: 1, Seed: 2, Size: 1x1"),
    "json": lambda n: read_json("[" + '"\\"",' * n + "1]"),
    "cyclic graph": lambda n: read_text(chain(n), "prompt"),
    "old command": lambda n: read_text('\\"' * n, "Dream"),
    "old command options": lambda n: read_text('"x"' + " -s" * n, "Dream"),
}


@pytest.mark.parametrize("case", GROWING)
def test_work_grows_no_faster_than_the_text(case: str) -> None:
    act = GROWING[case]
    act(10)  # what is set up on first use is none of the growth
    small, large = lines_run(lambda: act(400)), lines_run(lambda: act(1600))
    assert large <= 4.4 * small + 400


@pytest.mark.parametrize(
    "text",
    [
        "ab" * 2_000_000,
        "ab:" * 1_000_000,
        'ab: "x, ' * 400_000,
        'ab: "\\", ' * 400_000,
        'ab: {"\\" ' * 400_000,
        "ab: {}x, " * 400_000,
        "[" * 4_000_000,
        '{"' + '\\"' * 2_000_000,
        "<lora:" * 600_000 + "\nSteps: 1, Seed: 2, Size: 1x1",
        ", Steps: 1" * 400_000,
        ". Steps: " * 400_000,
        " " * 4_000_000 + "x",
        "a\n" * 2_000_000,
        '\\"' * 2_000_000,
        '"[' * 2_000_000,
    ],
    ids=lambda text: text[:12],
)
@pytest.mark.parametrize("name", ["parameters", "UserComment", "Dream", "prompt", "invokeai_metadata", "imagen"])
def test_a_text_of_four_megabytes_comes_to_an_end(text: str, name: str) -> None:
    """With work that grows with the square of the length, none of these would end today."""
    read = read_text(text[:MAX_TEXT_BYTES], name)
    assert read.parameters is not None or read.reason


@pytest.mark.parametrize("name", ["prompt", "invokeai_metadata", "imagen", "parameters", "sd-metadata", "UserComment"])
@pytest.mark.parametrize("bracket", ["[", '{"a":'])
def test_json_nested_100000_deep_is_refused(name: str, bracket: str) -> None:
    prefix = {"parameters": '{"sui_image_params":', "UserComment": '{"extraMetadata":'}.get(name, "")
    read = read_text(prefix + bracket * 10**5, name)
    assert name == "parameters" or read.parameters is None
    assert read.parameters is not None or read.reason


def test_json_that_is_just_too_deep_is_refused_and_just_deep_enough_is_read() -> None:
    assert read_json("[" * 64 + "]" * 64)
    with pytest.raises(ValueError, match="deep"):
        read_json("[" * 65 + "]" * 65)
    assert read_json(json.dumps(["[" * 1000, "{" * 1000])) == ["[" * 1000, "{" * 1000]


def test_halves_of_characters_and_endless_numbers_cannot_be_stored_so_they_are_mended() -> None:
    read = read_json('{"a\\ud800": "\\udfff x \\ud83d\\ude00", "n": ' + "9" * 5000 + ', "f": 1e999, "i": -Infinity}')
    assert read == {"a\ufffd": "\ufffd x \U0001f600", "n": None, "f": None, "i": None}
    pairs = dict(read_pairs('ab: "\\ud800, ", cd: 1, ef: 2'))
    assert pairs["ab"] == "\ufffd, "


def test_a_cyclic_graph_is_read() -> None:
    read = read_text(chain(5000), "prompt").parameters
    assert read.software is Software.COMFYUI
    assert read.prompt == "far away"


@pytest.mark.parametrize(
    "nodes",
    [
        {},
        {"1": "x"},
        {"1": {"class_type": 5, "inputs": []}},
        {"1": {"class_type": "KSampler", "inputs": {"positive": [[], {}], "latent_image": ["1", "x"]}}},
        {"1": {"class_type": "KSampler", "inputs": {"positive": ["nowhere", 0], "seed": ["1", 0], "cfg": [True, 0]}}},
        {"1": {"class_type": "KSampler", "inputs": {"latent_image": 5, "seed": "x", "steps": {"a": 1}}}},
        [],
    ],
)
def test_a_nonsensical_graph_harms_nothing(nodes: Any) -> None:
    read = read_text(json.dumps(nodes), "prompt")
    assert read.parameters is not None or read.reason


def test_a_packed_text_that_unpacks_to_gigabytes_is_left_out() -> None:
    bomb = zlib.compress(bytes(64 * 1024 * 1024), 9)
    packed = chunk(b"zTXt", b"parameters\x00\x00" + bomb)
    international = chunk(b"iTXt", b"parameters\x00\x01\x00\x00\x00" + bomb)
    read = read_stream(io.BytesIO(png(packed, international, text_chunk("parameters", "still read"))))
    assert len(read.troubles) == 2
    assert read.parameters is not None
    assert read.parameters.prompt == "still read"


def test_a_thousand_packed_texts_are_not_all_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked = 0

    class Counting:
        def __init__(self) -> None:
            nonlocal unpacked
            unpacked += 1
            self._real = real()
            self.eof = False

        def decompress(self, data: bytes, most: int) -> bytes:
            assert most == MAX_TEXT_BYTES
            return self._real.decompress(data, most)

    real = zlib.decompressobj
    monkeypatch.setattr(zlib, "decompressobj", Counting)
    bomb = chunk(b"zTXt", b"parameters\x00\x00" + zlib.compress(bytes(8 * 1024 * 1024), 9))
    read_stream(io.BytesIO(png(*[bomb] * 1000)))
    assert unpacked <= 4


def test_many_texts_are_read_up_to_a_number() -> None:
    read = read_stream(io.BytesIO(png(*[text_chunk(f"name{n}", "x") for n in range(5000)])))
    assert len(read.texts) == MAX_TEXTS


def test_reading_a_large_png_reads_its_head_only() -> None:
    pixels = chunk(b"IDAT", bytes(8 * 1024 * 1024))
    file = CountingFile(png(text_chunk("parameters", "a\nSteps: 1, Seed: 2, Size: 1x1"), behind=(pixels,) * 4))
    assert read_stream(file).parameters is not None
    assert file.bytes_read < 10_000
    assert file.calls < 20


def test_a_text_behind_the_pixels_is_found_without_reading_them() -> None:
    pixels = chunk(b"IDAT", bytes(8 * 1024 * 1024))
    file = CountingFile(png(behind=(pixels, text_chunk("parameters", "a\nSteps: 1, Seed: 2, Size: 1x1"))))
    assert read_stream(file).parameters is not None
    assert file.bytes_read < 10_000


def test_a_png_of_endless_chunks_comes_to_an_end() -> None:
    file = CountingFile(png(chunk(b"tIME", b"") * 300_000))
    assert read_stream(file).reason
    assert file.calls <= 100_002


def test_wrong_lengths_harm_nothing() -> None:
    for length in (0, 1, 2**31, 2**32 - 1):
        broken = struct.pack(">I", length) + b"tEXtparameters\x00a prompt"
        read = read_stream(io.BytesIO(png(broken)))
        assert read.parameters is None
        assert read.reason


def _jpeg_with_exif(exif: bytes) -> bytes:
    segment = b"Exif\x00\x00" + exif
    return (
        b"\xff\xd8\xff\xe1"
        + (len(segment) + 2).to_bytes(2, "big")
        + segment
        + samples.picture(form="JPEG", size=(8, 8))[2:]
    )


@pytest.mark.parametrize(
    "exif",
    [
        b"",
        b"MM\x00*",
        b"MM\x00*\xff\xff\xff\xff",
        b"MM\x00*\x00\x00\x00\x08\xff\xff",
        b"MM\x00*\x00\x00\x00\x08\x00\x01\x87\x69\x00\x04\x00\x00\x00\x01\x00\x00\x00\x08"
        + bytes(4),  # leads to itself
        b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x0e\x00\x02\xff\xff\xff\xff\x00\x00\x00\x00" + bytes(4),
        b"II*\x00\x08\x00\x00\x00" + b"\xff\xff" + b"\x0e\x01\x02\x00\x04\x00\x00\x00abcd" * 5000,
    ],
)
def test_broken_exif_harms_nothing(exif: bytes) -> None:
    read = read_stream(io.BytesIO(_jpeg_with_exif(exif)))
    assert read.parameters is None
    assert read.reason


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<x",
        b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
        b"<a>" * 10**5,
        b"<a " + b"b='c' " * 10**4 + b">",
    ],
    ids=lambda packet: repr(packet[:12]),
)
def test_broken_or_hostile_xmp_is_refused(packet: bytes) -> None:
    with pytest.raises(ValueError, match="XMP"):
        read_xmp(packet)


def test_avif_items_without_size_end_at_once() -> None:
    iloc = b"\x00\x00\x00\x00" + b"\x00\x00" + b"\x27\x10" + (b"\x00\x01\x00\x00\xff\xff") * 10_000

    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body) + 8) + kind + body

    iinf = box(b"iinf", bytes(4) + b"\x00\x01" + box(b"infe", b"\x02\x00\x00\x00\x00\x01\x00\x00Exif\x00"))
    data = box(b"ftyp", b"avif\x00\x00\x00\x00avif") + box(b"meta", bytes(4) + iinf + box(b"iloc", iloc))
    count = lines_run(lambda: read_stream(io.BytesIO(data)))
    assert count < 2_000


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["file"])
def test_cut_off_and_damaged_files_never_raise(sample: dict[str, Any]) -> None:
    data = (FIXTURES / sample["file"]).read_bytes()
    drawn = random.Random(4)
    for end in range(0, len(data), 7):
        read = read_stream(io.BytesIO(data[:end]))
        assert read.parameters is not None or read.reason
    for _ in range(300):
        damaged = bytearray(data)
        for _hit in range(drawn.randint(1, 6)):
            damaged[drawn.randrange(len(damaged))] = drawn.choice([0, 0xFF, 0x7F, drawn.randrange(256)])
        file = CountingFile(bytes(damaged))
        read = read_stream(file)
        assert read.parameters is not None or read.reason
        assert file.calls < 3_000


@pytest.mark.parametrize("form", ["png", "jpeg", "webp", "gif", "avif"])
def test_damaged_files_are_copied_or_refused_in_words(form: str) -> None:
    data = samples.picture("P" if form == "gif" else "RGB", form=form.upper(), size=(16, 12))
    drawn = random.Random(5)
    made = FileParameters(software=Software.IMAGEN, prompt="p", seed=1)
    for _ in range(300):
        damaged = bytearray(data)
        for _hit in range(drawn.randint(1, 4)):
            damaged[drawn.randrange(12, len(damaged))] = drawn.choice([0, 0xFF, drawn.randrange(256)])
        for act in (lambda source: strip(source, io.BytesIO()), lambda source: embed(source, io.BytesIO(), made)):
            with suppress(UnsupportedFormat):
                act(CountingFile(bytes(damaged)))


def test_what_is_no_file_gives_a_reason(tmp_path: Path) -> None:
    assert "could not be read" in read_metadata(tmp_path / "nowhere.png").reason
    assert "could not be read" in read_metadata(tmp_path).reason
    empty = tmp_path / "empty.png"
    empty.write_bytes(b"")
    assert read_metadata(empty).reason
    svg = tmp_path / "drawing.png"
    svg.write_bytes(samples.SVG)
    assert "SVG" in read_metadata(svg).reason


def test_a_hostile_prompt_does_not_forge_settings() -> None:
    made = FileParameters(prompt="x\nSteps: 99, Seed: 99, Size: 9x9", seed=1, steps=2, cfg=3)
    read = read_settings_text(write_settings_text(made))
    assert dict(read.pairs)["Seed"] == "1"
    assert "Seed: 99" in read.prompt
    value = FileParameters(prompt="x", seed=1, steps=2, model="m, Seed: 99")
    assert dict(read_settings_text(write_settings_text(value)).pairs)["Seed"] == "1"
