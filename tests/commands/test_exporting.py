"""`imagen export` puts nothing under its final name that is not whole, however it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from imagen.cli import main
from imagen.commands import exporting
from tests.commands.program import ROOT

_KILLED = """
import os, signal, sys
from contextlib import contextmanager
from imagen.cli import main
from imagen.commands import exporting

class Desk:
    @contextmanager
    def library(self):
        def pieces():
            yield b"the beginning"
            yield b"and a little more"
            os.kill(os.getpid(), signal.SIGKILL)
        yield None, pieces()
    def close(self):
        pass

exporting.open_desk = lambda settings: Desk()
main(["export", "--library", "--out", sys.argv[1], "--data-dir", sys.argv[2]])
"""


class _Desk:
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    @contextmanager
    def library(self) -> Iterator[tuple[int | None, Iterator[bytes]]]:
        yield None, self._pieces

    def close(self) -> None:
        pass


def _export(tmp_path: Path, target: Path, pieces: Iterator[bytes], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(exporting, "open_desk", lambda _settings: _Desk(pieces))
    return main(["export", "--library", "--out", str(target), "--data-dir", str(tmp_path / "data")])


def test_killed_it_leaves_nothing_under_the_name_and_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "library.zip"
    target.parent.mkdir()
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(target), str(tmp_path / "data")], check=False, cwd=ROOT, timeout=60
    )
    assert ended.returncode == -signal.SIGKILL
    (left,) = target.parent.iterdir()
    assert left.suffix == ".part"
    assert _export(tmp_path, target, iter([b"all of it"]), monkeypatch) == 0
    assert target.read_bytes() == b"all of it"


def test_what_another_export_writes_meanwhile_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "library.zip"

    def pieces() -> Iterator[bytes]:
        yield b"first"
        assert not target.exists()
        target.write_bytes(b"another's")

    assert _export(tmp_path, target, pieces(), monkeypatch) != 0
    assert target.read_bytes() == b"another's"
    assert not list(tmp_path.glob("*.part"))


def test_an_archive_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "library.zip"

    def pieces() -> Iterator[Any]:
        yield b"first"
        raise OSError(28, "No space left on device")

    assert _export(tmp_path, target, pieces(), monkeypatch) != 0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
