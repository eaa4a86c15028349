"""Files that are listed in batches: read whole, however little they said of their length."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from imagen.domain.errors import UnsupportedFormat
from imagen.media import intake
from imagen.media.intake import Intake
from tests.media.samples import picture

LARGE = (1 << 20) + 17


@pytest.mark.parametrize(("length", "told"), [(100, 100), (100, 0), (LARGE, 100), (100, LARGE), (LARGE, LARGE)])
def test_a_file_is_read_whole_whatever_its_length_was(tmp_path: Path, length: int, told: int) -> None:
    data = os.urandom(length)
    assert _read(tmp_path, data, told) == data


def test_a_file_that_grows_without_end_is_not_read_without_end(tmp_path: Path) -> None:
    data = bytes(intake._WHOLE_BYTES + 3 * intake._PIECE)
    read = _read(tmp_path, data, 100)
    assert intake._WHOLE_BYTES < len(read) < len(data)


@pytest.mark.parametrize("padding", [0, intake._WHOLE_BYTES])
def test_small_and_large_files_are_kept_as_they_are_and_closed(tmp_path: Path, padding: int) -> None:
    data = picture() + bytes(padding)
    source = tmp_path / "picture"
    source.write_bytes(data)
    open_before = _open_files()
    with _batch(tmp_path) as batch:
        listed = batch.take(source)
        batch.keep()
    assert listed.sha256 == hashlib.sha256(data).hexdigest()
    assert (tmp_path / "media" / listed.path).read_bytes() == data
    assert _open_files() == open_before
    assert not list((tmp_path / "parts").iterdir())


@pytest.mark.parametrize("data", [b"", b"no picture", b"no picture" * (1 << 20)])
def test_what_is_refused_leaves_nothing_and_nothing_open(tmp_path: Path, data: bytes) -> None:
    source = tmp_path / "stranger"
    source.write_bytes(data)
    open_before = _open_files()
    with _batch(tmp_path) as batch, pytest.raises(UnsupportedFormat):
        batch.take(source)
    assert _open_files() == open_before
    assert not list((tmp_path / "parts").iterdir())


def _batch(root: Path) -> Intake:
    for name in ("media", "parts"):
        (root / name).mkdir()
    return Intake(root / "media", root / "parts", 1 << 30)


def _read(root: Path, data: bytes, told: int) -> bytes:
    (root / "file").write_bytes(data)
    with (root / "file").open("rb", buffering=0) as file:
        return intake._whole(file.fileno(), told)


def _open_files() -> int:
    """Count this process's open files where the system tells them."""
    own = Path("/proc/self/fd")
    return len(list(own.iterdir())) if own.is_dir() else 0
