"""Sounds: a little tune by the look, as WAV, MP3, FLAC or Ogg of the true length."""

from __future__ import annotations

import hashlib
import io
import wave

import av
import numpy as np
import numpy.typing as npt

from tests.provider_simulators.media.wish import Wish

RATE = 24_000
SCALE = (0, 2, 4, 7, 9, 12)
CODECS = {"mp3": ("mp3", "libmp3lame", "fltp"), "ogg": ("ogg", "libopus", "fltp"), "flac": ("flac", "flac", "s16")}


def tune(wish: Wish) -> npt.NDArray[np.float32]:
    """Return mono samples between -1 and 1, two notes a second."""
    digest = hashlib.sha256(wish.look.encode()).digest()
    count = max(1, int(wish.seconds * RATE))
    time = np.arange(count, dtype=np.float32) / RATE
    notes = np.array([220 * 2 ** (SCALE[value % len(SCALE)] / 12) for value in digest], dtype=np.float32)
    pitch = notes[(time * 2).astype(int) % len(notes)]
    fading = 1 - (time * 2) % 1
    samples: npt.NDArray[np.float32] = (np.sin(2 * np.pi * pitch * time) * fading * 0.4).astype(np.float32)
    return samples


def sound(wish: Wish) -> bytes:
    """Return an audio file."""
    samples = tune(wish)
    out = io.BytesIO()
    if wish.format not in CODECS:
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((samples * 32767).astype("<i2").tobytes())
        return out.getvalue()
    container_format, codec, samples_format = CODECS[wish.format]
    with av.open(out, "w", format=container_format) as container:
        stream = container.add_stream(codec, rate=RATE)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        data = (samples * 32767).astype(np.int16) if samples_format == "s16" else samples
        frame = av.AudioFrame.from_ndarray(data[None], format=samples_format, layout="mono")
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return out.getvalue()
