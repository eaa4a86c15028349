"""Files come in whole or not at all, are found by their content, and strangers' files cannot do harm."""

from __future__ import annotations

import io
import os
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pytest
from PIL import Image

from imagen.domain.errors import BadResponse, StorageError, TooLarge, UnsupportedFormat
from imagen.domain.product import ProductType
from imagen.media.decoding import DecodingProcess
from imagen.media.store import MediaStore, file_url, thumbnail_url


def picture(mode: str = "RGB", size: tuple[int, int] = (640, 400), form: str = "PNG", **options: object) -> bytes:
    made = Image.effect_noise(size, 60).convert(mode)
    stored = io.BytesIO()
    made.save(stored, form, **options)
    return stored.getvalue()


def writing(data: bytes) -> Callable[[BinaryIO], None]:
    def write(target: BinaryIO) -> None:
        target.write(data)

    return write


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MediaStore]:
    for name in ("media", "thumbnails", "parts"):
        (tmp_path / name).mkdir()
    made = MediaStore(tmp_path / "media", tmp_path / "thumbnails", tmp_path / "parts", max_bytes=20 << 20)
    yield made
    made.close()


def everything(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize("trusted", [True, False])
def test_a_picture_is_stored_with_its_facts_and_thumbnails(store: MediaStore, tmp_path: Path, trusted: bool) -> None:
    data = picture()
    stored = store.ingest(writing(data), trusted=trusted)
    assert (stored.width, stored.height, stored.mime_type, stored.type) == (640, 400, "image/png", ProductType.IMAGE)
    assert store.path_of(stored.path).read_bytes() == data
    assert stored.path == f"{stored.sha256[:2]}/{stored.sha256}.png"
    assert (stored.placeholder or "").startswith("data:image/webp;base64,")
    with Image.open(tmp_path / "thumbnails" / stored.sha256[:2] / f"{stored.sha256}-small.webp") as small:
        assert small.size == (320, 200)
    assert everything(tmp_path / "parts") == []


def test_the_same_content_is_stored_once_by_any_number_of_threads(store: MediaStore, tmp_path: Path) -> None:
    data = picture()
    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(lambda _: store.ingest(writing(data), trusted=True), range(12)))
    assert len({one.sha256 for one in stored}) == 1
    assert len(everything(tmp_path / "media")) == 1


def test_a_writer_that_breaks_off_leaves_nothing(store: MediaStore, tmp_path: Path) -> None:
    def break_off(target: BinaryIO) -> None:
        target.write(picture()[:1000])
        raise BadResponse("The connection was lost.")

    with pytest.raises(BadResponse):
        store.ingest(break_off, trusted=True)
    assert everything(tmp_path) == []


def bomb() -> bytes:
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + picture()[33:]


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (b"", UnsupportedFormat, "empty"),
        (picture()[:-2000], UnsupportedFormat, "damaged or incomplete"),
        (picture(form="JPEG")[:5000], UnsupportedFormat, "damaged or incomplete"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", UnsupportedFormat, "SVG"),
        (b"<!DOCTYPE html><script>alert(1)</script>", UnsupportedFormat, "HTML"),
        (b"%PDF-1.7 ...", UnsupportedFormat, "PDF"),
        (b"just words", UnsupportedFormat, "text"),
        (bomb(), TooLarge, "pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (21 << 20), TooLarge, "allowed"),
    ],
    ids=["empty", "cut png", "cut jpeg", "svg", "html", "pdf", "text", "bomb", "huge"],
)
def test_what_is_no_sound_picture_is_refused_in_words_and_not_kept(
    store: MediaStore, tmp_path: Path, data: bytes, kind: type[Exception], says: str, trusted: bool
) -> None:
    with pytest.raises(kind, match=says):
        store.ingest(writing(data), trusted=trusted)
    assert everything(tmp_path) == []


@pytest.mark.parametrize(
    ("mode", "form", "extension"),
    [
        ("L", "PNG", "png"),
        ("RGBA", "PNG", "png"),
        ("CMYK", "JPEG", "jpg"),
        ("P", "GIF", "gif"),
        ("RGBA", "WEBP", "webp"),
    ],
)
def test_all_kinds_of_pictures_get_thumbnails(store: MediaStore, mode: str, form: str, extension: str) -> None:
    stored = store.ingest(writing(picture(mode, form=form)), trusted=True)
    assert stored.path.endswith(extension)


def test_a_turned_photo_is_measured_as_it_is_shown(store: MediaStore) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = store.ingest(writing(picture(form="JPEG", exif=exif)), trusted=True)
    assert (stored.width, stored.height) == (400, 640)


def test_left_over_parts_are_swept(store: MediaStore, tmp_path: Path) -> None:
    (tmp_path / "parts" / "abc.part").write_bytes(b"half")
    assert store.sweep_parts() == 1
    assert everything(tmp_path) == []


def test_addresses_carry_the_hash_only() -> None:
    assert file_url("ab" * 32, "image/jpeg") == f"/media/{'ab' * 32}.jpg"
    assert thumbnail_url("ab" * 32, "small") == f"/thumbnails/{'ab' * 32}-small.webp"


def test_a_file_that_hangs_the_decoder_is_refused_and_the_next_one_is_taken(tmp_path: Path) -> None:
    decoder = DecodingProcess(seconds_for_a_file=3.0)
    good, hanging = tmp_path / "good.part", tmp_path / "hanging.part"
    good.write_bytes(picture())
    os.mkfifo(hanging)  # reading it never ends
    with pytest.raises(UnsupportedFormat, match="took too long"):
        decoder.examine(hanging, {})
    assert decoder.examine(good, {}).width == 640
    decoder.close()
    with pytest.raises(StorageError, match="stopping"):
        decoder.examine(good, {})


@pytest.mark.skipif(sys.platform == "win32", reason="limits are the operating system's")
def test_the_decoder_ends_with_its_parent() -> None:
    import subprocess

    process = subprocess.Popen([sys.executable, "-m", "imagen.media.decoder"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) == 0
