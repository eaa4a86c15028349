"""What is to be imported: files of a folder on this machine, listed before the first is opened, and web addresses."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from imagen.domain.errors import InvalidInput, NotFound
from imagen.media.metadata import ReadMetadata, read_sidecar

# Names by which files are looked at; what they are, their first bytes say.
_ENDINGS = re.compile(
    r"\.(png|jpe?g|jpe|jfif|webp|gif|avif|bmp|tiff?|hei[cf]|jxl|svg|psd"
    r"|mp4|m4[av]|webm|mov|mkv|avi|wav|mp3|flac|og[ga]|opus|aac)"
)
_SIDECAR = ".json"
_LARGEST_SIDECAR = 8 << 20
_DEEPEST = 40
MOST_FILES = 2_000_000
_LONGEST_NAME = 200


@dataclass(frozen=True)
class FileSource:
    """A file on this machine; `folder` is where it lies below the one that is imported."""

    path: str
    size: int = 0
    modified_at: float = 0.0
    folder: str = ""
    sidecar: str | None = None

    @property
    def name(self) -> str:
        return shown_name(self.path)

    @property
    def shown(self) -> str:
        """Give the name with its folder, as people are told of it."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


@dataclass
class Found:
    """What a folder holds."""

    files: list[FileSource] = field(default_factory=list)
    left_alone: int = 0

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def read_place(text: str, *, not_in: tuple[Path, ...] = ()) -> Path:
    """Read the path of a file or folder as somebody typed it. Raises InvalidInput and NotFound."""
    written = text.strip().strip("\"'")
    if not written or "\x00" in written:
        raise InvalidInput("Name a folder.", "Give its whole path, such as /home/me/pictures.")
    try:
        place = Path(written).expanduser()
        if not place.is_absolute():
            raise InvalidInput(f"{written} is no whole path.", "Give one that begins at the root of the disk.")
        place = place.resolve()
        is_there = place.exists()
    except (OSError, RuntimeError) as error:
        raise NotFound(f"{written[:200]} cannot be read.", "Check that you may read it.") from error
    if not is_there:
        raise NotFound(f"{written} is not there.", "Check its spelling, and that its disk is connected.")
    if not place.is_file() and not place.is_dir():  # a pipe or a device has no end
        raise InvalidInput(f"{written} is neither a file nor a folder.", "Name the file or folder itself.")
    if any(place == own or place.is_relative_to(own) for own in not_in):
        raise InvalidInput(f"{written} is in Imagen's own data folder.", "Choose the folder that your files lie in.")
    return place


def read_folder(text: str, *, not_in: tuple[Path, ...] = ()) -> Path:
    """Read a folder's path as somebody typed it. Raises InvalidInput and NotFound."""
    place = read_place(text, not_in=not_in)
    if not place.is_dir():
        raise NotFound(f"{text.strip()} is no folder.", "Name the folder that it lies in.")
    return place


def find_files(
    folder: Path, *, into_folders: bool = True, go_on: Callable[[], None] = lambda: None, not_in: tuple[Path, ...] = ()
) -> Found:
    """List a folder's files from the oldest on, so that the newest stands first in the gallery.

    Folders that are links are not followed, hidden files and folders are left alone. `go_on` is called now and then, and
    ends this by raising.
    """
    found = Found()
    for place, entries in _folders(folder, into_folders=into_folders, not_in=not_in):
        go_on()
        names = {entry.name for entry in entries}
        for entry in entries:
            source = _source(entry, place, names)
            if source is not None and len(found.files) < MOST_FILES:
                found.files.append(source)
            elif not entry.name.casefold().endswith(_SIDECAR):
                found.left_alone += 1
    found.files.sort(key=lambda file: (file.modified_at, file.path))
    return found


def _folders(
    root: Path, *, into_folders: bool, not_in: tuple[Path, ...]
) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
    own = {str(path) for path in not_in}
    waiting = [(str(root), "", 0)]
    while waiting:
        path, place, depth = waiting.pop()
        try:
            with os.scandir(path) as scan:
                entries = [entry for entry in scan if not entry.name.startswith(".")]
        except OSError:
            continue  # one that may not be read hides nothing from the others
        folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        if into_folders and depth < _DEEPEST:
            waiting += [
                (entry.path, f"{place}/{entry.name}" if place else entry.name, depth + 1)
                for entry in folders
                if entry.path not in own
            ]
        inside = {entry.name for entry in folders}
        yield place, [entry for entry in entries if entry.name not in inside]


def _source(entry: os.DirEntry[str], place: str, names: set[str]) -> FileSource | None:
    stem, ending = os.path.splitext(entry.name)  # noqa: PTH122
    if not _ENDINGS.fullmatch(ending.lower()):
        return None
    try:
        told = entry.stat()
    except OSError:
        return FileSource(entry.path, folder=place)  # it is told why when its turn comes
    if not stat.S_ISREG(told.st_mode):
        return None
    sidecar = next((name for name in (f"{entry.name}{_SIDECAR}", f"{stem}{_SIDECAR}") if name in names), None)
    beside = os.path.join(os.path.dirname(entry.path), sidecar) if sidecar else None  # noqa: PTH118, PTH120
    return FileSource(entry.path, told.st_size, told.st_mtime, place, beside)


def sidecar_of(source: FileSource) -> ReadMetadata | None:
    """Read the file of notes beside a file; None where there is none that tells anything."""
    if source.sidecar is None:
        return None
    try:
        with Path(source.sidecar).open("rb") as file:
            return told_by(file.read(_LARGEST_SIDECAR + 1))
    except OSError:
        return None


def told_by(sidecar: bytes) -> ReadMetadata | None:
    """Read a file of notes; None where it tells nothing."""
    read = read_sidecar(sidecar)
    return read if read.parameters is not None else None


def pair_sidecars(names: Mapping[str, int]) -> dict[int, int]:
    """Find, among uploaded files by name, the file of notes of each: by its place, the place of its notes."""
    pairs = {}
    for name, place in names.items():
        if not name.casefold().endswith(_SIDECAR):
            beside = names.get(f"{name}{_SIDECAR}", names.get(f"{name.rpartition('.')[0]}{_SIDECAR}"))
            if beside is not None:
                pairs[place] = beside
    return pairs


def name_in(address: str) -> str:
    """Give the name of the file at a web address, or its host's where it has none."""
    try:
        parts = urlsplit(address)
        return shown_name(unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.hostname or "")
    except ValueError:
        return "file"


def shown_name(name: str) -> str:
    """Give a file's name as a product is called: without folders, never empty, of a bearable length."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = last if last.isprintable() else "".join(letter for letter in last if letter.isprintable())
    return plain[:_LONGEST_NAME].strip() or "file"


def folder_in(name: str) -> str:
    """Give the folder in the relative name of an uploaded file."""
    parts = [part for part in name.replace("\\", "/").split("/")[:-1] if part not in ("", ".", "..")]
    return "/".join(parts)[:1000]
