"""What leaves: files under safe names, with or without notes, and tables that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.bootstrap import Production
from imagen.domain.errors import InvalidInput, NotFound
from imagen.domain.file_parameters import FileParameters
from imagen.domain.ids import new_id
from imagen.media.metadata import read_metadata, read_sidecar, read_stream, write_sidecar
from imagen.services.export_facts import cell
from imagen.services.export_names import Names, safe_stem
from imagen.services.exporting import Export, Notes, What
from imagen.services.gallery_views import Asked
from imagen.services.views import ProductView
from tests.fakes.scripted_provider import MODEL
from tests.media.metadata.samples import FIXTURES
from tests.media.samples import picture, wav
from tests.services.ordering import fulfilled, place

_MEANINGFUL = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def _made(production: Production, prompt: str = "a [red,blue] square") -> list[ProductView]:
    order = fulfilled(production.services, place(production.services, prompt).id)
    return _of(production, order.id)


def _of(production: Production, order_id: Any) -> list[ProductView]:
    with production.services.imports._units.reading() as reading:
        ids = [
            product.id
            for product in sorted(reading.products.of_order(order_id, 100), key=lambda one: _position(reading, one))
        ]
    return [production.services.products.get(one) for one in ids]


def _archive(production: Production, export: Export) -> zipfile.ZipFile:
    data = b"".join(production.services.exports.write(export))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return archive


def _export(production: Production, what: What, notes: Notes = Notes.EMBEDDED) -> zipfile.ZipFile:
    return _archive(production, production.services.exports.prepare(what, notes))


def _told(archive: zipfile.ZipFile) -> list[dict[str, Any]]:
    return json.loads(archive.read("products.json"))


@given(st.text(max_size=300))
def test_names_are_safe_on_every_system(text: str) -> None:
    stem = safe_stem(text)
    assert not set(stem) & set('\\/:*?"<>|\x00\n\r\t')
    assert stem == stem.strip(" .")
    assert len(stem.encode()) <= 181
    assert not any(unicodedata.category(letter).startswith("C") for letter in stem)
    assert stem.partition(".")[0].casefold() not in {"con", "nul", "aux", "prn", "com1", "lpt9"}
    assert safe_stem(stem) == stem


@given(st.lists(st.text(max_size=12), max_size=40))
def test_no_name_is_given_twice_whatever_its_case(texts: list[str]) -> None:
    names = Names("products.json")
    made = [names.unique(text, "png") for text in texts]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in made}) == len(made)
    assert all(name.endswith(".png") and len(name) > 4 for name in made)


@given(st.text(max_size=60))
def test_no_cell_begins_a_formula(text: str) -> None:
    written = cell(text)
    assert not written.lstrip(" \u00a0\ufeff").startswith(_MEANINGFUL)
    rows = list(csv.reader(io.StringIO(newline="", initial_value=_row(written))))
    assert "".join(rows[0]) == written or "\r" in written or "\n" in written
    assert cell(-5) == "-5"


def _row(text: str) -> str:
    target = io.StringIO(newline="")
    csv.writer(target).writerow([text])
    return target.getvalue()


def test_a_collection_leaves_in_its_order_and_its_files_are_numbered_by_that(production: Production) -> None:
    first, second = _made(production)
    last = _made(production, "a green square")[0]
    collections = production.services.collections
    made = collections.create("Shortlist")
    production.services.keeping.collect([first.id, second.id, last.id], made.id)
    collections.move(made.id, [last.id], before=first.id)
    archive = _export(production, What(collection_id=made.id))
    assert [one["id"] for one in _told(archive)] == [str(one.id) for one in (last, first, second)]
    names = [one["file"] for one in _told(archive)]
    assert [name[:2] for name in names] == ["1-", "2-", "3-"]
    assert names == sorted(names)


def test_an_order_leaves_with_notes_that_are_read_back(production: Production) -> None:
    products = _made(production)
    order_id = products[0].order_id
    before = {product.id: production.services.products.file(product.id).read_bytes() for product in products}
    archive = _export(production, What(order_id=order_id))
    told = _told(archive)
    assert [one["id"] for one in told] == [str(product.id) for product in products]
    for one, prompt in zip(told, ("a red square", "a blue square"), strict=True):
        read = read_stream(io.BytesIO(archive.read(one["file"])))
        assert read.parameters is not None
        assert read.parameters.prompt == prompt == one["prompt"]
        assert read.parameters.model_key == MODEL
        assert read.digital_source_type is not None
        assert one["choices"][0]["text"] in prompt
    assert {product.id: production.services.products.file(product.id).read_bytes() for product in products} == before
    rows = list(csv.DictReader(io.StringIO(archive.read("products.csv").decode("utf-8-sig"))))
    assert [row["prompt"] for row in rows] == ["a red square", "a blue square"]
    assert {info.compress_type for info in archive.infolist() if info.filename.endswith(".png")} == {0}


def test_files_leave_as_they_are_or_without_a_word(production: Production) -> None:
    data = (FIXTURES / "a1111.png").read_bytes()
    product = production.services.imports.take_file("boat.png", io.BytesIO(data)).product
    assert product is not None
    as_it_is = _export(production, What(ids=(product.id,)), Notes.AS_THEY_ARE)
    assert as_it_is.read("boat.png") == data
    stripped = _export(production, What(ids=(product.id,)), Notes.STRIPPED)
    assert read_stream(io.BytesIO(stripped.read("1.png"))).parameters is None
    embedded = _export(production, What(ids=(product.id,)))
    assert (
        read_stream(io.BytesIO(embedded.read("boat.png"))).parameters
        == read_metadata(FIXTURES / "a1111.png").parameters
    )


def test_files_that_tell_nothing_tell_nothing_by_name_time_or_list_either(production: Production) -> None:
    products = _made(production)
    what = What(asked=Asked(f"order:{production.services.orders.get(cast(UUID, products[0].order_id)).number} square"))
    export = production.services.exports.prepare(what, Notes.STRIPPED)
    assert "square" not in export.name
    archive = _archive(production, export)
    assert [(info.filename, info.date_time) for info in archive.infolist()] == [
        (name, (1980, 1, 1, 0, 0, 0)) for name in ("1.png", "2.png")
    ]
    listed = _archive(production, production.services.exports.prepare(what, Notes.STRIPPED, listed=True))
    assert {one["file"] for one in _told(listed)} == {"1.png", "2.png"}
    bare = _archive(production, production.services.exports.prepare(what, listed=False))
    assert "products.json" not in bare.namelist()


def test_what_cannot_be_made_to_tell_nothing_is_said_without_a_list(production: Production) -> None:
    product = production.services.imports.take_file("same.png", io.BytesIO(picture())).product
    assert product is not None
    production.services.products.file(product.id).unlink()
    archive = _export(production, What(ids=(product.id,)), Notes.STRIPPED)
    assert b"missing" in archive.read("not as asked.txt")


def test_files_that_take_no_notes_get_them_beside(production: Production) -> None:
    sound = wav(0.2)
    told = FileParameters(prompt="rain", seed=4)
    product = production.services.imports.take_file("r.wav", io.BytesIO(sound), sidecar=write_sidecar(told)).product
    assert product is not None
    archive = _export(production, What(ids=(product.id,)))
    assert archive.read("r.wav") == sound
    assert read_sidecar(archive.read("r.wav.json")).parameters == told


def test_a_missing_file_is_told_and_the_others_leave(production: Production) -> None:
    first, second = (production.services.imports.take_file("same.png", io.BytesIO(picture())).product for _ in range(2))
    assert first is not None
    assert second is not None
    production.services.products.file(first.id).unlink()
    archive = _export(production, What(asked=Asked("type:image")))
    told = {one["id"]: one for one in _told(archive)}
    assert told[str(first.id)]["file"] is None
    assert "missing" in told[str(first.id)]["trouble"]
    assert archive.read(told[str(second.id)]["file"])


def test_strange_names_stay_apart_and_within_the_archive(production: Production, tmp_path: Path) -> None:
    names = ["../../evil.png", "CON.png", "a.png", "A.png", "=cmd|'calc'!A0.png", "x\u202egnp.exe.png"]
    ids = []
    for name in names:
        product = production.services.imports.take_file(name, io.BytesIO(picture(size=(20, 20)))).product
        assert product is not None
        ids.append(product.id)
    archive = _export(production, What(ids=tuple(ids)))
    archive.extractall(tmp_path)
    listed = [name for name in archive.namelist() if name.endswith(".png")]
    assert len({name.casefold() for name in listed}) == len(names)
    assert all("/" not in name and ".." not in name for name in listed)
    rows = list(csv.DictReader(io.StringIO(archive.read("products.csv").decode("utf-8-sig"))))
    assert rows[4]["name"].startswith("'=")


def test_what_cannot_be_exported_is_refused(production: Production) -> None:
    exports = production.services.exports
    for wrong in (What(), What(ids=(new_id(),), order_id=new_id())):
        with pytest.raises(InvalidInput):
            exports.prepare(wrong)
    for gone in (
        What(ids=(new_id(),)),
        What(order_id=new_id()),
        What(collection_id=new_id()),
        What(project_id=new_id()),
    ):
        with pytest.raises(NotFound):
            exports.prepare(gone)
    with pytest.raises(InvalidInput, match="nothing"):
        exports.prepare(What(asked=Asked("type:video")))
    with pytest.raises(NotFound):
        exports.prepared(new_id())


def _position(reading: Any, product: Any) -> int:
    return int(reading.generations.get(product.generation_id).position)


def test_sizes_that_no_file_has_keep_nothing_from_leaving(production: Production) -> None:
    products = _made(production)
    with production.services.imports._units() as unit:
        unit.session.connection().exec_driver_sql("UPDATE product SET file_size = ?", (2**63 - 1,))
        unit.commit()
    export = production.services.exports.prepare(What(asked=Asked("square")))
    assert (export.count, export.size > 2**63) == (2, True)
    assert len(_told(_archive(production, export))) == len(products)
