"""Clips: a mosaic with a bar that runs through it, as MP4 or WebM of the true size and length."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np

from tests.provider_simulators.media.pictures import mosaic
from tests.provider_simulators.media.wish import Wish

CODECS = {
    "mp4": ("libx264", {"preset": "ultrafast", "crf": "35", "tune": "zerolatency"}),
    "webm": ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8"}),
}


def clip(wish: Wish) -> bytes:
    """Return a video file; sides are rounded down to even numbers, as codecs want them."""
    codec, options = CODECS.get(wish.format, CODECS["mp4"])
    out = io.BytesIO()
    width, height = wish.width - wish.width % 2, wish.height - wish.height % 2
    base = np.asarray(mosaic(wish).convert("RGB").resize((width, height)))
    count = max(1, round(wish.seconds * wish.frames_per_second))
    with av.open(out, "w", format=wish.format if wish.format in CODECS else "mp4") as container:
        stream = container.add_stream(codec, rate=wish.frames_per_second, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        bar = max(2, width // 40)
        for number in range(count):
            picture = base.copy()
            if not wish.black:
                left = (width - bar) * number // max(1, count - 1)
                picture[:, left : left + bar] = 255
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, wish.frames_per_second)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return out.getvalue()
