"""`imagen import` and `imagen export`, with and without a running Imagen."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from imagen.cli import main
from tests.media.metadata.samples import FIXTURES
from tests.media.samples import HTML


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("a1111.png", "novelai.png"):
        shutil.copy(FIXTURES / name, folder)
    return folder


def _imagen(data: Path, *words: str) -> int:
    return main([*words, "--data-dir", str(data)])


def test_a_folder_comes_in_leaves_as_an_archive_and_as_a_library(
    tmp_path: Path, pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, archive, library = tmp_path / "data", tmp_path / "out.zip", tmp_path / "library.zip"
    assert _imagen(data, "import", str(pictures)) == 0
    assert capsys.readouterr().out == "2 of 2 files · 2 taken.\n"
    assert _imagen(data, "import", str(pictures / "a1111.png"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["already_there"] == 1
    assert _imagen(data, "export", "seed:42", "--out", str(archive)) == 0
    assert [name for name in zipfile.ZipFile(archive).namelist() if name.endswith(".png")] == ["novelai.png"]
    assert _imagen(data, "export", "--library", "--out", str(library)) == 0
    assert capsys.readouterr().out.splitlines() == [str(archive), str(library)]
    assert _imagen(tmp_path / "other", "import", "--library", str(library)) == 0
    assert capsys.readouterr().out == "2 of 2 files · 2 taken.\n"


def test_refused_files_are_named_and_make_it_incomplete(
    tmp_path: Path, pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pictures / "page\x1b[31m.png").write_bytes(HTML)
    assert _imagen(tmp_path / "data", "import", str(pictures)) == 1
    said = capsys.readouterr()
    assert "\x1b" not in said.err
    assert "page[31m.png: This file is an HTML page" in said.err
    assert said.out == "3 of 3 files · 2 taken · 1 refused.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["import", "/nowhere/at/all"], "is not there"),
        (["import", "--library", "/nowhere.zip"], "is not there"),
        (["import", "--library", "https://example.com/a.zip"], "Name one exported library"),
        (["import", "--project", "None such", "."], "There is no project"),
        (["export", "tag:"], "The search cannot be read"),
        (["export", "liked"], "nothing to export"),
        (["export", "liked", "--library"], "takes no search"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    tmp_path: Path, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _imagen(tmp_path / "data", *words) == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.glob("*.zip*"))


def test_no_file_is_written_over(tmp_path: Path, pictures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _imagen(tmp_path / "data", "import", str(pictures)) == 0
    out = tmp_path / "out.zip"
    out.write_bytes(b"mine")
    assert _imagen(tmp_path / "data", "export", "--out", str(out)) == 2
    assert "there already" in capsys.readouterr().err
    assert out.read_bytes() == b"mine"
