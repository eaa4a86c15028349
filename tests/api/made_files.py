"""What a made file is, found by decoding all of it."""

from __future__ import annotations

import io
from dataclasses import dataclass

import av
from PIL import Image


@dataclass(frozen=True)
class Facts:
    """Kind, size in pixels and length in seconds, as far as a kind has them."""

    kind: str
    width: int | None = None
    height: int | None = None
    seconds: float | None = None


def facts_of(content: bytes, mime_type: str) -> Facts:
    """Decode a picture, a clip or a sound from its first byte to its last."""
    kind = mime_type.partition("/")[0]
    if kind == "image":
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            return Facts(kind, *image.size)
    with av.open(io.BytesIO(content), "r") as container:
        if kind == "video":
            (stream,) = container.streams.video
            frames = [(frame.width, frame.height) for frame in container.decode(stream)]
            assert stream.average_rate is not None
            return Facts(kind, *frames[-1], seconds=len(frames) / float(stream.average_rate))
        (sound,) = container.streams.audio
        samples = sum(frame.samples for frame in container.decode(sound))
        return Facts(kind, seconds=samples / sound.codec_context.sample_rate)
