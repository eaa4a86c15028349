"""Export products as an archive that is made while it is read: their files, with or without notes, and what is known of them."""

from __future__ import annotations

import logging
import os
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO, Any, cast
from uuid import UUID

from sqlmodel import col, func, select

from imagen.data.models import Collection, CollectionProduct, Generation, Product
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import FieldProblem, ImagenError, InvalidInput, NotFound, UnsupportedFormat
from imagen.domain.file_parameters import FileParameters
from imagen.domain.ids import new_id
from imagen.domain.search import parse
from imagen.media.formats import with_mime_type
from imagen.media.metadata import Part, can_embed, can_strip, embed, strip, write_sidecar
from imagen.media.store import MediaStore
from imagen.media.zip_stream import ZipStream
from imagen.services.export_facts import facts_of, json_list, table
from imagen.services.export_names import Names, safe_stem
from imagen.services.gallery import GalleryService
from imagen.services.gallery_views import Asked
from imagen.services.product_records import ProductRecord, ProductRecords

logger = logging.getLogger(__name__)

_AT_ONCE = 200
_IN_MEMORY = 32 << 20
_PROMPT_IN_NAME = 60
_TICKETS, _TICKET_SECONDS = 50, 3600.0
_TABLES = ("products.json", "products.csv")
_TROUBLE = "not as asked.txt"
_NO_TIME = 0.0  # before all that archives know: their first moment is written


class Notes(StrEnum):
    """What becomes of the notes of how it was made in each copy; originals are never touched."""

    EMBEDDED = "embedded"
    STRIPPED = "stripped"
    AS_THEY_ARE = "as-they-are"


@dataclass(frozen=True)
class What:
    """Which products: exactly one of these is given."""

    ids: tuple[UUID, ...] = ()
    asked: Asked | None = None
    order_id: UUID | None = None
    collection_id: UUID | None = None
    project_id: UUID | None = None


@dataclass(frozen=True)
class Export:
    """An archive to be made: its name, how many products and how many bytes their files have.

    With `numbered` the names of its files begin with their places, so that folders show them in this order; with
    `listed` it holds the lists of all that is known of them.
    """

    id: UUID
    name: str
    product_ids: tuple[UUID, ...]
    size: int
    notes: Notes
    numbered: bool = False
    listed: bool = True

    @property
    def tells(self) -> bool:
        """Tell whether names and times may say what each file is."""
        return self.notes is not Notes.STRIPPED

    @property
    def count(self) -> int:
        return len(self.product_ids)


