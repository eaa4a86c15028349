"""The whole library at once: leave with it, take another one in, and let go on what came unfinished with that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from uuid import UUID

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.data.upgrade import known_revisions
from imagen.domain.errors import Conflict
from imagen.domain.events import OrderChanged, OrderLetGo
from imagen.media.store import MediaStore
from imagen.services.checking import Checking
from imagen.services.import_progress import Counting, ImportProgress
from imagen.services.import_sources import read_place
from imagen.services.library_archive import open_archive, read_manifest
from imagen.services.library_export import LibraryExport
from imagen.services.library_import import LibraryImport
from imagen.services.library_merging import HELD
from imagen.services.wakeups import Wakeups

Begin = Callable[[str, Callable[[Counting], None]], ImportProgress]


class LibraryService:
    """Everything a person does with the library as a whole; `begin` starts what takes long, as imports are."""

    def __init__(
        self, units: UnitOfWorkFactory, store: MediaStore, checking: Checking, wakeups: Wakeups, begin: Begin
    ) -> None:
        self._units = units
        self._checking = checking
        self._wakeups = wakeups
        self._begin = begin
        self._export = LibraryExport(units, store)
        self._import = LibraryImport(units, store)

    def archive(self) -> tuple[str, Iterator[bytes]]:
        """Give the library as a ZIP file with its name, made while it is read."""
        return f"imagen library {datetime.now().astimezone():%Y-%m-%d %H%M}.zip", self._export.archive()

    def start_export(self, folder: Path) -> ImportProgress:
        """Begin to write the library into a new folder of this machine."""
        return self._begin(f"Export to {folder}", lambda counting: self._export.into_folder(folder, counting))

    def start_import(self, path: str) -> ImportProgress:
        """Begin to take in an exported library, a ZIP file or a folder of this machine.

        Raises InvalidInput and NotFound where it is none; progress tells what happens later.
        """
        place = read_place(path)
        with closing(open_archive(place)) as archive:
            read_manifest(archive, known_revisions()[1])

        def take(counting: Counting) -> None:
            with closing(open_archive(place)) as archive:
                try:
                    self._import.take(archive, read_manifest(archive, known_revisions()[1]), counting)
                finally:
                    self._checking.ask()

        return self._begin(f"Library {place.name}", take)

    def let_go(self, order_id: UUID) -> None:
        """Let an order go on here that was taken in unfinished. Raises NotFound and Conflict."""
        with self._units() as unit:
            order = unit.orders.get(order_id)
            if order.held_reason != HELD:
                raise Conflict("This order is not held because it was taken in.", "Reload the page.")
            order.held_reason = None
            unit.session.add(order)
            unit.record(OrderLetGo(order.id, order.project_id))
            unit.record(OrderChanged(order.id, order.project_id, order.status))
            unit.commit()
        self._wakeups.write_on(order_id)
        self._wakeups.advance(4)
