"""Files come in whole or not at all, are found by their content, and can be shown and removed again."""

from __future__ import annotations

import errno
import os
import threading
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pytest
from PIL import Image

from imagen.domain.errors import BadResponse, NotFound, StorageError, TooLarge, UnsupportedFormat
from imagen.domain.product import ProductType
from imagen.media.store import MediaStore
from imagen.media.thumbnails import BOX
from tests.media import samples
from tests.media.samples import everything, writing


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MediaStore]:
    made = MediaStore(tmp_path / "media", tmp_path / "thumbnails", tmp_path / "parts", max_bytes=20 << 20)
    yield made
    made.close()


@pytest.mark.parametrize("trusted", [True, False])
def test_a_picture_is_stored_with_its_facts_and_thumbnails(store: MediaStore, tmp_path: Path, trusted: bool) -> None:
    data = samples.picture()
    stored = store.ingest(writing(data), trusted=trusted)
    assert (stored.width, stored.height, stored.mime_type, stored.type) == (640, 400, "image/png", ProductType.IMAGE)
    assert stored.file_size == len(data)
    assert stored.path == f"{stored.sha256[:2]}/{stored.sha256}.png"
    assert store.exists(stored.path)
    assert store.path_of(stored.path).read_bytes() == data
    assert store.path_of(stored.path).stat().st_mode & 0o077 == 0
    assert (stored.placeholder or "").startswith("data:image/webp;base64,")
    with Image.open(tmp_path / "thumbnails" / stored.sha256[:2] / f"{stored.sha256}-small.webp") as small:
        assert small.size == (320, 200)
    assert everything(tmp_path / "parts") == []


@pytest.mark.parametrize("trusted", [True, False])
def test_video_and_sound_are_stored(store: MediaStore, trusted: bool) -> None:
    video = store.ingest(writing(samples.video()), trusted=trusted)
    assert (video.type, video.width, video.path[-4:]) == (ProductType.VIDEO, 160, ".mp4")
    sound = store.ingest(writing(samples.wav()), trusted=trusted)
    assert (sound.type, sound.duration_ms, sound.path[-4:]) == (ProductType.AUDIO, 2000, ".wav")
    assert all(store.thumbnail_path(sound.sha256, size).exists() for size in BOX)


def test_the_same_content_is_stored_once_by_any_number_of_threads(store: MediaStore, tmp_path: Path) -> None:
    data = samples.picture()
    together = threading.Barrier(4)

    def ingest(_: int) -> str:
        together.wait()
        return store.ingest(writing(data), trusted=True).sha256

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ingest, range(12)))) == 1
    assert len(everything(tmp_path / "media")) == 1
    assert len(everything(tmp_path / "thumbnails")) == 2
    assert everything(tmp_path / "parts") == []


def test_content_that_is_already_there_is_left_as_it_is(store: MediaStore) -> None:
    first = store.ingest(writing(samples.picture()), trusted=True)
    before = store.path_of(first.path).stat()
    data = store.path_of(first.path).read_bytes()
    assert store.ingest(writing(data), trusted=True) == first
    assert store.path_of(first.path).stat().st_ino == before.st_ino


def test_a_stored_file_that_lost_bytes_is_replaced_by_the_whole_one(store: MediaStore) -> None:
    data = samples.picture()
    stored = store.ingest(writing(data), trusted=True)
    store.path_of(stored.path).write_bytes(data[:100])
    store.ingest(writing(data), trusted=True)
    assert store.path_of(stored.path).read_bytes() == data


@pytest.mark.parametrize("spoil", ["missing", "empty"])
def test_thumbnails_that_are_missing_come_back_with_the_same_content(store: MediaStore, spoil: str) -> None:
    data = samples.picture()
    stored = store.ingest(writing(data), trusted=True)
    small = store.thumbnail_path(stored.sha256, "small")
    small.unlink()
    if spoil == "empty":
        small.touch()
    store.ingest(writing(data), trusted=True)
    assert small.stat().st_size > 0


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize(
    ("size", "form", "wanted"),
    [
        ((300, 200), "PNG", {"small"}),
        ((1280, 20), "WEBP", {"small"}),
        ((1281, 20), "PNG", {"small", "large"}),
        ((500, 300), "GIF", {"small", "large"}),
    ],
)
def test_a_small_picture_is_its_own_large_thumbnail(
    store: MediaStore, size: tuple[int, int], form: str, wanted: set[str], trusted: bool
) -> None:
    stored = store.ingest(writing(samples.picture(size=size, form=form)), trusted=trusted)
    assert {each for each in BOX if store.thumbnail_path(stored.sha256, each).exists()} == wanted
    store.rebuild_thumbnails(stored.path, stored.sha256)
    assert {each for each in BOX if store.thumbnail_path(stored.sha256, each).exists()} == wanted


def test_a_small_picture_in_many_bytes_has_a_large_thumbnail(store: MediaStore) -> None:
    data = samples.picture(size=(1000, 700))
    assert len(data) > 256 << 10
    stored = store.ingest(writing(data), trusted=True)
    assert store.thumbnail_path(stored.sha256, "large").exists()


