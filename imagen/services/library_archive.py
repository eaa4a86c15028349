"""The form of a whole library that leaves: a manifest, the rows of each table a line each, and the files by their hashes."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from imagen.domain.errors import InvalidInput, NotFound, StorageError

FORMAT, VERSION = "imagen-library", 1
MANIFEST = "manifest.json"
STORED = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})\.(png|jpg|webp|gif|avif|mp4|webm|mov|wav|mp3|flac|ogg)")
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, LookupError, OverflowError, MemoryError),
)
"""What reading a damaged archive raises, RuntimeError also for a compression or lock that is not known."""

_MOST_MEMBERS = 5_000_000
_LARGEST_MANIFEST = 4 << 20
_LARGEST_LINE = 64 << 20


@dataclass
class TableNote:
    """What the manifest says of a table."""

    rows: int = 0
    sha256: str = ""


@dataclass
class Manifest:
    """What an archive says of itself; `schema` is the revision of the tables."""

    schema: str
    made_at: str
    imagen: str
    tables: dict[str, TableNote] = field(default_factory=dict)
    files: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)

    def written(self) -> bytes:
        told = {
            "format": FORMAT,
            "version": VERSION,
            "schema": self.schema,
            "made_at": self.made_at,
            "imagen": self.imagen,
            "tables": {name: vars(note) for name, note in self.tables.items()},
            "files": {"count": self.files, "bytes": self.size, "missing": self.missing},
        }
        return json.dumps(told, indent=2).encode()


class Archive(Protocol):
    """An archive that is read: a ZIP file or a folder, with the safe names that it holds."""

    label: str

    def names(self) -> Iterator[str]:
        """List the members."""
        ...

    def size(self, name: str) -> int:
        """Tell a member's bytes, as the archive claims them."""
        ...

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open a member. Raises KeyError or OSError when it is not there, InvalidInput when it is damaged."""
        ...

    def close(self) -> None:
        """Let the archive go."""
        ...


class FolderArchive:
    """A library that was exported into a folder."""

    def __init__(self, root: Path) -> None:
        self.label = str(root)
        self._root = root

    def names(self) -> Iterator[str]:
        for top in (MANIFEST, "tables", "media"):
            place = self._root / top
            if place.is_symlink():
                raise _unsafe(top)
            for path in [place] if place.is_file() else sorted(place.rglob("*")):
                if path.is_symlink():
                    raise _unsafe(str(path.relative_to(self._root)))
                if path.is_file():
                    yield path.relative_to(self._root).as_posix()

    def size(self, name: str) -> int:
        return (self._root / name).stat().st_size

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        place = self._root / name
        if not place.is_file():  # a pipe, which folders out of archives may hold, would be waited for without end
            raise FileNotFoundError(place)
        return place.open("rb")

    def close(self) -> None:
        """Do nothing: no file stays open."""


class ZipArchive:
    """A library in one file; every member's name is checked before the first is read."""

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except UNREADABLE as error:
            raise InvalidInput(f"{path.name} is no archive that can be read: {error}.", "Export it again.") from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        try:
            for member in self._zip.infolist():
                self._check(member)
        except BaseException:
            self._zip.close()
            raise

    def names(self) -> Iterator[str]:
        return iter(self._members)

    def size(self, name: str) -> int:
        return self._members[name].file_size

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        member = self._members[name]
        try:
            return self._zip.open(member)
        except UNREADABLE as error:
            raise InvalidInput(f"{name} in the archive cannot be read: {error}.", "Export it again.") from error

    def close(self) -> None:
        self._zip.close()

    def _check(self, member: zipfile.ZipInfo) -> None:
        name = member.filename
        parts = name.replace("\\", "/").split("/")
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or is_link or "\x00" in name:
            raise _unsafe(name)
        if member.flag_bits & 1:
            raise InvalidInput("The archive is locked with a password.", "Export the library again.")
        if name in self._members or len(self._members) > _MOST_MEMBERS:
            raise InvalidInput("The archive holds the same name twice, or far too many.", "Export the library again.")
        if not member.is_dir():
            self._members[name] = member


def open_archive(path: Path) -> Archive:
    """Open an exported library. Raises NotFound and InvalidInput."""
    if path.is_dir():
        return FolderArchive(path)
    if not path.is_file():
        raise NotFound(f"{path} is not there.", "Check its spelling, and that its disk is connected.")
    return ZipArchive(path)


def read_manifest(archive: Archive, known_schemas: frozenset[str]) -> Manifest:
    """Read what an archive says of itself. Raises InvalidInput."""
    try:
        told = json.loads(_start_of(archive, MANIFEST, _LARGEST_MANIFEST))
        own = {FORMAT: int(told["version"])}
        schema, version = str(told["schema"]), own[told["format"]]
        tables = {str(n): TableNote(int(t["rows"]), str(t["sha256"])) for n, t in told["tables"].items()}
        files = told["files"]
        manifest = Manifest(
            schema, str(told["made_at"]), str(told["imagen"]), tables, int(files["count"]), int(files["bytes"])
        )
    except (*UNREADABLE, TypeError, AttributeError) as error:
        raise InvalidInput(
            f"{archive.label} is no library that Imagen exported, or only a part of one.", "Export it again."
        ) from error
    if version > VERSION or schema not in known_schemas:
        raise InvalidInput(
            "The library was exported by a newer version of Imagen.", "Bring this one up to date, then try again."
        )
    return manifest


def table_name(name: str) -> str:
    return f"tables/{name}.jsonl"


def file_name(stored: str) -> str:
    return f"media/{stored}"


def lines_of(archive: Archive, name: str, note: TableNote) -> Iterator[dict[str, Any]]:
    """Read a table's rows, and check in the end that they are those of the manifest. Raises InvalidInput."""
    whole = hashlib.sha256()
    count = 0
    damaged = InvalidInput(f"The table {name} of the archive is damaged.", "Export the library again.")
    try:
        with archive.open(table_name(name)) as file:
            while line := file.readline(_LARGEST_LINE + 1):
                if len(line) > _LARGEST_LINE:
                    raise damaged
                whole.update(line)
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise damaged
                count += 1
                yield row
    except UNREADABLE as error:
        raise damaged from error
    if count != note.rows or whole.hexdigest() != note.sha256:
        raise damaged


def _start_of(archive: Archive, name: str, most: int) -> bytes:
    with archive.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(name)
    return data


def _unsafe(name: str) -> InvalidInput:
    return InvalidInput(
        f"The archive holds “{name[:80]}”, which could be written anywhere: nothing of it was taken.",
        "Take libraries only from where you trust.",
    )


def unwritable(place: Path, error: OSError) -> StorageError:
    """Say that a library cannot be written somewhere."""
    return StorageError(
        f"The library could not be written to {place}: {error.strerror or error}.", "Give a place that has room."
    )
