"""A file is what its first bytes say, and what is not on the list is named and refused."""

from __future__ import annotations

import re

import pytest

from imagen.domain.errors import UnsupportedFormat
from imagen.domain.product import ProductType
from imagen.media.formats import FORMATS, Format, format_of, with_mime_type
from imagen.media.store import file_url, thumbnail_url
from tests.media import samples


@pytest.mark.parametrize(
    ("data", "mime_type"),
    [
        (samples.picture(), "image/png"),
        (samples.picture(form="JPEG"), "image/jpeg"),
        (samples.picture(form="WEBP"), "image/webp"),
        (samples.picture("P", form="GIF"), "image/gif"),
        (samples.picture(form="AVIF", size=(32, 32)), "image/avif"),
        (samples.video(), "video/mp4"),
        (samples.video("mov"), "video/quicktime"),
        (samples.video("webm", "libvpx-vp9"), "video/webm"),
        (samples.wav(), "audio/wav"),
        (samples.sound(), "audio/mpeg"),
        (samples.sound(id3v2_version="0"), "audio/mpeg"),
        (samples.sound("flac", "flac"), "audio/flac"),
        (samples.sound("ogg", "libopus"), "audio/ogg"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_accepted_format_is_told_from_its_first_bytes(data: bytes, mime_type: str) -> None:
    assert format_of(data[:4096]).mime_type == mime_type


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (samples.SVG, "an SVG drawing"),
        (b"\xef\xbb\xbf <svg/>", "an SVG drawing"),
        (samples.HTML, "an HTML page"),
        (b'{"error": "gone"}', "a JSON text"),
        ("Grüße, nur Text".encode(), "a text"),
        (b"%PDF-1.7", "a PDF document"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"BM......", "a BMP picture"),
        (b"\x7fELF\x02", "a program"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "a HEIC picture or a raw photo"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "an AVI video"),
        (b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x42\x82\x88matroska", "a Matroska video"),
        (b"\xff\xf1\x50\x80", "an AAC sound"),
        (b"\x01\x02\x00\x03\x99", "of an unknown kind"),
        (b"", "empty"),
    ],
)
def test_what_is_not_kept_is_named(head: bytes, name: str) -> None:
    with pytest.raises(UnsupportedFormat, match=f"This file is {name}"):
        format_of(head)


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_every_format_has_an_address_the_file_route_serves(known: Format) -> None:
    assert re.fullmatch(
        r"/media/[0-9a-f]{64}\.(png|jpg|webp|gif|avif|mp4|webm|mov|wav|mp3|flac|ogg)",
        file_url("ab" * 32, known.mime_type),
    )
    assert with_mime_type(known.mime_type) is known
    assert known.type is ProductType(known.mime_type.split("/")[0])


def test_no_address_is_made_for_a_type_that_is_not_kept() -> None:
    with pytest.raises(UnsupportedFormat, match="text/html"):
        file_url("ab" * 32, "text/html")


def test_a_thumbnail_s_address_carries_hash_and_size_only() -> None:
    assert thumbnail_url("ab" * 32, "small") == f"/thumbnails/{'ab' * 32}-small.webp"
