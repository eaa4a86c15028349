"""A folder holds an exported library only when it is whole."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from imagen.bootstrap import Production
from imagen.data.upgrade import known_revisions
from imagen.domain.errors import InvalidInput
from imagen.services.import_progress import Cancelled, Counting
from imagen.services.library_archive import open_archive, read_manifest
from imagen.services.library_export import UNFINISHED, LibraryExport
from tests.services.ordering import fulfilled, place


class _Watching(Counting):
    """Looks at the folder while a file is written, then stops if that is wanted."""

    def __init__(self, folder: Path, *, stops: bool) -> None:
        super().__init__("export", None, lambda *_: None)
        self._folder = folder
        self._stops = stops
        self.seen: list[list[str]] = []

    def more_bytes(self, size: int) -> None:
        self.seen.append(sorted(path.name for path in self._folder.iterdir()))
        with pytest.raises(InvalidInput):
            _manifest(self._folder)
        if self._stops:
            raise Cancelled
        super().more_bytes(size)


def _manifest(folder: Path) -> Any:
    with closing(open_archive(folder)) as archive:
        return read_manifest(archive, known_revisions()[1])


@pytest.fixture
def export(production: Production) -> LibraryExport:
    fulfilled(production.services, place(production.services, "a [red,blue] fox").id)
    return LibraryExport(production.services.imports._units, production.store)


def test_until_it_is_whole_it_is_no_library(export: LibraryExport, tmp_path: Path) -> None:
    folder = tmp_path / "exported"
    watching = _Watching(folder, stops=False)
    export.into_folder(folder, watching)
    assert watching.seen == [[UNFINISHED], [UNFINISHED]]
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "media", "tables"]
    assert _manifest(folder).files == 2


def test_stopped_it_leaves_nothing_and_can_be_done_again(export: LibraryExport, tmp_path: Path) -> None:
    folder = tmp_path / "exported"
    with pytest.raises(Cancelled):
        export.into_folder(folder, _Watching(folder, stops=True))
    assert list(folder.iterdir()) == []
    export.into_folder(folder)
    assert _manifest(folder).files == 2


def test_what_a_killed_one_left_is_told(export: LibraryExport, tmp_path: Path) -> None:
    (tmp_path / "exported" / UNFINISHED).mkdir(parents=True)
    with pytest.raises(InvalidInput, match="did not end"):
        export.into_folder(tmp_path / "exported")
    assert (tmp_path / "exported" / UNFINISHED).is_dir()
