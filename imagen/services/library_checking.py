"""Check all rows of another library before anything of it is taken: what they say, what they refer to, what is there twice."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import ValidationError

from imagen.data.repositories.orders import LARGEST_NUMBER
from imagen.data.storable import LARGEST_WHOLE
from imagen.domain.errors import InvalidInput, StorageError
from imagen.domain.expansion.names import name_key
from imagen.domain.lifecycle import LIVE_SUBMISSIONS
from imagen.domain.ordering import OrderKind
from imagen.domain.tagging import TaggedKind
from imagen.media.formats import with_mime_type
from imagen.services.library_archive import STORED
from imagen.services.naming import is_color
from imagen.services.writing import SPEC

Row = dict[str, Any]

_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_MOST = 10**12
_ANY = (-LARGEST_WHOLE - 1, LARGEST_WHOLE)
_RANGES: dict[tuple[str, str], tuple[int, int]] = {
    ("order", "number"): (-LARGEST_NUMBER, LARGEST_NUMBER),
    ("order", "expansion_seed"): _ANY,
    ("order", "sample_size"): (0, LARGEST_WHOLE),
    ("order", "estimated_cost"): _ANY,
    ("order", "expected_each"): _ANY,
    ("order", "held_amount"): _ANY,
    ("generation", "cost"): (-_MOST, _MOST),
    ("generation", "inference_time_ms"): _ANY,
    ("submission", "cost"): (-_MOST, _MOST),
    ("spending", "amount"): (-_MOST, _MOST),
    ("spending", "billed"): (-1000 * _MOST, 1000 * _MOST),
    ("product", "rating"): (0, 4),
    ("product", "width"): (0, 1_000_000),
    ("product", "height"): (0, 1_000_000),
    ("product", "output_index"): (0, 1_000_000),
}
_ADDED_UP = ("cost", "amount", "billed", "file_size")
_MOST_TOGETHER = 2**60
_LISTS = {("generation", "choices"): dict, ("order", "excluded"): str, ("order", "factors"): object}
_KEYED = frozenset(("tag", "collection", "lookup"))
_NAMED = frozenset((*_KEYED, "project", "saved_search"))
_PLACEHOLDER = re.compile(r"data:image/webp;base64,[A-Za-z0-9+/]*={0,2}")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


class LibraryCheck:
    """Remembers, beside the memory, what rows there are and what they refer to; used in a `with` block."""

    def __init__(self) -> None:
        self._seen = sqlite3.connect("", isolation_level=None)
        self._seen.execute("PRAGMA synchronous=OFF")
        self._seen.execute("CREATE TABLE taken (place TEXT, value TEXT, PRIMARY KEY (place, value)) WITHOUT ROWID")
        self._seen.execute(
            "CREATE TABLE wanted (target TEXT, id TEXT, source TEXT, line INT, PRIMARY KEY (target, id))"
        )
        self._seen.execute("BEGIN")
        self._totals: dict[tuple[str, str], int] = {}

    def __enter__(self) -> LibraryCheck:
        return self

    def __exit__(self, *_: object) -> None:
        self._seen.close()

    def row(self, table: sa.Table, line: int, row: Row) -> None:
        """Check a row that is right by itself against those before it. Raises InvalidInput."""
        try:
            self._add_up(table.name, row)
            for place, value in _places(table, row):
                self._take(place, value)
            for target, wanted in _references(table, row):
                self._seen.execute(
                    "INSERT OR IGNORE INTO wanted VALUES (?, ?, ?, ?)", (target, wanted.hex, table.name, line)
                )
        except ValueError as error:
            raise refused(table.name, line, str(error)) from error
        except sqlite3.Error as error:
            raise _no_room(error) from error

    def end(self) -> None:
        """Check that everything is there that rows refer to. Raises InvalidInput."""
        query = (
            "SELECT source, line, target FROM wanted w WHERE NOT EXISTS (SELECT 1 FROM taken t "
            "WHERE t.place = w.target || ' (id)' AND t.value = '[\"' || w.id || '\"]') LIMIT 1"
        )
        try:
            with closing(self._seen.execute(query)) as found:
                missing = found.fetchone()
        except sqlite3.Error as error:
            raise _no_room(error) from error
        if missing is not None:
            source, line, target = missing
            raise refused(source, line, f"it refers to a row of the table {target} that is not there")

    def _add_up(self, table: str, row: Row) -> None:
        """Make sure that the database can add up what pages show sums of."""
        for name in _ADDED_UP:
            value = row.get(name)
            if value is not None:
                total = self._totals[table, name] = self._totals.get((table, name), 0) + abs(value)
                if total > _MOST_TOGETHER:
                    raise ValueError(f"{name} is {value:,}, which makes too much with those before")

    def _take(self, place: str, value: str) -> None:
        try:
            self._seen.execute("INSERT INTO taken VALUES (?, ?)", (place, value))
        except sqlite3.IntegrityError:
            raise ValueError(f"there is another with the same {place.partition(' ')[2].strip('()')}") from None


def check_row(table: sa.Table, row: Row) -> None:
    """Check what a row says by itself. Raises ValueError with what is wrong."""
    for column in table.c:
        value = row.get(column.name)
        if value is not None:
            _check_value(table.name, column, value)
    if table.name in _NAMED and not row["name"].strip():
        raise ValueError("it has no name")
    if table.name in _KEYED:
        row["name_key"] = name_key(row["name"])
    check = _CHECKS.get(table.name)
    if check is not None:
        check(row)


def refused(table: str, line: int, why: str) -> InvalidInput:
    """Say which row of an archive is none."""
    said = f"Line {line:,} of the table {table} of the archive is no row that Imagen wrote: {why[:200]}."
    return InvalidInput(f"{said} Nothing was taken.", "Export the library again.")


def _check_value(table: str, column: sa.Column[Any], value: Any) -> None:
    if isinstance(value, datetime) and not _EARLIEST <= value < _LATEST:
        raise ValueError(f"{column.name} is no time of this age")
    if isinstance(value, int) and not isinstance(value, bool):
        least, most = _RANGES.get((table, column.name), (0, _MOST))
        if not least <= value <= most:
            raise ValueError(f"{column.name} is {value:,}, which cannot be")
    if isinstance(column.type, sa.JSON):
        inner = _LISTS.get((table, column.name))
        fits = isinstance(value, dict if inner is None else list)
        if not fits or (inner is not None and not all(isinstance(one, inner) for one in value)):
            raise ValueError(f"{column.name} has another form")


def _check_order(row: Row) -> None:
    if (row["number"] > 0) is not (row["kind"] is OrderKind.ORDER) or row["number"] == 0:
        raise ValueError(f"number is {row['number']:,}, which cannot be")
    try:
        SPEC.validate_python(row["spec_used"])
    except ValidationError as error:
        raise ValueError("spec_used has another form") from error


def _check_product(row: Row) -> None:
    """Check that a product is found by its time, and that its file could be no other."""
    product_id: UUID = row["id"]
    if product_id.version != 7 or product_id.int >> 123:
        raise ValueError("id is none that Imagen gives")
    stored, known = STORED.fullmatch(row["path"]), with_mime_type(row["mime_type"])
    if stored is None or stored[2] != row["sha256"]:
        raise ValueError("its file could lie anywhere")
    if _kind(stored[3]) != _kind(known.extension) or row["type"] is not known.type:
        raise ValueError("its file is of another type than it says")
    if row.get("made_from_id") == product_id:
        raise ValueError("it was made from itself")
    if row.get("placeholder") is not None and not _PLACEHOLDER.fullmatch(row["placeholder"]):
        raise ValueError("placeholder is no picture")
    if row.get("source_url") is not None and not _ADDRESS.match(row["source_url"]):
        raise ValueError("source_url is no address")


def _kind(extension: str) -> str:
    """Give the kind of file; whether a MOV file has only sound is found out when it lies there under its name."""
    return {"mov": "mp4"}.get(extension, extension)


def _check_tag(row: Row) -> None:
    if row.get("color") and not is_color(row["color"]):
        raise ValueError("color is no colour")


_CHECKS: dict[str, Callable[[Row], None]] = {"order": _check_order, "product": _check_product, "tag": _check_tag}


def _places(table: sa.Table, row: Row) -> Iterator[tuple[str, str]]:
    """Give what no other row may have too, each with the columns that it is made of."""
    for columns, applies in _unique(table):
        values = [row.get(name) for name in columns]
        if None not in values and applies(row):
            written = json.dumps([value.hex if isinstance(value, UUID) else value for value in values])
            yield f"{table.name} ({', '.join(columns)})", written


def _unique(table: sa.Table) -> list[tuple[tuple[str, ...], Callable[[Row], bool]]]:
    if table.name not in _UNIQUE:
        found: list[tuple[tuple[str, ...], Callable[[Row], bool]]] = [(("id",), _always)]
        for index in table.indexes:
            if index.unique:
                condition = index.dialect_options["sqlite"]["where"]
                found.append((tuple(column.name for column in index.columns), _condition(condition)))
        for constraint in table.constraints:
            if isinstance(constraint, sa.UniqueConstraint):
                found.append((tuple(column.name for column in constraint.columns), _always))
        _UNIQUE[table.name] = found
    return _UNIQUE[table.name]


_UNIQUE: dict[str, list[tuple[tuple[str, ...], Callable[[Row], bool]]]] = {}


def _condition(condition: Any) -> Callable[[Row], bool]:
    if condition is None:
        return _always
    return _is_live if "deleted_at" in str(condition) else _is_live_submission


def _always(_row: Row) -> bool:
    return True


def _is_live(row: Row) -> bool:
    return row.get("deleted_at") is None


def _is_live_submission(row: Row) -> bool:
    return row["state"] in LIVE_SUBMISSIONS


def _references(table: sa.Table, row: Row) -> Iterator[tuple[str, UUID]]:
    for key in table.foreign_keys:
        value = row.get(key.parent.name)
        if value is not None:
            yield key.column.table.name, value
    if table.name == "tagging" and row["entity"] is TaggedKind.PRODUCT:
        yield "product", row["entity_id"]


def _no_room(error: sqlite3.Error) -> StorageError:
    return StorageError(f"The archive cannot be checked: {error}.", "Free some space on the disk, then try again.")
