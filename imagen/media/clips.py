"""Read a video or a sound: how long and how large it is, and the still picture that stands for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from PIL import Image, ImageStat

from imagen.domain.errors import UnsupportedFormat
from imagen.media import formats
from imagen.media.containers import is_cut_off
from imagen.media.formats import Format, sound_only
from imagen.media.limits import check_picture_size
from imagen.media.loudness import Loudness
from imagen.media.thumbnails import BOX
from imagen.media.waveforms import BARS, draw_waveform

_DEMUXERS = {
    formats.MP4: "mp4",
    formats.MOV: "mov",
    formats.WEBM: "matroska",
    formats.WAV: "wav",
    formats.MP3: "mp3",
    formats.FLAC: "flac",
    formats.OGG: "ogg",
}
_POSTER_FRAMES = 60
"""How many frames from the start are looked at for one that is not black."""
_BLACK = 20.0
_ROUNDED_MS = 1
"""By how much a player's clock may be behind the beginning of the frame that it shows."""
_VIDEO_MAY_LACK = (2.0, 0.1)
_SOUND_MAY_LACK = (0.15, 0.02)
"""How many seconds, and what share, a clip may end before its declared length; the last frame's length is often unsaid."""


@dataclass(frozen=True)
class ReadClip:
    """A clip that was read to its end; `width` and `height` are None for a sound."""

    format: Format
    width: int | None
    height: int | None
    duration_ms: int
    picture: Image.Image


def read_clip(path: Path, known: Format) -> ReadClip:
    """Read all of a clip, decoding a video's first frames and the whole of a sound.

    Raises:
        UnsupportedFormat: when it is damaged, cut off, or holds neither picture nor sound.
        TooLarge: when a frame has too many pixels.
        Exception: whatever PyAV raises for a damaged file; the caller makes a sentence of it.
    """
    if is_cut_off(path, known):
        raise _cut_off(known)
    with _opened(path, known) as container:
        video = _moving_picture(container, known)
        if video is not None:
            return _read_video(container, video, known)
        if container.streams.audio:
            return _read_sound(container, container.streams.audio[0], known, declared=_declares_length(path, known))
    raise UnsupportedFormat(
        f"The {known.name} file holds neither a picture nor a sound.", "Check that it plays where it came from."
    )


@contextmanager
def _opened(path: Path, known: Format) -> Iterator[Any]:
    """Open a clip with the one demuxer its magic bytes call for, and with no way to any other file or address."""
    import av

    options = {"protocol_whitelist": "file"}
    with av.open(f"file:{path}", format=_DEMUXERS[known], container_options=options) as container:
        yield container


def _moving_picture(container: Any, known: Format) -> Any:
    from av.stream import Disposition

    if known.type is not formats.MP4.type:
        return None  # a picture in a sound's file is its cover
    return next((s for s in container.streams.video if not s.disposition & Disposition.attached_pic), None)


def _read_video(container: Any, stream: Any, known: Format) -> ReadClip:
    check_picture_size(stream.codec_context.width, stream.codec_context.height)
    poster = _Poster()
    start, end = float("inf"), 0.0
    for packet in container.demux():  # all streams: the sound may go on when the picture has ended
        if packet.stream is stream and poster.wanted:
            poster.look_at(packet.decode())
        if packet.pts is not None:
            start = min(start, float(packet.pts * packet.time_base))
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    if poster.best is None:
        raise UnsupportedFormat(f"The {known.name} video holds no frame that can be shown.", "Make it again.")
    seconds = _checked_length(container, end - start, known, _VIDEO_MAY_LACK)
    width, height = poster.shown_size
    return ReadClip(known, width, height, round(seconds * 1000), poster.best)


