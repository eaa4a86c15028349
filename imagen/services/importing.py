"""Import: files, folders and web addresses become products, each refused by itself where it is broken, the others going on."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import Conflict, FieldProblem, ImagenError, InvalidInput, NotFound
from imagen.domain.events import DomainEvent, ImportProgressed, ProductChanged
from imagen.domain.product import ProductState
from imagen.media.download import Downloader
from imagen.media.metadata import read_metadata
from imagen.media.store import MediaStore
from imagen.services.checking import Checking
from imagen.services.fetching import fetched
from imagen.services.import_progress import Counting, FileOutcome, ImportedFileNote, ImportProgress
from imagen.services.import_rows import Candidate, ImportRows, already_there
from imagen.services.import_run import ImportRun, as_an_import, as_it_is
from imagen.services.import_sources import folder_in, name_in, read_folder, read_place, shown_name, told_by
from imagen.services.presentation import product_view
from imagen.services.views import ImportedFile

MOST_ADDRESSES = 1000
_REMEMBERED = 20
_MOST_WAITING = 100
_COPY = 1 << 20
_SECONDS_TO_END = 10.0


class ImportService:
    """Takes single files at once, and folders and many addresses one import after the other on a thread of its own.

    `own_folders` are Imagen's own, which are never imported.
    """

    def __init__(
        self,
        units: UnitOfWorkFactory,
        store: MediaStore,
        checking: Checking,
        publish: Callable[[DomainEvent], None],
        *,
        downloader: Downloader | None = None,
        own_folders: tuple[Path, ...] = (),
    ) -> None:
        self._units = units
        self._store = store
        self._checking = checking
        self._publish = publish
        self._downloader = downloader or Downloader()
        self._own = own_folders
        self._rows = ImportRows(units, store)
        self._change = threading.Condition()
        self._known: dict[UUID, Counting] = {}
        self._waiting: deque[tuple[Counting, Callable[[Counting], None]]] = deque()
        self._thread: threading.Thread | None = None
        self._closed = False

    def take_file(
        self, name: str, stream: BinaryIO, project_id: UUID | None = None, *, sidecar: bytes | None = None
    ) -> ImportedFile:
        """Take one file into the gallery, examined whole; what cannot be taken says why, and nothing of it is kept.

        `name` may be relative, as that of a file in an uploaded folder. Raises NotFound when there is no such project.
        """
        self._check_project(project_id)
        return self._taken(shown_name(name), lambda into: _copy(stream, into), project_id, folder_in(name), sidecar)

    def take_address(self, address: str, project_id: UUID | None = None) -> ImportedFile:
        """Fetch one file of the web and take it in. Raises NotFound when there is no such project."""
        self._check_project(project_id)
        url = address.strip()
        name = name_in(url)
        return self._taken(name, fetched(self._downloader, url), project_id, source_url=url)

    def look_again(self, product_id: UUID) -> bool:
        """Look for the file of a product that is missing one; what is there again is checked anew. Raises NotFound."""
        with self._units() as unit:
            product = unit.products.get(product_id, deleted=True)
            if not self._store.exists(product.path):
                return False
            unit.imported.change(product_id, state=ProductState.UNCHECKED)
            unit.record(ProductChanged(product_id, product.project_id))
            unit.commit()
        self._checking.ask()
        return True

    def start_folder(self, path: str, project_id: UUID | None = None, *, into_folders: bool = True) -> ImportProgress:
        """Begin to import a folder of this machine. Raises InvalidInput and NotFound."""
        return self.start_places([str(read_folder(path))], project_id, into_folders=into_folders)

    def start_places(
        self, paths: Sequence[str], project_id: UUID | None = None, *, into_folders: bool = True
    ) -> ImportProgress:
        """Begin to import files and folders of this machine. Raises InvalidInput and NotFound."""
        self._check_project(project_id)
        wanted = [read_place(path, not_in=self._own) for path in paths]
        run = ImportRun(self._store, self._rows, self._checking, project_id)
        label = str(wanted[0]) if len(wanted) == 1 else f"{len(wanted):,} files and folders"
        return self._start(
            Counting(label, project_id, self._tell),
            lambda counting: run.places(wanted, counting, into_folders=into_folders, not_in=self._own),
        )

    def start_addresses(self, addresses: Sequence[str], project_id: UUID | None = None) -> ImportProgress:
        """Begin to fetch files of the web. Raises InvalidInput and NotFound."""
        self._check_project(project_id)
        wanted = list(dict.fromkeys(address.strip() for address in addresses if address.strip()))
        if not wanted:
            raise InvalidInput("Give at least one address.", problems=[FieldProblem("urls", "There is none.")])
        if len(wanted) > MOST_ADDRESSES:
            raise InvalidInput(f"These are {len(wanted):,} addresses, and {MOST_ADDRESSES:,} is the most at once.")
        label = wanted[0] if len(wanted) == 1 else f"{len(wanted):,} addresses"

        def fetch_all(counting: Counting) -> None:
            counting.expect(len(wanted), 0)
            for address in wanted:
                counting.go_on()
                write = fetched(self._downloader, address, counting)
                found = self._taken(name_in(address), write, project_id, source_url=address)
                counting.note(noted(found, address))

        return self._start(Counting(label, project_id, self._tell), fetch_all)

    def begin(self, label: str, act: Callable[[Counting], None]) -> ImportProgress:
        """Begin something long that tells its progress as imports do. Raises Conflict when Imagen is about to stop."""
        return self._start(Counting(label, None, self._tell), act)

    def progress(self, import_id: UUID) -> ImportProgress:
        """Tell how far an import is. Raises NotFound for one that was long ago."""
        return self._counting(import_id).view()

    def list(self) -> list[ImportProgress]:
        """List the imports since the start, the newest first."""
        with self._change:
            known = list(self._known.values())
        return [counting.view() for counting in reversed(known)]

    def cancel(self, import_id: UUID) -> ImportProgress:
        """Stop an import; what it has taken stays. Raises NotFound."""
        counting = self._counting(import_id)
        counting.cancel()
        counting.wait(1.0)
        return counting.view()

    def wait(self, import_id: UUID, seconds: float | None = None) -> ImportProgress:
        """Wait for the end of an import, at most so long. Raises NotFound."""
        counting = self._counting(import_id)
        counting.wait(seconds)
        return counting.view()

    def wait_for_checks(self, seconds: float) -> bool:
        """Wait until everything that was taken is examined, at most so long; tell whether it is."""
        return self._checking.wait(seconds)

    def unchecked(self) -> int:
        """Count what was taken and is still to be examined."""
        with self._units.reading() as reading:
            return reading.imported.count_unchecked()

    def close(self) -> None:
        """Stop all imports in order; what they have taken stays."""
        with self._change:
            self._closed = True
            for counting in self._known.values():
                counting.cancel()
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join(_SECONDS_TO_END)
        self._downloader.close()

    def _taken(
        self,
        name: str,
        write: Callable[[BinaryIO], None],
        project_id: UUID | None,
        folder: str = "",
        sidecar: bytes | None = None,
        source_url: str | None = None,
    ) -> ImportedFile:
        try:
            stored = self._store.ingest(write, trusted=False)
        except ImagenError as error:
            return ImportedFile(name, None, str(error))
        notes = read_metadata(self._store.path_of(stored.path))
        beside = told_by(sidecar) if sidecar is not None and notes.parameters is None else None
        candidate = Candidate(
            name,
            f"{folder}/{name}" if folder else name,
            stored.sha256,
            stored.path,
            {**as_it_is(stored), "source_url": source_url},
            beside or notes,
            beside is not None,
            folder,
        )
        note = self._rows.write([candidate], project_id)[0]
        if note.product_id is None:
            return ImportedFile(name, None, note.message)
        with self._units.reading() as reading:
            product = product_view(reading.products.get(note.product_id, deleted=True))
        if note.outcome is not FileOutcome.TAKEN:
            self._checking.ask()
        return ImportedFile(
            name, product, already_there=note.outcome is not FileOutcome.TAKEN,
            in_bin=note.outcome is FileOutcome.IN_BIN,
        )  # fmt: skip

    def _start(self, counting: Counting, act: Callable[[Counting], None]) -> ImportProgress:
        with self._change:
            if self._closed:
                raise Conflict("Imagen is about to stop.", "Import when it runs again.")
            if len(self._waiting) >= _MOST_WAITING:
                raise Conflict(f"{_MOST_WAITING} imports wait already.", "Begin this one when some of them are done.")
            self._known[counting.id] = counting
            self._forget_old()
            self._waiting.append((counting, act))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="importing", daemon=True)
                self._thread.start()
            self._change.notify_all()
        return counting.view()

    def _forget_old(self) -> None:
        ended = [counting for counting in self._known.values() if counting.view().has_ended]
        for counting in ended[: max(len(ended) - _REMEMBERED, 0)]:
            del self._known[counting.id]

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: bool(self._waiting) or self._closed)
                if not self._waiting:
                    return
                counting, act = self._waiting.popleft()
            as_an_import(counting, act)

    def _counting(self, import_id: UUID) -> Counting:
        with self._change:
            counting = self._known.get(import_id)
        if counting is None:
            raise NotFound(f"There is no import {import_id}.", "Imports are remembered until Imagen stops.")
        return counting

    def _check_project(self, project_id: UUID | None) -> None:
        if project_id is not None:
            with self._units.reading() as reading:
                reading.projects.get(project_id)

    def _tell(self, import_id: UUID, ended: bool) -> None:
        self._publish(ImportProgressed(import_id, ended))


def noted(found: ImportedFile, shown: str) -> ImportedFileNote:
    """Give what became of a file as an import notes it."""
    if found.product is None:
        return ImportedFileNote(shown, FileOutcome.REFUSED, None, found.error or "")
    if not found.already_there:
        return ImportedFileNote(shown, FileOutcome.TAKEN, found.product.id)
    return already_there(shown, found.product.id, in_bin=found.in_bin)


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while chunk := source.read(_COPY):
        target.write(chunk)
