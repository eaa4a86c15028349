"""How the values of a form become the body that a provider takes, and how a body is read back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from imagen.domain.errors import ParameterInvalid
from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.domain.parameters import read_size

Urls = Mapping[str, str]
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?\Z")


class WireKind(StrEnum):
    """In what form a value travels."""

    PLAIN = "plain"
    SIZE = "size"
    LOOSE = "loose"
    MEDIA = "media"
    ROWS = "rows"
    ITEMS = "items"
    MAP = "map"
    OBJECT = "object"
    REST = "rest"


class _Nothing:
    """Stands for a value that is left out."""


NOTHING = _Nothing()


@dataclass(frozen=True)
class WireField:
    """Where a parameter stands in the body and in what form.

    `many`: media travel as a list; `empty`: a blank text is sent, not left out; `null`: left out means null is sent;
    `columns`: the parts of a row (of a map, the first is the key).
    """

    name: str
    path: tuple[str, ...]
    kind: WireKind = WireKind.PLAIN
    many: bool = False
    empty: bool = False
    null: bool = False
    columns: tuple[WireField, ...] = ()

    def write(self, value: Any, urls: Urls | None) -> Any:
        """Give a value as it travels, or NOTHING."""
        if value is None or (value == "" and not self.empty):
            return NOTHING
        writer = _WRITERS.get(self.kind)
        return writer(self, value, urls) if writer else value

    def read(self, sent: Any) -> Any:
        """Give the value of a form for what travelled; None for what no form can hold."""
        reader = _READERS.get(self.kind)
        return reader(self, sent) if reader and sent is not None else sent


def _write_size(_field: WireField, value: Any, _urls: Urls | None) -> Any:
    sides = read_size(value)
    return {"width": sides[0], "height": sides[1]} if sides else value


def _write_loose(_field: WireField, value: Any, _urls: Urls | None) -> Any:
    return json.loads(value) if isinstance(value, str) and _NUMBER.match(value) else value


def _write_media(field: WireField, value: Any, urls: Urls | None) -> Any:
    items = [_address(item, urls) for item in (value if isinstance(value, list | tuple) else [value])]
    if not items:
        return NOTHING
    return items if field.many else items[0]


def _address(item: str, urls: Urls | None) -> str:
    if urls is None or not item.startswith(PRODUCT_REFERENCE):
        return item
    if item not in urls:
        raise ParameterInvalid("An input file has no address at the provider.", "Send the order again.")
    return urls[item]


def _write_row(field: WireField, row: Mapping[str, Any], urls: Urls | None) -> dict[str, Any]:
    written = ((column, column.write(row.get(column.name), urls)) for column in field.columns)
    return {column.path[-1]: value for column, value in written if value is not NOTHING}


def _write_rows(field: WireField, value: Any, urls: Urls | None) -> Any:
    return [_write_row(field, row, urls) for row in value] or NOTHING


def _write_items(field: WireField, value: Any, urls: Urls | None) -> Any:
    written = [field.columns[0].write(row.get(field.columns[0].name), urls) for row in value]
    return [item for item in written if item is not NOTHING] or NOTHING


def _write_map(field: WireField, value: Any, urls: Urls | None) -> Any:
    key, *columns = field.columns
    if field.many:
        rest = WireField(field.name, field.path, columns=tuple(columns))
        return {str(row.get(key.name)): _write_row(rest, row, urls) for row in value} or NOTHING
    written = {str(row.get(key.name)): columns[0].write(row.get(columns[0].name), urls) for row in value}
    return {name: item for name, item in written.items() if item is not NOTHING} or NOTHING


def _write_object(field: WireField, value: Any, urls: Urls | None) -> Any:
    return _write_row(field, value[0], urls) if value else NOTHING


def _read_size(_field: WireField, sent: Any) -> Any:
    if isinstance(sent, Mapping):
        return f"{sent.get('width')}x{sent.get('height')}"
    return sent


def _read_loose(_field: WireField, sent: Any) -> Any:
    return sent if isinstance(sent, str) else json.dumps(sent)


def _read_media(field: WireField, sent: Any) -> Any:
    items = sent if isinstance(sent, list) else [sent]
    return items if field.many else items[0] if items else None


def _read_row(field: WireField, sent: Any) -> dict[str, Any]:
    given = sent if isinstance(sent, Mapping) else {}
    read = {column.name: column.read(given.get(column.path[-1])) for column in field.columns}
    return {name: value for name, value in read.items() if value is not None}


def _read_rows(field: WireField, sent: Any) -> Any:
    return [_read_row(field, item) for item in sent] if isinstance(sent, list) else None


def _read_items(field: WireField, sent: Any) -> Any:
    column = field.columns[0]
    items = sent if isinstance(sent, list) else [sent]
    return [{column.name: column.read(item)} for item in items if item is not None]


def _read_map(field: WireField, sent: Any) -> Any:
    if not isinstance(sent, Mapping):
        return None
    key, *columns = field.columns
    if not field.many:
        return [{key.name: name, columns[0].name: columns[0].read(value)} for name, value in sent.items()]
    rest = WireField(field.name, field.path, columns=tuple(columns))
    return [{key.name: name, **_read_row(rest, value)} for name, value in sent.items()]


def _read_object(field: WireField, sent: Any) -> Any:
    return [_read_row(field, sent)] if isinstance(sent, Mapping) else None


_WRITERS: Mapping[WireKind, Callable[[WireField, Any, Urls | None], Any]] = {
    WireKind.SIZE: _write_size,
    WireKind.LOOSE: _write_loose,
    WireKind.MEDIA: _write_media,
    WireKind.ROWS: _write_rows,
    WireKind.ITEMS: _write_items,
    WireKind.MAP: _write_map,
    WireKind.OBJECT: _write_object,
}
_READERS: Mapping[WireKind, Callable[[WireField, Any], Any]] = {
    WireKind.SIZE: _read_size,
    WireKind.LOOSE: _read_loose,
    WireKind.MEDIA: _read_media,
    WireKind.ROWS: _read_rows,
    WireKind.ITEMS: _read_items,
    WireKind.MAP: _read_map,
    WireKind.OBJECT: _read_object,
}