class ExportService:
    """Prepares archives and writes them; a prepared one can be fetched for an hour."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore, gallery: GalleryService) -> None:
        self._units = units
        self._store = store
        self._gallery = gallery
        self._lock = threading.Lock()
        self._prepared: OrderedDict[UUID, tuple[Export, float]] = OrderedDict()

    def prepare(self, what: What, notes: Notes = Notes.EMBEDDED, listed: bool | None = None) -> Export:
        """Find out what an archive will hold. Raises NotFound and InvalidInput, also where there is nothing to export.

        Unless `listed` says so, there is a list of what is known where the files may tell of it too.
        """
        given = [what.ids, what.asked, what.order_id, what.collection_id, what.project_id]
        if sum(1 for one in given if one) != 1:
            raise InvalidInput("Say which products: ids, q, order_id, collection_id or project_id, one of these.")
        if what.asked is not None:
            wrong = parse(what.asked.q).problems
            if wrong:
                problems = [FieldProblem("q", one.message, str(one.kind), one.start, one.end) for one in wrong]
                raise InvalidInput(f"The search cannot be read: {wrong[0].message}", problems=problems)
        with self._units.reading() as reading:
            stem, ids = self._found(reading, what)
            if not ids:
                raise InvalidInput("There is nothing to export.", "Choose other products.")
            size = _size(reading, ids)
        tells = notes is not Notes.STRIPPED
        called = safe_stem(stem) if tells else ""
        name = f"{called or 'imagen'} {datetime.now().astimezone():%Y-%m-%d %H%M}.zip"
        numbered = what.collection_id is not None
        export = Export(new_id(), name, tuple(ids), size, notes, numbered, tells if listed is None else listed)
        with self._lock:
            self._prepared[export.id] = (export, time.monotonic())
            while len(self._prepared) > _TICKETS:
                self._prepared.popitem(last=False)
        return export

    def prepared(self, export_id: UUID) -> Export:
        """Give an export that was prepared. Raises NotFound."""
        with self._lock:
            found = self._prepared.get(export_id)
        if found is None or time.monotonic() - found[1] > _TICKET_SECONDS:
            raise NotFound("This export is not there any more.", "Begin it again.")
        return found[0]

    def write(self, export: Export) -> Iterator[bytes]:
        """Give the archive in pieces. What goes wrong with one file is told beside them, and the others go on."""
        archive, names = ZipStream(), Names(*_TABLES, _TROUBLE)
        outcomes: dict[UUID, dict[str, Any]] = {}
        for some in _parts(export.product_ids):
            for product, record, title in self._products(some):
                told = outcomes[product.id] = {"file": None, "trouble": ""}
                name = _entry_name(export, len(outcomes), title)
                yield from self._file(archive, names, product, record, name, export.notes, told)
        yield from self._lists(export, outcomes, archive) if export.listed else _trouble(outcomes, archive)
        yield archive.end()

    def _lists(self, export: Export, outcomes: dict[UUID, dict[str, Any]], archive: ZipStream) -> Iterator[bytes]:
        for name, write in zip(_TABLES, (json_list, table), strict=True):
            facts = self._facts(export.product_ids, outcomes)
            yield from archive.pieces(name, write(facts), time.time(), packed=True)

    def _found(self, reading: Repositories, what: What) -> tuple[str, list[UUID]]:
        if what.ids:
            return "imagen", _live(reading, what.ids)
        if what.asked is not None:
            return f"imagen {what.asked.q}"[:60], sorted(self._gallery.ids(what.asked))
        query = select(Product.id).where(col(Product.deleted_at).is_(None)).order_by(col(Product.id))
        if what.order_id:
            order = reading.orders.get(what.order_id)
            of_order = (
                select(Product.id)
                .join(Generation, col(Generation.id) == Product.generation_id)
                .where(Product.order_id == order.id, col(Product.deleted_at).is_(None))
                .order_by(col(Generation.position), col(Product.output_index))
            )
            return f"order {order.number}", list(reading.session.exec(of_order))
        if what.project_id:
            project = reading.projects.get(what.project_id)
            return project.name, list(reading.session.exec(query.where(Product.project_id == project.id)))
        return _collection(reading, cast(UUID, what.collection_id))

    def _products(self, ids: Sequence[UUID]) -> Iterator[tuple[Product, ProductRecord, str]]:
        """Read some products and close the database again, since whoever fetches the archive may be slow."""
        found = []
        with self._units.reading() as reading:
            records = ProductRecords(reading, self._store)
            rows = {product.id: product for product in reading.products.many(ids)}
            for product_id in ids:
                product = rows.get(product_id)
                if product is not None:
                    record = records.of(product)
                    found.append((product, record, _title(product, record, records)))
        yield from found

    def _file(
        self,
        archive: ZipStream,
        names: Names,
        product: Product,
        record: ProductRecord,
        title: str,
        notes: Notes,
        told: dict[str, Any],
    ) -> Iterator[bytes]:
        path = self._store.path_of(product.path)
        ending = path.suffix.removeprefix(".")
        made_at = _NO_TIME if notes is Notes.STRIPPED else product.created_at.timestamp()
        try:
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
                source = path.open("rb")
                with source:
                    beside = self._written(source, cast(IO[bytes], copy), product, record, notes, told)
                    ready = copy if copy.seek(0, os.SEEK_END) else source
                    ready.seek(0)
                    name = told["file"] = names.unique(title, ending)
                    yield from archive.file(name, cast(Any, ready), made_at)
                if beside is not None:
                    yield from archive.pieces(f"{name}.json", [beside], made_at)
        except OSError as error:
            told["trouble"] = f"The file is missing or cannot be read: {error.strerror or error}."

    def _written(
        self,
        source: IO[bytes],
        copy: IO[bytes],
        product: Product,
        record: ProductRecord,
        notes: Notes,
        told: dict[str, Any],
    ) -> bytes | None:
        """Write the copy that leaves, nothing where the file leaves as it is; give the notes that go beside it."""
        known = with_mime_type(product.mime_type)
        try:
            if notes is Notes.STRIPPED:
                if can_strip(known):
                    strip(cast(Any, source), cast(Any, copy))
                else:
                    told["trouble"] = f"{known.name} files cannot be stripped of notes: it is as it was."
            elif notes is Notes.EMBEDDED and record.parameters is not None:
                return _embedded(source, copy, known, record.parameters, record)
        except (UnsupportedFormat, ImagenError) as error:
            copy.seek(0)
            copy.truncate()
            told["trouble"] = f"It is as it was: {error.message}"
            if notes is Notes.EMBEDDED and record.parameters is not None:
                return write_sidecar(record.parameters, record.source_type)
        return None

    def _facts(self, ids: Sequence[UUID], outcomes: dict[UUID, dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for some in _parts(ids):
            with self._units.reading() as reading:
                rows = {product.id: product for product in reading.products.many(some)}
                products = [rows[one] for one in some if one in rows]
                found = list(facts_of(reading, products, ProductRecords(reading, self._store)))
            for product, _, told in found:
                yield {**outcomes.get(product.id, {"file": None, "trouble": ""}), **told}


def _embedded(
    source: IO[bytes], copy: IO[bytes], known: Any, parameters: FileParameters, record: ProductRecord
) -> bytes | None:
    if not can_embed(known):
        return write_sidecar(parameters, record.source_type)
    written = embed(cast(Any, source), cast(Any, copy), parameters, record.source_type)
    return write_sidecar(parameters, record.source_type) if Part.RECORD in written.left_out else None


def _entry_name(export: Export, place: int, title: str) -> str:
    number = f"{place:0{len(str(export.count))}}"
    if not export.tells:
        return number
    return f"{number}-{title}" if export.numbered else title


def _trouble(outcomes: dict[UUID, dict[str, Any]], archive: ZipStream) -> Iterator[bytes]:
    """Tell of files that are not as they were asked for, where no list tells of them."""
    lines = [f"{told['file'] or 'One file'}: {told['trouble']}\n" for told in outcomes.values() if told["trouble"]]
    if lines:
        yield from archive.pieces(_TROUBLE, ["".join(lines).encode()], time.time())


def _title(product: Product, record: ProductRecord, records: ProductRecords) -> str:
    """Call a file as people know it: by its name, or its order, its place in it and the beginning of its prompt."""
    if product.name:
        return product.name.rpartition(".")[0] or product.name
    prompt = record.parameters.prompt[:_PROMPT_IN_NAME] if record.parameters else ""
    number = f"{records.order(product.order_id).number:04}-" if product.order_id else ""
    return f"{number}{str(product.id)[-6:]} {prompt}"


def _collection(reading: Repositories, collection_id: UUID) -> tuple[str, list[UUID]]:
    collection = reading.session.get(Collection, collection_id)
    if collection is None or collection.deleted_at is not None:
        raise NotFound("There is no such collection.", "It may have been deleted.")
    query = (
        select(CollectionProduct.product_id)
        .join(Product, col(Product.id) == CollectionProduct.product_id)
        .where(
            CollectionProduct.collection_id == collection_id,
            col(CollectionProduct.deleted_at).is_(None),
            col(Product.deleted_at).is_(None),
        )
        .order_by(col(CollectionProduct.order_index), col(CollectionProduct.product_id))
    )
    return collection.name, list(reading.session.exec(query))


def _live(reading: Repositories, ids: Sequence[UUID]) -> list[UUID]:
    """Keep the order in which products were chosen. Raises NotFound for one that is not there."""
    wanted = list(dict.fromkeys(ids))
    there: set[UUID] = set()
    for some in _parts(wanted):
        there |= {product.id for product in reading.products.many(some) if product.deleted_at is None}
    missing = [one for one in wanted if one not in there]
    if missing:
        raise NotFound(f"There is no product {missing[0]}.", "It may have been deleted.")
    return wanted


def _size(reading: Repositories, ids: Sequence[UUID]) -> int:
    """Add up, in a way that cannot overflow whatever a row says."""
    total = 0
    for some in _parts(ids):
        query = select(func.total(Product.file_size)).where(col(Product.id).in_(some))
        total += int(reading.session.exec(query).one())
    return total


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE))
