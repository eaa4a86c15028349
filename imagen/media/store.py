"""The files of products on the disk: examined before they are kept, named by the hash of their content."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast
from uuid import uuid4

from imagen.domain.edits import Edit
from imagen.domain.errors import NotFound, StorageError
from imagen.domain.product import ProductType
from imagen.media.decoding import DecoderPool
from imagen.media.examination import Examination, Examiner, examine, read_format
from imagen.media.formats import with_mime_type
from imagen.media.intake import Intake
from imagen.media.part_file import PartFile, storage_error
from imagen.media.thumbnails import BOX, ThumbnailFiles, ThumbnailSize, serves_itself

_STORED_PATH = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}\.(png|jpg|webp|gif|avif|mp4|webm|mov|wav|mp3|flac|ogg)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COPY_BYTES = 1 << 20


@dataclass(frozen=True)
class StoredFile:
    """A file that lies whole in the store; `path` is relative to the media folder, sizes are in pixels and bytes."""

    sha256: str
    path: str
    file_size: int
    mime_type: str
    type: ProductType
    width: int | None
    height: int | None
    duration_ms: int | None
    placeholder: str | None


class MediaStore:
    """Keeps files under `media_root/<aa>/<sha256>.<extension>` and their thumbnails under `thumbnail_root`.

    The three folders lie on one file system, since files are moved between them by renaming. Safe to use from many
    threads. Files that are not trusted are decoded by `decoder`, by default in processes of their own.
    """

    def __init__(
        self,
        media_root: Path,
        thumbnail_root: Path,
        parts_root: Path,
        *,
        max_bytes: int = 2 << 30,
        decoder: Examiner | None = None,
    ) -> None:
        self._media_root = media_root
        self._thumbnail_root = thumbnail_root
        self._parts_root = parts_root
        self._max_bytes = max_bytes
        self._decoder: Examiner = decoder or DecoderPool()

    def ingest(self, write: Callable[[BinaryIO], None], *, trusted: bool) -> StoredFile:
        """Let `write` fill a file, examine it, make its thumbnails and keep it; the same content is kept once.

        Whatever fails, nothing of the file stays behind. What `write` itself raises passes through unchanged, but for an
        OSError, which becomes a StorageError that does not blame the disk.

        Raises:
            TooLarge: above `max_bytes`, or with too many pixels or frames.
            UnsupportedFormat: when it is no accepted format, empty, damaged or cut off.
            StorageError: when the disk is full or cannot be written.
        """
        with self._part() as part:
            _fill(part, write)
            sha256 = part.finish()
            found = self._with_thumbnails(part.path, sha256, trusted=trusted)
            stored_path = f"{sha256[:2]}/{sha256}.{found.format.extension}"
            try:
                self._keep(part.path, stored_path, part.size)
            except OSError as error:
                raise storage_error(error) from error
            return _stored_file(sha256, stored_path, part.size, found)

    def intake(self) -> Intake:
        """Begin a batch of files that are listed now and examined later."""
        self._make_parts_root()
        return Intake(self._media_root, self._parts_root, self._max_bytes)

    def edited(self, stored_path: str, edits: Sequence[Edit]) -> StoredFile:
        """Keep what the edits make of a stored file, which stays as it is; both are treated as a stranger's.

        Raises:
            NotFound: when the file is not there.
            InvalidInput: when an edit cannot be done on it.
            UnsupportedFormat, TooLarge, StorageError: as `ingest`.
        """
        path = self.path_of(stored_path)
        if not path.is_file():
            raise NotFound("The file is no longer in the media folder.", "Restore it from a backup or make it again.")
        made = self._new_part()
        try:
            self._decoder.edit(path, edits, made)
            return self.ingest(lambda target: _copy_file(made, target), trusted=False)
        finally:
            with suppress(OSError):
                made.unlink(missing_ok=True)

    def path_of(self, stored_path: str) -> Path:
        """Give the place of a stored file, whether or not it is there.

        Raises:
            NotFound: when the text is not of the form that the store gives out.
        """
        if not _STORED_PATH.fullmatch(stored_path):
            raise NotFound("There is no such file in the media folder.", "Reload the page and try again.")
        return self._media_root / stored_path

    def exists(self, stored_path: str) -> bool:
        """Whether the file is in the store."""
        return bool(_STORED_PATH.fullmatch(stored_path)) and (self._media_root / stored_path).is_file()

    def make_sure_of(self, stored: Iterable[StoredFile]) -> None:
        """Make sure, in the transaction that writes their products, that files still lie in the store.

        Raises:
            StorageError: when one was removed meanwhile, with the last product that had the very same content.
        """
        if not all(self.exists(file.path) for file in stored):
            raise StorageError("The very same file was removed for good at this moment.", "Try again.")

    def thumbnail_path(self, sha256: str, size: ThumbnailSize) -> Path:
        """Give the place of a thumbnail, whether or not it is there.

        Raises:
            NotFound: when the text is no hash or the size is none of the two.
        """
        if not _SHA256.fullmatch(sha256) or size not in BOX:
            raise NotFound("There is no such thumbnail.", "Reload the page and try again.")
        return self._thumbnail_root / sha256[:2] / f"{sha256}-{size}.webp"

    def rebuild_thumbnails(self, stored_path: str, sha256: str) -> StoredFile:
        """Make the thumbnails of a stored file anew and say what the file is; it is treated as a stranger's.

        Raises:
            NotFound: when the file is not there.
            UnsupportedFormat, TooLarge, StorageError: as `ingest`.
        """
        path = self.path_of(stored_path)
        if not path.is_file():
            raise NotFound("The file is no longer in the media folder.", "Restore it from a backup or make it again.")
        found = self._with_thumbnails(path, sha256, trusted=False, anew=True)
        return _stored_file(sha256, stored_path, path.stat().st_size, found)

    def remove(self, stored_path: str, sha256: str) -> None:
        """Delete a file and its thumbnails for good; what is already gone is no error.

        Raises:
            StorageError: when the disk refuses.
        """
        try:
            self.path_of(stored_path).unlink(missing_ok=True)
            for size in BOX:
                self.thumbnail_path(sha256, size).unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error) from error

    def sweep_parts(self) -> int:
        """Remove what unfinished writing left behind, at start before anything is written; return how many files."""
        removed = 0
        for part in self._parts_root.glob("*.part"):
            with suppress(OSError):
                part.unlink()
                removed += 1
        return removed

    def has_room(self, bytes_wanted: int = 64 << 20) -> bool:
        """Whether the disk has this much room."""
        folder = next(f for f in (self._media_root, *self._media_root.absolute().parents) if f.exists())
        return shutil.disk_usage(folder).free >= bytes_wanted

    def close(self) -> None:
        """End the decoders."""
        self._decoder.close()

    @contextmanager
    def _part(self) -> Iterator[PartFile]:
        path = self._new_part()
        part = PartFile(path, self._max_bytes)
        try:
            yield part
        finally:
            part.close()
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _new_part(self) -> Path:
        self._make_parts_root()
        return self._parts_root / f"{uuid4().hex}.part"

    def _make_parts_root(self) -> None:
        try:
            self._parts_root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(error) from error

    def _missing_thumbnails(self, sha256: str) -> list[ThumbnailSize]:
        return [size for size in BOX if not _has_content(self.thumbnail_path(sha256, size))]

    def _with_thumbnails(self, path: Path, sha256: str, *, trusted: bool, anew: bool = False) -> Examination:
        """Examine a file and put the thumbnails that it lacks in place."""
        read_format(path)  # before a decoder sees it, and before a process is started for it
        wanted = list(BOX) if anew else self._missing_thumbnails(sha256)
        parts: ThumbnailFiles = {size: self._new_part() for size in wanted}
        try:
            found = examine(path, parts) if trusted else self._decoder.examine(path, parts)
            if serves_itself(found.mime_type, found.width, found.height, found.duration_ms, path.stat().st_size):
                wanted = [size for size in wanted if size != "large"]
            for size in wanted:
                target = self.thumbnail_path(sha256, size)
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                parts[size].replace(target)
        except OSError as error:
            raise storage_error(error) from error
        finally:
            for part in parts.values():
                with suppress(OSError):
                    part.unlink(missing_ok=True)
        return found

    def _keep(self, part: Path, stored_path: str, size: int) -> None:
        """Move a finished file to its place, unless the same content lies there whole; safe against a power loss."""
        target = self._media_root / stored_path
        if not target.parent.is_dir():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(self._media_root)
        try:
            already_kept = target.stat().st_size == size
        except FileNotFoundError:
            already_kept = False
        if not already_kept:
            part.replace(target)
        _sync_folder(target.parent)


def file_url(sha256: str, mime_type: str) -> str:
    """Give the address a file is served at.

    Raises:
        UnsupportedFormat: when Imagen keeps no files of this type.
    """
    return f"/media/{sha256}.{with_mime_type(mime_type).extension}"


def thumbnail_url(sha256: str, size: ThumbnailSize) -> str:
    """Give the address a thumbnail is served at."""
    return f"/thumbnails/{sha256}-{size}.webp"


def _copy_file(path: Path, target: BinaryIO) -> None:
    with path.open("rb") as source:
        shutil.copyfileobj(source, target, _COPY_BYTES)


def _fill(part: PartFile, write: Callable[[BinaryIO], None]) -> None:
    try:
        write(cast(BinaryIO, part))
    except OSError as error:  # the part's own troubles are StorageErrors already: this one is the source's
        raise StorageError(
            f"The file could not be read from where it comes from: {error.strerror or error}.", "Try again."
        ) from error


def _stored_file(sha256: str, stored_path: str, size: int, found: Examination) -> StoredFile:
    return StoredFile(
        sha256=sha256,
        path=stored_path,
        file_size=size,
        mime_type=found.mime_type,
        type=found.format.type,
        width=found.width,
        height=found.height,
        duration_ms=found.duration_ms,
        placeholder=found.placeholder,
    )


def _has_content(path: Path) -> bool:
    # a power loss can leave a thumbnail of no bytes, since it is not worth waiting for the disk
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _sync_folder(folder: Path) -> None:
    """Make sure that a renamed file keeps its new name after a power loss."""
    if os.name == "nt":
        return  # folders cannot be opened there, and NTFS keeps a journal of names
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
