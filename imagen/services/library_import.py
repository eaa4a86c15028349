"""Take in a whole library, into an empty one or into one with products of its own: nothing twice, nothing bought again."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO, cast

import sqlalchemy as sa

from imagen.data.library_rows import library_tables, read_row
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import ImagenError, InvalidInput, StorageError
from imagen.domain.events import OrderChanged, ProductsAdded, ProjectChanged
from imagen.domain.product import ProductState
from imagen.media.store import MediaStore
from imagen.services.import_progress import Counting, FileOutcome, ImportedFileNote, ImportState
from imagen.services.library_archive import STORED, UNREADABLE, Archive, Manifest, TableNote, file_name, lines_of
from imagen.services.library_checking import LibraryCheck, check_row, refused
from imagen.services.library_merging import Merging
from imagen.services.order_status import refresh_order

logger = logging.getLogger(__name__)

_AT_ONCE = 500
_BATCH_BYTES = 256 << 20
_ROOM = 64 << 20


class LibraryImport:
    """Takes in one archive: its files first, then its rows, some at once; begun again it goes on where it stopped."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore) -> None:
        self._units = units
        self._store = store

    def take(self, archive: Archive, manifest: Manifest, counting: Counting) -> None:
        """Take in an archive whose manifest is read. Raises InvalidInput, with nothing taken, when it is damaged."""
        counting.begin(ImportState.LOOKING)
        members = {name for name in archive.names() if name.startswith("media/")}
        stored = sorted(name.removeprefix("media/") for name in members)
        wrong = next((name for name in stored if not STORED.fullmatch(name)), None)
        if wrong is not None:
            raise InvalidInput(f"The archive holds “{wrong[:80]}”, which is no file of a library.")
        self._check_rows(archive, manifest)
        size = sum(archive.size(file_name(name)) for name in stored)
        if not self._store.has_room(size + _ROOM):
            raise StorageError(f"There is no room on the disk for {size / 2**30:,.1f} GiB more.", "Free some space.")
        counting.expect(len(stored), size)
        counting.begin(ImportState.TAKING)
        self._take_files(archive, stored, counting)
        counting.go_on()
        self._take_rows(archive, manifest)

    def _check_rows(self, archive: Archive, manifest: Manifest) -> None:
        """Read all rows once, so that nothing is taken of an archive that is damaged or says what cannot be."""
        with LibraryCheck() as check:
            for table, note in _tables(manifest):
                for number, row in enumerate(_rows(table, lines_of(archive, table.name, note)), 1):
                    check.row(table, number, row)
            check.end()

    def _take_files(self, archive: Archive, stored: list[str], counting: Counting) -> None:
        rest = iter(stored)
        while some := list(islice(rest, _AT_ONCE)):
            notes = []
            with self._store.intake() as intake:
                for name in some:
                    size = archive.size(file_name(name))
                    if self._store.exists(name) and self._store.path_of(name).stat().st_size == size:
                        notes.append(ImportedFileNote(name, FileOutcome.ALREADY_THERE))
                    else:
                        notes.append(_received(archive, intake, name))
                    counting.more_bytes(size)
                intake.keep()
            counting.note(*notes)

    def _take_rows(self, archive: Archive, manifest: Manifest) -> None:
        merging = self._merging(archive, manifest)
        for table, note in _tables(manifest):
            for some in _batches(table, lines_of(archive, table.name, note)):
                with self._units() as unit:
                    self._write(unit, table, merging.fitting(unit.session.connection(), table, some))
                    unit.commit()
        with self._units() as unit:
            merging.link_edits(unit.session.connection())
            for order_id in merging.held_orders:
                refresh_order(unit, order_id)
            unit.commit()

    def _merging(self, archive: Archive, manifest: Manifest) -> Merging:
        with self._units.reading() as reading:
            connection = reading.session.connection()
            merging = Merging(connection)
            for table, note in _tables(manifest):
                if table.name == "product":
                    for some in _batches(table, lines_of(archive, table.name, note)):
                        merging.foresee(connection, table, some)
        return merging

    def _write(self, unit: UnitOfWork, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        if table.name == "product":
            for row in rows:
                row["state"] = self._state(row)
            unit.record(ProductsAdded(tuple(row["id"] for row in rows), None))
        if table.name == "generation":
            prompts = [str(row.pop("search_text", None) or "") for row in rows]
            for group, texts in _alike(rows, prompts):
                unit.generations.write_chunk(group, texts, [])
            return
        for group, _ in _alike(rows, [""] * len(rows)):
            unit.session.connection().execute(sa.insert(table), group)
        for row in rows[:20]:
            if table.name == "project":
                unit.record(ProjectChanged(row["id"]))
            elif table.name == "order":
                unit.record(OrderChanged(row["id"], row.get("project_id"), row["status"]))

    def _state(self, row: dict[str, Any]) -> ProductState:
        """Tell what is true here: what was ready is examined again, and what did not come is missing."""
        if not self._store.exists(row["path"]):
            return ProductState.MISSING
        return ProductState.BLOCKED if row["state"] is ProductState.BLOCKED else ProductState.UNCHECKED


def _received(archive: Archive, intake: Any, name: str) -> ImportedFileNote:
    found = STORED.fullmatch(name)
    assert found is not None
    try:
        with archive.open(file_name(name)) as file:
            intake.receive(name, found[2], cast(BinaryIO, file))
    except StorageError:
        raise
    except ImagenError as error:
        return ImportedFileNote(name, FileOutcome.REFUSED, None, str(error))
    except UNREADABLE as error:
        return ImportedFileNote(name, FileOutcome.REFUSED, None, f"The archive is damaged there: {error}.")
    return ImportedFileNote(name, FileOutcome.TAKEN)


def _rows(table: sa.Table, lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Read rows that are right each by itself. Raises InvalidInput."""
    for number, line in enumerate(lines, 1):
        try:
            row = read_row(table, line)
            check_row(table, row)
        except (ValueError, ImagenError) as error:
            raise refused(table.name, number, str(error)) from error
        if table.name == "generation":
            row["search_text"] = line.get("search_text") if isinstance(line.get("search_text"), str) else ""
        yield row


def _batches(table: sa.Table, lines: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    rows = _rows(table, lines)
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def _tables(manifest: Manifest) -> Iterator[tuple[sa.Table, TableNote]]:
    return ((table, manifest.tables[table.name]) for table in library_tables() if table.name in manifest.tables)


def _alike(rows: list[dict[str, Any]], texts: list[str]) -> Iterator[tuple[list[dict[str, Any]], list[str]]]:
    """Put rows together that have the same columns, as one statement needs them."""
    groups: dict[tuple[str, ...], tuple[list[dict[str, Any]], list[str]]] = {}
    for row, text in zip(rows, texts, strict=True):
        group = groups.setdefault(tuple(sorted(row)), ([], []))
        group[0].append(row)
        group[1].append(text)
    yield from groups.values()
