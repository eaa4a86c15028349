"""Which container's notes are read, written and stripped by what: one line for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from imagen.media import formats
from imagen.media.formats import Format
from imagen.media.metadata.containers import avif, avif_writing, gif, jpeg, mp4, png, sound, webm, webp
from imagen.media.metadata.payload import Payload, Written
from imagen.media.metadata.texts import Texts


@dataclass(frozen=True)
class Container:
    """What can be done with the notes of a format; None for what cannot."""

    read: Callable[[BinaryIO, Texts], None] | None = None
    embed: Callable[[BinaryIO, BinaryIO, Payload], Written] | None = None
    strip: Callable[[BinaryIO, BinaryIO], None] | None = None


CONTAINERS: Mapping[Format, Container] = {
    formats.PNG: Container(png.read, png.embed, png.strip),
    formats.JPEG: Container(jpeg.read, jpeg.embed, jpeg.strip),
    formats.WEBP: Container(webp.read, webp.embed, webp.strip),
    formats.GIF: Container(gif.read, gif.embed, gif.strip),
    formats.AVIF: Container(avif.read, avif_writing.embed, avif.strip),
    formats.MP4: Container(mp4.read, None, mp4.strip),
    formats.MOV: Container(mp4.read, None, mp4.strip),
    formats.MP4_AUDIO: Container(mp4.read, None, mp4.strip),
    formats.WEBM: Container(webm.read, None, webm.strip),
    formats.WEBM_AUDIO: Container(webm.read, None, webm.strip),
    formats.WAV: Container(strip=sound.strip_wav),
    formats.FLAC: Container(strip=sound.strip_flac),
    formats.MP3: Container(strip=sound.strip_mp3),
}
