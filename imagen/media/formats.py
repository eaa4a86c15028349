"""The formats a product's file may have, known by its first bytes and never by its name."""

from __future__ import annotations

from dataclasses import dataclass

from imagen.domain.errors import UnsupportedFormat
from imagen.domain.product import ProductType

HEAD_BYTES = 4096
_WHAT_IS_ACCEPTED = "Imagen keeps PNG, JPEG, WebP, GIF, AVIF, MP4, WebM, MOV, WAV, MP3, FLAC and OGG files."


@dataclass(frozen=True)
class Format:
    """One accepted format; `extension` is what its files are called under the media folder."""

    name: str
    mime_type: str
    extension: str
    type: ProductType


PNG = Format("PNG", "image/png", "png", ProductType.IMAGE)
JPEG = Format("JPEG", "image/jpeg", "jpg", ProductType.IMAGE)
WEBP = Format("WebP", "image/webp", "webp", ProductType.IMAGE)
GIF = Format("GIF", "image/gif", "gif", ProductType.IMAGE)
AVIF = Format("AVIF", "image/avif", "avif", ProductType.IMAGE)
MP4 = Format("MP4", "video/mp4", "mp4", ProductType.VIDEO)
WEBM = Format("WebM", "video/webm", "webm", ProductType.VIDEO)
MOV = Format("MOV", "video/quicktime", "mov", ProductType.VIDEO)
MP4_AUDIO = Format("MP4 audio", "audio/mp4", "mp4", ProductType.AUDIO)
WEBM_AUDIO = Format("WebM audio", "audio/webm", "webm", ProductType.AUDIO)
WAV = Format("WAV", "audio/wav", "wav", ProductType.AUDIO)
MP3 = Format("MP3", "audio/mpeg", "mp3", ProductType.AUDIO)
FLAC = Format("FLAC", "audio/flac", "flac", ProductType.AUDIO)
OGG = Format("OGG", "audio/ogg", "ogg", ProductType.AUDIO)

FORMATS = (PNG, JPEG, WEBP, GIF, AVIF, MP4, WEBM, MOV, MP4_AUDIO, WEBM_AUDIO, WAV, MP3, FLAC, OGG)
_BY_MIME_TYPE = {known.mime_type: known for known in FORMATS}
_SOUND_ONLY = {MP4: MP4_AUDIO, MOV: MP4_AUDIO, WEBM: WEBM_AUDIO}

_PLAIN_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"OggS", OGG),
    (b"fLaC", FLAC),
    (b"ID3", MP3),
)

_STRANGERS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"8BPS", "a Photoshop picture"),
    (b"\x00\x00\x01\x00", "an icon file"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"FLV\x01", "a Flash video"),
    (b"MThd", "a MIDI file"),
    (b"\xff\xf1", "an AAC sound"),
    (b"\xff\xf9", "an AAC sound"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)


def format_of(head: bytes) -> Format:
    """Tell a file's format from its first bytes (`HEAD_BYTES` are enough).

    Raises:
        UnsupportedFormat: when it is none of the accepted ones; the sentence names what it looks like.
    """
    found = _accepted(head)
    if found is None:
        raise UnsupportedFormat(f"This file is {_looks_like(head)}, which Imagen does not keep.", _WHAT_IS_ACCEPTED)
    return found


def with_mime_type(mime_type: str) -> Format:
    """Look up a format by its mime type.

    Raises:
        UnsupportedFormat: when no accepted format has it.
    """
    known = _BY_MIME_TYPE.get(mime_type)
    if known is None:
        raise UnsupportedFormat(f"Imagen does not keep files of the type “{mime_type}”.", _WHAT_IS_ACCEPTED)
    return known


def sound_only(container: Format) -> Format:
    """Give the format of a container that turned out to hold sound and no moving picture."""
    return _SOUND_ONLY.get(container, container)


def _accepted(head: bytes) -> Format | None:
    for magic, known in _PLAIN_MAGIC:
        if head.startswith(magic):
            return known
    if head[:4] in (b"RIFF", b"RF64"):
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _of_brands(_brands(head))
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if b"webm" in head[:64] else None
    return MP3 if _starts_mp3_frame(head) else None


def _brands(head: bytes) -> list[bytes]:
    end = min(int.from_bytes(head[:4], "big"), len(head), 256)
    return [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]


def _of_brands(brands: list[bytes]) -> Format | None:
    if b"avif" in brands or b"avis" in brands:
        return AVIF
    if brands[0] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"crx "):
        return None
    return MOV if brands[0] == b"qt  " else MP4


def _starts_mp3_frame(head: bytes) -> bool:
    """Check the fields of an MPEG frame header: layer III with a version, bit rate and sample rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3


def _looks_like(head: bytes) -> str:
    if not head:
        return "empty"
    for magic, name in _STRANGERS:
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return "a HEIC picture or a raw photo"
    if head.startswith(b"RIFF"):
        return "an AVI video" if head[8:12] == b"AVI " else "a RIFF file of an unknown kind"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "a Matroska video"
    return _looks_like_text(head) or "of an unknown kind"


def _looks_like_text(head: bytes) -> str | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in text and text.startswith(b"<"):
        return "an SVG drawing"
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return "an HTML page"
    if text.startswith(b"<"):
        return "an XML or HTML text"
    if b"\x00" in head:
        return None
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return None
    return "a JSON text" if text.startswith((b"{", b"[")) else "a text"