def test_thumbnails_are_rebuilt_from_the_stored_file(store: MediaStore) -> None:
    stored = store.ingest(writing(samples.picture()), trusted=True)
    small = store.thumbnail_path(stored.sha256, "small")
    whole = small.read_bytes()
    small.write_bytes(b"spoilt")
    assert store.rebuild_thumbnails(stored.path, stored.sha256) == stored
    assert small.read_bytes() == whole


def test_rebuilding_from_a_file_that_is_gone_is_said(store: MediaStore) -> None:
    with pytest.raises(NotFound, match="no longer"):
        store.rebuild_thumbnails(f"ab/{'ab' * 32}.png", "ab" * 32)


def test_a_writer_that_breaks_off_leaves_nothing(store: MediaStore, tmp_path: Path) -> None:
    lost = BadResponse("The connection was lost.")

    def break_off(target: BinaryIO) -> None:
        target.write(samples.picture()[:1000])
        raise lost

    with pytest.raises(BadResponse) as raised:
        store.ingest(break_off, trusted=True)
    assert raised.value is lost
    assert everything(tmp_path) == []


def test_a_writer_s_own_operating_system_error_is_not_taken_for_the_disk_s(store: MediaStore, tmp_path: Path) -> None:
    def break_off(target: BinaryIO) -> None:
        raise ConnectionResetError(errno.ECONNRESET, "reset")

    with pytest.raises(StorageError, match="from where it comes from: reset"):
        store.ingest(break_off, trusted=True)
    assert everything(tmp_path) == []


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (b"", UnsupportedFormat, "empty"),
        (samples.picture()[:-2000], UnsupportedFormat, "damaged or incomplete"),
        (samples.picture(form="JPEG")[:5000], UnsupportedFormat, "damaged or incomplete"),
        (samples.video()[:2000], UnsupportedFormat, "incomplete"),
        (samples.SVG, UnsupportedFormat, "SVG"),
        (samples.HTML, UnsupportedFormat, "HTML"),
        (b"just words", UnsupportedFormat, "text"),
        (samples.png_of_claimed_size(100_000, 100_000), TooLarge, "pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (21 << 20), TooLarge, "20 MiB allowed"),
    ],
    ids=["empty", "cut png", "cut jpeg", "cut mp4", "svg", "html", "text", "bomb", "huge"],
)
def test_what_is_not_sound_is_refused_in_words_and_not_kept(
    store: MediaStore, tmp_path: Path, data: bytes, kind: type[Exception], says: str, trusted: bool
) -> None:
    with pytest.raises(kind, match=says):
        store.ingest(writing(data), trusted=trusted)
    assert everything(tmp_path) == []


def test_the_cap_holds_for_bytes_that_come_little_by_little(store: MediaStore, tmp_path: Path) -> None:
    written = []

    def flood(target: BinaryIO) -> None:
        while True:
            written.append(target.write(b"\0" * (1 << 20)))

    with pytest.raises(TooLarge, match="20 MiB"):
        store.ingest(flood, trusted=True)
    assert len(written) == 20
    assert everything(tmp_path) == []


def test_a_writer_may_go_back_to_fill_in_a_header(store: MediaStore) -> None:
    def record(target: BinaryIO) -> None:
        with wave.open(target, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            for _ in range(4):
                file.writeframes(b"\x10\x20" * 4000)

    stored = store.ingest(record, trusted=True)
    assert stored.duration_ms == 2000
    again = store.ingest(writing(store.path_of(stored.path).read_bytes()), trusted=True)
    assert again.sha256 == stored.sha256


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_in_words_and_leaves_nothing(
    store: MediaStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = os.open

    def open_full(path: Path, flags: int, mode: int = 0o777) -> int:
        return really_open("/dev/full", os.O_RDWR) if str(path).endswith(".part") else really_open(path, flags, mode)

    monkeypatch.setattr("imagen.media.part_file.os.open", open_full)
    with pytest.raises(StorageError, match="disk is full") as raised:
        store.ingest(writing(samples.picture()), trusted=True)
    assert "Free some space" in raised.value.hint
    assert everything(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = MediaStore(tmp_path / "media", tmp_path / "thumbnails", tmp_path / "file" / "parts")
    with pytest.raises(StorageError, match="could not be stored"):
        store.ingest(writing(samples.picture()), trusted=True)


def test_left_over_parts_are_swept_and_nothing_else(store: MediaStore, tmp_path: Path) -> None:
    assert store.sweep_parts() == 0
    (tmp_path / "parts").mkdir()
    for name in ("abc.part", "def.part", "notes.txt"):
        (tmp_path / "parts" / name).write_bytes(b"half")
    assert store.sweep_parts() == 2
    assert everything(tmp_path) == ["notes.txt"]


def test_a_file_is_removed_with_its_thumbnails(store: MediaStore, tmp_path: Path) -> None:
    stored = store.ingest(writing(samples.picture()), trusted=True)
    store.remove(stored.path, stored.sha256)
    store.remove(stored.path, stored.sha256)
    assert not store.exists(stored.path)
    assert everything(tmp_path) == []


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "ab/../../x.png", f"ab/{'cd' * 32}.png", "ab/x.html", ""])
def test_no_path_leads_out_of_the_store(store: MediaStore, path: str) -> None:
    assert not store.exists(path)
    with pytest.raises(NotFound):
        store.path_of(path)


def test_room_is_measured_even_before_the_folder_exists(store: MediaStore) -> None:
    assert store.has_room(1)
    assert not store.has_room(1 << 62)