class _Poster:
    """The first frame that is not black, or else the brightest of those looked at."""

    def __init__(self) -> None:
        self.best: Image.Image | None = None
        self.shown_size = (0, 0)
        self._brightness = -1.0
        self._seen = 0

    @property
    def wanted(self) -> bool:
        return self._seen < _POSTER_FRAMES and self._brightness <= _BLACK

    def look_at(self, frames: list[Any]) -> None:
        for frame in frames:
            if not self.wanted:
                return
            self._seen += 1
            picture, shown_size = _as_picture(frame)
            brightness = ImageStat.Stat(picture.resize((32, 32)).convert("L")).mean[0]
            if brightness > self._brightness:
                self.best, self._brightness, self.shown_size = picture, brightness, shown_size


def frame_at(path: Path, known: Format, at_ms: int) -> Image.Image:
    """Give the frame that a video shows at a moment, upright and in its full size; behind the end its last one.

    Raises:
        UnsupportedFormat: when it has no picture that moves.
        Exception: whatever PyAV raises for a damaged file; the caller makes a sentence of it.
    """
    with _opened(path, known) as container:
        stream = _moving_picture(container, known)
        if stream is None:
            raise UnsupportedFormat(f"The {known.name} file holds no moving picture.", "Choose another.")
        start = stream.start_time or 0
        wanted = start + round((at_ms + _ROUNDED_MS) / 1000 / stream.time_base)
        container.seek(max(wanted, start), stream=stream)
        shown = None
        for frame in container.decode(stream):
            if shown is not None and frame.pts is not None and frame.pts > wanted:
                break
            shown = frame
        if shown is None:
            raise UnsupportedFormat(f"The {known.name} video holds no frame that can be shown.", "Make it again.")
        return _as_picture(shown, None)[0]


def _as_picture(frame: Any, box: int | None = BOX["large"]) -> tuple[Image.Image, tuple[int, int]]:
    """Turn a frame into an upright picture within a box; also give the size it is shown with."""
    check_picture_size(frame.width, frame.height)
    scale = min(1.0, box / max(frame.width, frame.height)) if box else 1.0
    size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
    picture = frame.to_image(width=size[0], height=size[1])
    turn = round(frame.rotation / 90) % 4
    if turn == 0:
        return picture, (frame.width, frame.height)
    upright = picture.transpose(
        (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)[turn - 1]
    )
    return upright, (frame.width, frame.height) if turn == 2 else (frame.height, frame.width)


def _read_sound(container: Any, stream: Any, known: Format, *, declared: bool) -> ReadClip:
    loudness = Loudness()
    for frame in container.decode(stream):
        loudness.add(frame)
    if not loudness.seconds:
        raise UnsupportedFormat(f"The {known.name} file holds no sound.", "Check that it plays where it came from.")
    if declared:
        _checked_length(container, loudness.seconds, known, _SOUND_MAY_LACK)
    picture = draw_waveform(loudness.peaks(BARS))
    return ReadClip(sound_only(known), None, None, round(loudness.seconds * 1000), picture)


def _checked_length(container: Any, read_s: float, known: Format, may_lack: tuple[float, float]) -> float:
    """Give the clip's length in seconds; a clip that ends long before it should is refused."""
    declared_s = float(Fraction(container.duration, 1_000_000)) if container.duration else read_s
    seconds, share = may_lack
    if read_s < declared_s - max(seconds, declared_s * share):
        raise _cut_off(known)
    return read_s or declared_s


def _declares_length(path: Path, known: Format) -> bool:
    """Whether the file itself says how long it is, and the demuxer does not merely guess from the bit rate."""
    if known is not formats.MP3:
        return True
    with path.open("rb") as file:
        head = file.read(10)
        tag = 0
        if head.startswith(b"ID3"):
            tag = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))
        file.seek(tag)
        first_frame = file.read(256)
    return b"Xing" in first_frame or b"Info" in first_frame


def _cut_off(known: Format) -> UnsupportedFormat:
    return UnsupportedFormat(
        f"The {known.name} file is incomplete: it ends before it should.",
        "Get it again from where it came from, or make it again.",
    )
