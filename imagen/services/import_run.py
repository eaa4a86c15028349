"""Carry out the import of files on this machine: a few examined at once, many listed in batches and examined later."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from imagen.domain.errors import ImagenError, StorageError
from imagen.domain.product import ProductState
from imagen.media.intake import Intake, Listed
from imagen.media.metadata import read_metadata
from imagen.media.store import MediaStore, StoredFile
from imagen.services.checking import Checking
from imagen.services.import_progress import Cancelled, Counting, FileOutcome, ImportedFileNote, ImportState
from imagen.services.import_rows import Candidate, ImportRows
from imagen.services.import_sources import FileSource, Found, find_files, sidecar_of

logger = logging.getLogger(__name__)

FEW = 50
"""So many files are examined at once, so that whoever brings them sees them at once."""

_BATCH = 1000
_LISTERS = 2
_LARGE = 256 << 10
"""Files of this size on average are worth several threads: hashing and copying them keeps no other from working.

With smaller ones Python itself has most of the work, and threads only take it out of each other's hands.
"""

_BATCH_BYTES = 256 << 20
_COPY = 1 << 20
_ROOM = 64 << 20


class ImportRun:
    """One import of files of this machine."""

    def __init__(self, store: MediaStore, rows: ImportRows, checking: Checking, project_id: UUID | None) -> None:
        self._store = store
        self._rows = rows
        self._checking = checking
        self._project_id = project_id

    def places(
        self, places: Sequence[Path], counting: Counting, *, into_folders: bool, not_in: tuple[Path, ...] = ()
    ) -> None:
        """Import files, and what folders hold."""
        counting.begin(ImportState.LOOKING)
        everything = Found()
        for place in places:
            if place.is_dir():
                found = find_files(place, into_folders=into_folders, go_on=counting.go_on, not_in=not_in)
                everything.files += found.files
                everything.left_alone += found.left_alone
            else:
                everything.files.append(FileSource(str(place), _size(place)))
        self._take(everything, counting)

    def _take(self, found: Found, counting: Counting) -> None:
        counting.expect(len(found.files), found.size, found.left_alone)
        counting.begin(ImportState.TAKING)
        if len(found.files) <= FEW:
            for source in found.files:
                counting.go_on()
                counting.note(self._examined(source, counting))
            return
        self._make_sure_of_room(found.size)
        with self._checking.stepping_back():
            self._in_batches(found, counting)

    def _examined(self, source: FileSource, counting: Counting) -> ImportedFileNote:
        try:
            stored = self._store.ingest(_copying(source, counting), trusted=False)
        except ImagenError as error:
            return ImportedFileNote(source.shown, FileOutcome.REFUSED, None, str(error))
        notes = read_metadata(self._store.path_of(stored.path))
        beside = sidecar_of(source) if notes.parameters is None else None
        candidate = Candidate(
            source.name,
            source.shown,
            stored.sha256,
            stored.path,
            as_it_is(stored),
            beside or notes,
            beside is not None,
            source.folder,
            source.modified_at or None,
        )
        return self._rows.write([candidate], self._project_id)[0]

    def _in_batches(self, found: Found, counting: Counting) -> None:
        """List batches beside this thread, which writes their rows in order: much of listing is waiting for the disk."""
        listing: deque[Future[list[Candidate]]] = deque()
        batches = _batches(found.files)
        listers = _LISTERS if found.size >= _LARGE * len(found.files) else 1
        with ThreadPoolExecutor(listers, thread_name_prefix="import") as pool:
            try:
                for batch in batches:
                    listing.append(pool.submit(self._listed, batch, counting))
                    if len(listing) > listers:
                        self._write(listing.popleft().result(), counting)
                while listing:
                    self._write(listing.popleft().result(), counting)
            except Cancelled:
                for left in listing:  # what lies in the store already gets its rows
                    with suppress(Cancelled):
                        self._write(left.result(), counting)
                raise

    def _write(self, candidates: Sequence[Candidate], counting: Counting) -> None:
        counting.note(*self._rows.write(candidates, self._project_id))
        self._checking.ask()

    def _listed(self, batch: Sequence[FileSource], counting: Counting) -> list[Candidate]:
        """Put a batch of files into the store; the refused ones are noted, and the others wait for their rows."""
        candidates: list[Candidate] = []
        with self._store.intake() as intake:
            for source in batch:
                listed = self._list_one(intake, source, counting)
                counting.more_bytes(source.size)
                if listed is not None:
                    candidates.append(_candidate(source, listed))
            intake.keep()
        return candidates

    def _list_one(self, intake: Intake, source: FileSource, counting: Counting) -> Listed | None:
        try:
            return intake.take(source.path)
        except ImagenError as error:
            if isinstance(error, StorageError) and not self._store.has_room(_ROOM):
                raise  # the others would be refused for the same
            counting.note(ImportedFileNote(source.shown, FileOutcome.REFUSED, None, str(error)))
            return None

    def _make_sure_of_room(self, size: int) -> None:
        if not self._store.has_room(size + _ROOM):
            raise StorageError(
                f"There is no room on the disk for {size / 2**30:,.1f} GiB more.",
                "Free some space, or import a part of it.",
            )


def as_an_import(counting: Counting, act: Callable[[Counting], None]) -> None:
    """Carry out an import to its end, whatever that is."""
    try:
        counting.go_on()
        counting.begin(ImportState.TAKING)
        act(counting)
    except Cancelled:
        counting.end(ImportState.CANCELLED)
    except ImagenError as error:
        counting.end(ImportState.FAILED, str(error))
    except Exception:
        logger.exception("The import of %s failed", counting.label)
        counting.end(ImportState.FAILED, "Imagen made a mistake. Its log says more.")
    else:
        counting.end(ImportState.DONE)


def as_it_is(stored: StoredFile) -> dict[str, Any]:
    """Give what an examination found as a product's columns."""
    return {
        "state": ProductState.READY,
        "type": stored.type,
        "file_size": stored.file_size,
        "mime_type": stored.mime_type,
        "width": stored.width,
        "height": stored.height,
        "duration_ms": stored.duration_ms,
        "placeholder": stored.placeholder,
    }


def _candidate(source: FileSource, listed: Listed) -> Candidate:
    beside = sidecar_of(source) if listed.notes.parameters is None else None
    width, height = listed.size or (None, None)
    columns = {
        "state": ProductState.UNCHECKED,
        "type": listed.format.type,
        "file_size": listed.file_size,
        "mime_type": listed.format.mime_type,
        "width": width,
        "height": height,
        "duration_ms": None,
        "placeholder": None,
    }
    return Candidate(
        source.name,
        source.shown,
        listed.sha256,
        listed.path,
        columns,
        beside or listed.notes,
        beside is not None,
        source.folder,
        listed.modified_at,
    )


def _batches(files: Sequence[FileSource]) -> Iterator[list[FileSource]]:
    """Cut into parts that are neither too many files nor too many bytes for one transaction."""
    rest = iter(files)
    while some := list(islice(rest, _BATCH)):
        batch: list[FileSource] = []
        size = 0
        for source in some:
            if batch and size + source.size > _BATCH_BYTES:
                yield batch
                batch, size = [], 0
            batch.append(source)
            size += source.size
        yield batch


def _copying(source: FileSource, counting: Counting) -> Callable[[BinaryIO], None]:
    def write(into: BinaryIO) -> None:
        with Path(source.path).open("rb") as file:
            while piece := file.read(_COPY):
                counting.more_bytes(len(piece))
                into.write(piece)

    return write


def _size(place: Path) -> int:
    try:
        return place.stat().st_size
    except OSError:
        return 0
