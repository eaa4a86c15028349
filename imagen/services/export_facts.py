"""What is told about exported products, in a JSON list and in a table that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from imagen.data.models import Collection, CollectionProduct, Product, Tag, Tagging
from imagen.data.repositories import Repositories
from imagen.domain.tagging import TaggedKind
from imagen.media.metadata.own_record import own_fields
from imagen.services.product_records import ProductRecord, ProductRecords

COLUMNS = (
    *(
        "file",
        "id",
        "type",
        "width",
        "height",
        "duration_ms",
        "file_size_bytes",
        "mime_type",
        "sha256",
        "origin",
        "name",
    ),
    *(
        "prompt",
        "negative_prompt",
        "model",
        "seed",
        "steps",
        "cfg",
        "sampler",
        "scheduler",
        "order",
        "project",
        "liked",
    ),
    *("rating", "notes", "tags", "collections", "cost_microdollars", "created_at", "source_url", "trouble"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_LONGEST_CELL = 32_000  # spreadsheets cut cells, some without a word


def facts_of(
    reading: Repositories, products: Sequence[Product], records: ProductRecords
) -> Iterator[tuple[Product, ProductRecord, dict[str, Any]]]:
    """Give each product with its record and all that is told about it."""
    ids = [product.id for product in products]
    tags = _words(reading, select(Tagging.entity_id, Tag.name).join(Tag, col(Tag.id) == Tagging.tag_id).where(
        Tagging.entity == TaggedKind.PRODUCT, col(Tagging.entity_id).in_(ids),
        col(Tagging.deleted_at).is_(None), col(Tag.deleted_at).is_(None)))  # fmt: skip
    collections = _words(reading, select(CollectionProduct.product_id, Collection.name).join(
        Collection, col(Collection.id) == CollectionProduct.collection_id).where(
        col(CollectionProduct.product_id).in_(ids), col(CollectionProduct.deleted_at).is_(None),
        col(Collection.deleted_at).is_(None)))  # fmt: skip
    projects: dict[UUID, str] = {}
    for product in products:
        record = records.of(product)
        if product.project_id is not None and product.project_id not in projects:
            found = reading.projects.find(product.project_id)
            projects[product.project_id] = found.name if found else ""
        told = _facts(reading, product, record, records)
        told["project"] = projects.get(product.project_id) if product.project_id else None
        told["tags"] = sorted(tags.get(product.id, []), key=str.casefold)
        told["collections"] = sorted(collections.get(product.id, []), key=str.casefold)
        yield product, record, told


def json_list(items: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Write facts as a JSON list, an item a line."""
    yield b"["
    for place, item in enumerate(items):
        yield (",\n" if place else "\n").encode() + json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")
    yield b"\n]\n"


def table(items: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Write facts as a table (CSV in UTF-8 with the mark by which spreadsheets know that)."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    for item in items:
        flat = {**(item.get("parameters") or {}), **item}
        yield _line([cell(flat.get(name)) for name in COLUMNS])


def cell(value: Any) -> str:
    """Write a value for a spreadsheet: texts that it would take for a formula get an apostrophe before them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")[:_LONGEST_CELL]
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) or text.startswith(("'", "\ufeff")) else text


def _facts(reading: Repositories, product: Product, record: ProductRecord, records: ProductRecords) -> dict[str, Any]:
    generation = reading.generations.get(product.generation_id, deleted=True) if product.generation_id else None
    inputs = reading.products.inputs_of(product.generation_id) if product.generation_id else []
    read = record.parameters
    return {
        "id": str(product.id),
        "type": str(product.type),
        "width": product.width,
        "height": product.height,
        "duration_ms": product.duration_ms,
        "file_size_bytes": product.file_size,
        "mime_type": product.mime_type,
        "sha256": product.sha256,
        "origin": str(product.origin),
        "name": product.name,
        "prompt": read.prompt if read else None,
        "negative_prompt": (read.negative_prompt or None) if read else None,
        "model": (read.model_key or read.model or None) if read else product.model_used,
        "parameters": own_fields(read) if read else None,
        "choices": list(generation.choices) if generation else [],
        "order": records.order(product.order_id).number if product.order_id else None,
        "liked": product.liked,
        "rating": product.rating,
        "notes": product.notes,
        "cost_microdollars": generation.cost if generation else None,
        "created_at": product.created_at.isoformat(),
        "source_url": product.source_url if product.generation_id is None else None,
        "made_from": str(product.made_from_id) if product.made_from_id else None,
        "inputs": [{"parameter": link.parameter, "id": str(source.id)} for link, source in inputs],
        "digital_source_type": record.source_type.uri if record.source_type else None,
    }


def _words(reading: Repositories, query: Any) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for owner, word in reading.session.exec(query):
        found.setdefault(owner, []).append(word)
    return found


def _line(cells: Iterable[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(list(cells))
    return written.getvalue().encode("utf-8", "replace")
