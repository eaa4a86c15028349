"""Export a whole library as an archive that is made while it is read, or into a folder; keys and secrets never leave."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy import text

from imagen import __version__
from imagen.data.library_rows import library_tables, rows_of
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.data.upgrade import known_revisions
from imagen.domain.errors import InvalidInput, NotFound
from imagen.media.store import MediaStore
from imagen.media.zip_stream import PIECE, ZipStream
from imagen.services.import_progress import Counting
from imagen.services.library_archive import MANIFEST, Manifest, TableNote, file_name, table_name, unwritable

UNFINISHED = "unfinished.part"

Entry = tuple[str, Iterable[bytes], bool]
"""A member's name, its content in pieces, and whether it is worth compressing."""


class LibraryExport:
    """Writes the library as it is at one moment."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore) -> None:
        self._units = units
        self._store = store

    def archive(self) -> Iterator[bytes]:
        """Give the library as a ZIP file, in pieces."""
        archive = ZipStream()
        for name, content, packed in self._entries(None):
            yield from archive.pieces(name, content, time.time(), packed=packed)
        yield archive.end()

    def into_folder(self, folder: Path, counting: Counting | None = None) -> None:
        """Write the library into a folder that is empty or not there yet. Raises InvalidInput and StorageError.

        All lies in a folder of its own in there until it is whole, so that nobody takes a part for a library.
        """
        unfinished = folder / UNFINISHED
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if unfinished.exists():
                raise InvalidInput(f"An export into {folder} did not end.", "Delete it, or give a new folder.")
            if any(folder.iterdir()):
                raise InvalidInput(f"{folder} is not empty.", "Give a new folder.")
            unfinished.mkdir(mode=0o700)
        except OSError as error:
            raise unwritable(folder, error) from error
        try:
            for name, content, _ in self._entries(counting):
                _write(unfinished / name, content)
            for name in ("tables", "media", MANIFEST):
                if (unfinished / name).exists():
                    (unfinished / name).rename(folder / name)
            unfinished.rmdir()
        except OSError as error:
            raise unwritable(folder, error) from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def _entries(self, counting: Counting | None) -> Iterator[Entry]:
        """Give all members, the manifest last: an archive without one is not whole."""
        manifest = Manifest(known_revisions()[0], datetime.now(UTC).isoformat(), __version__)
        with tempfile.TemporaryDirectory(prefix="imagen-export-") as place:
            stored = self._spool(Path(place), manifest)
            if counting is not None:
                counting.expect(len(stored), sum(stored.values()))
            for name in manifest.tables:
                with (Path(place) / name).open("rb") as rows:
                    yield table_name(name), _pieces(rows), True
            for path in stored:
                yield from self._file(path, manifest, counting)
        yield MANIFEST, [manifest.written()], True

    def _spool(self, place: Path, manifest: Manifest) -> dict[str, int]:
        """Write the tables aside as they are at one moment, so that nobody who fetches slowly holds up the database."""
        with self._units.reading() as reading:
            connection = reading.session.connection()
            for table in library_tables():
                whole, count = hashlib.sha256(), 0
                with (place / table.name).open("xb") as file:
                    for row in rows_of(connection, table):
                        line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                        whole.update(line)
                        file.write(line)
                        count += 1
                manifest.tables[table.name] = TableNote(count, whole.hexdigest())
            found = connection.execute(text("SELECT DISTINCT path, file_size FROM product ORDER BY path"))
            return {str(row.path): int(row.file_size) for row in found}

    def _file(self, path: str, manifest: Manifest, counting: Counting | None) -> Iterator[Entry]:
        try:
            with self._store.path_of(path).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                if counting is not None:
                    counting.more_bytes(size)
                manifest.files += 1
                manifest.size += size
                yield file_name(path), _pieces(file), False
        except (OSError, NotFound):
            manifest.missing.append(path)


def _write(target: Path, content: Iterable[bytes]) -> None:
    """Write a file so that it is on the disk when this returns."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("xb") as file:
        for piece in content:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(PIECE), b"")
