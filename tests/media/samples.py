"""Real files of every kind for the tests of media, made on the spot."""

from __future__ import annotations

import io
import struct
import wave
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

import av
import numpy as np
from PIL import Image

SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"\n <!DOCTYPE html><html><script>alert(1)</script></html>"


def picture(mode: str = "RGB", size: tuple[int, int] = (640, 400), form: str = "PNG", **options: Any) -> bytes:
    return encoded(Image.effect_noise(size, 60).convert(mode), form, **options)


def encoded(made: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    stored = io.BytesIO()
    made.save(stored, form, **options)
    return stored.getvalue()


def animation(form: str, frames: int = 4, size: tuple[int, int] = (64, 48)) -> bytes:
    """Make an animation whose first frame is red; each frame lasts 100 ms."""
    pictures = [
        Image.new("RGB", size, "red"),
        *(Image.effect_noise(size, 30 + n).convert("RGB") for n in range(1, frames)),
    ]
    return encoded(pictures[0], form, save_all=True, append_images=pictures[1:], duration=100, loop=0)


def png_of_claimed_size(width: int, height: int) -> bytes:
    """Make a PNG whose header claims a size that its pixels do not have."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return head + picture()[33:]


def video(
    container: str = "mp4",
    codec: str = "libx264",
    *,
    black_frames: int = 3,
    frames: int = 20,
    sound_seconds: float = 0.0,
    **options: str,
) -> bytes:
    """Make a clip of 160×96 pixels at 10 frames a second that starts black and goes on in green."""
    stored = io.BytesIO()
    with av.open(stored, "w", format=container, options=options) as output:
        stream: Any = output.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        voice = _add_sound(output, "aac" if container != "webm" else "libopus") if sound_seconds else None
        for index in range(frames):
            pixels = np.zeros((96, 160, 3), np.uint8)
            if index >= black_frames:
                pixels[:, :, 1] = 200
            output.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        output.mux(stream.encode(None))
        if voice is not None:
            _sing(output, voice, sound_seconds)
    return stored.getvalue()


def sound(container: str = "mp3", codec: str = "libmp3lame", seconds: float = 2.0, **options: str) -> bytes:
    """Make a tone that is silent in its first half."""
    stored = io.BytesIO()
    with av.open(stored, "w", format=container, options=options) as output:
        _sing(output, _add_sound(output, codec), seconds)
    return stored.getvalue()


def wav(seconds: float = 2.0, width: int = 2, channels: int = 2) -> bytes:
    stored = io.BytesIO()
    with wave.open(stored, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(8000)
        file.writeframes(np.random.default_rng(1).bytes(int(8000 * seconds) * width * channels))
    return stored.getvalue()


def index_first(clip: bytes) -> bytes:
    """Move an MP4's index before its content; nobody follows the offsets in it, which are then wrong."""
    boxes, at = {}, 0
    while at < len(clip):
        length = int.from_bytes(clip[at : at + 4], "big")
        boxes[clip[at + 4 : at + 8]] = clip[at : at + length]
        at += length
    content = boxes.pop(b"mdat")
    return b"".join(boxes.values()) + content


def turned_quarter(clip: bytes) -> bytes:
    """Write a turn by 90 degrees clockwise into the matrix of an MP4's track header."""
    at = clip.index(b"tkhd") + 4
    matrix = at + 40
    one, minus_one = 0x10000, -0x10000
    return clip[:matrix] + struct.pack(">9i", 0, one, 0, minus_one, 0, 0, 0, 0, 0x40000000) + clip[matrix + 36 :]


def writing(data: bytes) -> Callable[[BinaryIO], None]:
    def write(target: BinaryIO) -> None:
        target.write(data)

    return write


def put(folder: Path, data: bytes) -> Path:
    path = folder / f"{zlib.crc32(data):08x}.part"
    path.write_bytes(data)
    return path


def everything(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def _add_sound(output: Any, codec: str) -> Any:
    return output.add_stream(codec, rate=48000 if "opus" in codec else 44100, layout="mono")


def _sing(output: Any, stream: Any, seconds: float) -> None:
    rate = stream.codec_context.sample_rate
    moments = np.arange(int(rate * seconds)) / rate
    tone = np.where(moments < seconds / 2, 0.0, 0.8 * np.sin(2 * np.pi * 440 * moments))
    frame = av.AudioFrame.from_ndarray((tone * 32767).astype(np.int16)[None, :], format="s16", layout="mono")
    frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
    output.mux(stream.encode(frame))
    output.mux(stream.encode(None))
