"""The notes of films and sounds: read where programs write them, stripped without touching a frame."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import av
import pytest

from imagen.domain.errors import UnsupportedFormat
from imagen.media.metadata import read_stream, strip
from tests.media import samples
from tests.media.metadata.samples import FIXTURES

GRAPH = next(
    text.text
    for text in read_stream(io.BytesIO((FIXTURES / "comfyui.png").read_bytes())).texts
    if text.name == "prompt"
)
SECRET = "a secret note"


def _with_tags(data: bytes, container: str, tags: dict[str, str], **options: str) -> bytes:
    """Put tags into a clip as the usual programs do, by remuxing it."""
    stored = io.BytesIO()
    with av.open(io.BytesIO(data)) as source, av.open(stored, "w", format=container, options=options) as target:
        target.metadata.update(tags)
        streams = {stream.index: target.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                target.mux(packet)
    return stored.getvalue()


def _packets(data: bytes) -> list[tuple[int, int | None, bytes]]:
    with av.open(io.BytesIO(data)) as source:
        return [(packet.stream.index, packet.pts, bytes(packet)) for packet in source.demux() if packet.size]


def _tags(data: bytes) -> str:
    with av.open(io.BytesIO(data)) as source:
        return repr([source.metadata, *(stream.metadata for stream in source.streams)])


CLIPS: dict[str, Callable[[], bytes]] = {
    "mp4": lambda: _with_tags(samples.video(), "mp4", {"comment": SECRET, "title": SECRET}),
    "mp4-keys": lambda: _with_tags(samples.video(), "mp4", {"prompt": SECRET}, movflags="use_metadata_tags"),
    "mov": lambda: _with_tags(samples.video(), "mov", {"comment": SECRET}),
    "webm": lambda: _with_tags(samples.video("webm", "libvpx"), "webm", {"comment": SECRET, "title": SECRET}),
    "m4a": lambda: _with_tags(samples.sound("mp4", "aac"), "mp4", {"comment": SECRET}),
    "mp3": lambda: _with_tags(samples.sound(), "mp3", {"comment": SECRET, "title": SECRET}, write_id3v1="1"),
    "flac": lambda: _with_tags(samples.sound("flac", "flac"), "flac", {"comment": SECRET}),
    "wav": lambda: _with_tags(samples.wav(), "wav", {"comment": SECRET}),
}


@pytest.mark.parametrize("name", CLIPS)
def test_stripping_leaves_every_packet_and_no_note(name: str) -> None:
    data = CLIPS[name]()
    assert SECRET.encode() in data
    target = io.BytesIO()
    strip(io.BytesIO(data), target)
    assert SECRET.encode() not in target.getvalue()
    assert SECRET not in _tags(target.getvalue())
    assert _packets(target.getvalue()) == _packets(data)
    again = io.BytesIO()
    strip(io.BytesIO(target.getvalue()), again)
    assert again.getvalue() == target.getvalue()


@pytest.mark.parametrize(
    ("container", "codec", "options"),
    [
        ("mp4", "libx264", {}),
        ("mp4", "libx264", {"movflags": "use_metadata_tags"}),
        ("mov", "libx264", {}),
        ("webm", "libvpx", {}),
    ],
)
@pytest.mark.parametrize("nested", [True, False])
def test_reads_what_comfyui_writes_into_films(
    container: str, codec: str, options: dict[str, str], nested: bool
) -> None:
    graph: Any = GRAPH if nested else json.loads(GRAPH)
    comment = json.dumps({"prompt": graph, "workflow": {}})
    read = read_stream(
        io.BytesIO(_with_tags(samples.video(container, codec), container, {"comment": comment}, **options))
    )
    assert read.parameters is not None
    assert (read.parameters.prompt, read.parameters.seed) == ("a paper boat", 42)


def test_reads_tags_of_their_own_names() -> None:
    data = _with_tags(samples.video(), "mp4", {"prompt": GRAPH, "workflow": "{}"}, movflags="use_metadata_tags")
    read = read_stream(io.BytesIO(data))
    assert read.parameters is not None
    assert read.parameters.model == "sdxl.safetensors"


@pytest.mark.parametrize("name", CLIPS)
def test_cut_off_and_damaged_clips_harm_nothing(name: str) -> None:
    data = CLIPS[name]()
    steps = max(1, len(data) // 60)
    for end in range(12, len(data), steps):
        read_stream(io.BytesIO(data[:end]))
        with suppress(UnsupportedFormat):
            strip(io.BytesIO(data[:end]), io.BytesIO())
        broken = bytearray(data)
        broken[end] ^= 0xFF
        read_stream(io.BytesIO(bytes(broken)))
        with suppress(UnsupportedFormat):
            strip(io.BytesIO(bytes(broken)), io.BytesIO())
