"""A library leaves and comes in elsewhere with nothing lost, nothing twice and nothing bought again."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from imagen.bootstrap import Production
from imagen.data.library_rows import library_tables, rows_of
from imagen.data.models import Collection, CollectionProduct, GenerationInput, Product, SavedSearch, Tag, Tagging
from imagen.data.models.base import now
from imagen.datafolder import DataFolder
from imagen.domain.edits import Turn
from imagen.domain.errors import ImagenError, InvalidInput, NotFound
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.domain.product import ProductOrigin, ProductState
from imagen.domain.tagging import TaggedKind
from imagen.services.gallery_views import Asked
from imagen.services.import_progress import ImportProgress, ImportState
from imagen.services.library_export import LibraryExport
from imagen.services.library_merging import HELD
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from tests.fakes.scripted_provider import MODEL, PATHS, Ledger, wait_until
from tests.media.metadata.samples import FIXTURES
from tests.media.samples import picture
from tests.services.ordering import fulfilled, place
from tests.warm import build


@pytest.fixture
def elsewhere(tmp_path: Path, ledger: Ledger) -> Iterator[Production]:
    with DataFolder(tmp_path / "elsewhere").acquire() as folder:
        made = build(folder, load_settings({"poll_seconds": "0.02"}, {}), PATHS)
        made.start()
        yield made
        made.stop()


def _filled(production: Production) -> list[UUID]:
    """Make some of everything, and give the products."""
    services = production.services
    project = services.projects.create("Foxes", "All of them")
    services.lookups.create("animals", "fox\nhare")
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}, project_id=project.id))
    fulfilled(services, order.id)
    imported = services.imports.take_file("boat.png", (FIXTURES / "a1111.png").open("rb")).product
    assert imported is not None
    with services.imports._units() as unit:
        products = list(unit.products.page(limit=10))
        first, second, third = sorted(products, key=lambda product: product.id)
        first.rating, first.rated_at, first.notes, second.liked = 4, now(), "the best", True
        tag, collection = Tag(name="Print", name_key="print", color="#ffffff"), Collection(name="Best", name_key="best")
        copy = first.model_dump(exclude={"id", "generation_id", "order_id", "output_index"})
        edited = Product(**copy | {"origin": ProductOrigin.EDITED, "made_from_id": first.id})
        unit.session.add_all([tag, collection, edited, SavedSearch(name="Foxes", query="fox liked")])
        unit.session.flush()
        unit.session.add(Tagging(tag_id=tag.id, entity=TaggedKind.PRODUCT, entity_id=first.id))
        for place_, product in enumerate((third, first)):
            unit.session.add(
                CollectionProduct(collection_id=collection.id, product_id=product.id, order_index=float(place_))
            )
        assert second.generation_id is not None
        unit.session.add(GenerationInput(generation_id=second.generation_id, product_id=imported.id, parameter="image"))
        unit.commit()
    services.keeping.delete([second.id])
    return [product.id for product in products]


def _rows(production: Production) -> dict[str, list[dict[str, Any]]]:
    with production.services.imports._units.reading() as reading:
        connection = reading.session.connection()
        return {table.name: list(rows_of(connection, table)) for table in library_tables()}


def _comparable(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    own = {"updated_at", "placeholder"}
    return {name: [{k: v for k, v in row.items() if k not in own} for row in found] for name, found in rows.items()}


def _archive(production: Production, path: Path) -> Path:
    _, pieces = production.services.library.archive()
    path.write_bytes(b"".join(pieces))
    return path


def _taken(production: Production, path: Path) -> ImportProgress:
    started = production.services.library.start_import(str(path))
    ended = production.services.imports.wait(started.id, 60)
    assert production.services.imports.wait_for_checks(60)
    return ended


@pytest.mark.parametrize("as_folder", [False, True])
def test_an_empty_library_has_all_of_it_afterwards(
    production: Production, elsewhere: Production, tmp_path: Path, as_folder: bool
) -> None:
    _filled(production)
    before = _rows(production)
    if as_folder:
        source = tmp_path / "exported"
        LibraryExport(production.services.imports._units, production.store).into_folder(source)
    else:
        source = _archive(production, tmp_path / "library.zip")
    ended = _taken(elsewhere, source)
    assert (ended.state, ended.trouble, ended.refused) == (ImportState.DONE, "", 0)
    after = _rows(elsewhere)
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    for name, rows in _comparable(before).items():
        for theirs, mine in zip(rows, _comparable(after)[name], strict=True):
            assert mine == theirs
    for row in after["product"]:
        theirs = production.store.path_of(row["path"]).read_bytes()
        assert elsewhere.store.path_of(row["path"]).read_bytes() == theirs
        assert row["state"] == "ready"
    found = elsewhere.services.gallery
    assert found.count(Asked("boat OR fox")) == production.services.gallery.count(Asked("boat OR fox")) > 0
    assert found.count(Asked("tag:Print rating:excellent")) == 1


def test_the_same_library_twice_changes_nothing(production: Production, elsewhere: Production, tmp_path: Path) -> None:
    _filled(production)
    source = _archive(production, tmp_path / "library.zip")
    _taken(elsewhere, source)
    once = _rows(elsewhere)
    assert _taken(elsewhere, source).state is ImportState.DONE
    assert _rows(elsewhere) == once
    mine = _rows(production)
    assert _taken(production, source).state is ImportState.DONE
    assert _rows(production) == mine


def test_two_libraries_are_put_together(production: Production, elsewhere: Production, tmp_path: Path) -> None:
    _filled(production)
    services = elsewhere.services
    services.lookups.create("animals", "whale")
    own = services.imports.take_file("mine.png", (FIXTURES / "a1111.png").open("rb")).product
    assert own is not None
    mine = fulfilled(services, place(services, "mine").id)
    with services.imports._units() as unit:
        unit.session.add(Tag(name="PRINT", name_key="print"))
        unit.commit()
    assert _taken(elsewhere, _archive(production, tmp_path / "library.zip")).state is ImportState.DONE
    after = _rows(elsewhere)
    assert len({row["number"] for row in after["order"]}) == len(after["order"]) == 2
    assert services.orders.get(mine.id).number == mine.number
    assert [row["name"] for row in after["tag"]] == ["PRINT"]
    assert {row["tag_id"] for row in after["tagging"]} == {after["tag"][0]["id"]}
    assert {row["name"]: row["values"] for row in after["lookup"]} == {"animals": "whale", "animals_2": "fox\nhare"}
    boats = [row for row in after["product"] if row["origin"] == "imported"]
    assert [row["id"] for row in boats] == [str(own.id)]
    assert {row["product_id"] for row in after["generation_input"]} == {str(own.id)}
    assert str(own.id) in {row["product_id"] for row in after["collection_product"]}


def test_what_names_a_product_names_the_one_that_is_here(
    production: Production, elsewhere: Production, tmp_path: Path
) -> None:
    services = production.services
    theirs = services.imports.take_file("theirs.png", (FIXTURES / "a1111.png").open("rb")).product
    mine = elsewhere.services.imports.take_file("mine.png", (FIXTURES / "a1111.png").open("rb")).product
    assert theirs is not None
    assert mine is not None
    edited = services.editing.edit(theirs.id, [Turn(90)])
    order = fulfilled(services, place(services, "a fox").id)
    with services.imports._units() as unit:
        row = unit.orders.get(order.id)
        row.base_parameters = {**row.base_parameters, "image": f"product:{theirs.id}"}
        unit.commit()
    assert _taken(elsewhere, _archive(production, tmp_path / "library.zip")).state is ImportState.DONE
    found = elsewhere.services.viewing.view(edited.id).lineage.made_from
    assert found is not None
    assert found.id == mine.id
    with elsewhere.services.imports._units.reading() as reading:
        assert reading.orders.get(order.id).base_parameters["image"] == f"product:{mine.id}"


def test_what_was_unfinished_is_held_and_never_submitted(
    at_rest: Production, elsewhere: Production, ledger: Ledger, tmp_path: Path
) -> None:
    waiting = at_rest.services.orders.place(OrderRequest(MODEL, {"prompt": "a [1..5]"}))
    source = _archive(at_rest, tmp_path / "library.zip")
    with at_rest.services.imports._units() as unit:
        under_way = unit.generations.in_status(waiting.id, GenerationStatus.PENDING)[0]
        under_way.status = GenerationStatus.GENERATING
        unit.session.add(under_way)
        unit.commit()
    source = _archive(at_rest, tmp_path / "library2.zip")
    assert _taken(elsewhere, source).state is ImportState.DONE
    services = elsewhere.services
    there = services.orders.get(waiting.id)
    assert there.held_reason == HELD
    elsewhere.tasks.advance(4)
    elsewhere.stop()
    assert not ledger.accepted
    counts = {one.status for one in services.generations.list(order_id=waiting.id).items}
    assert counts == {GenerationStatus.PENDING, GenerationStatus.FAILED}


def test_a_person_lets_it_go_on(at_rest: Production, elsewhere: Production, tmp_path: Path) -> None:
    waiting = at_rest.services.orders.place(OrderRequest(MODEL, {"prompt": "a [1..3]"}))
    _taken(elsewhere, _archive(at_rest, tmp_path / "library.zip"))
    elsewhere.services.library.let_go(waiting.id)
    wait_until(lambda: elsewhere.services.orders.get(waiting.id).status is OrderStatus.FULFILLED)
    with pytest.raises(ImagenError):
        elsewhere.services.library.let_go(waiting.id)


def _changed(source: Path, target: Path, change: Any) -> Path:
    """Copy an archive, with each member's name and content changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            found = change(member.filename, old.read(member))
            if found is not None:
                new.writestr(*found)
    return target


@pytest.mark.parametrize("name", ["/etc/evil", "../evil", "media/../../evil", "C:evil", "a\\..\\evil"])
def test_an_archive_that_would_write_elsewhere_is_refused_whole(
    production: Production, elsewhere: Production, tmp_path: Path, name: str
) -> None:
    _filled(production)
    source = _archive(production, tmp_path / "library.zip")
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr(name, b"evil")
    with pytest.raises(InvalidInput, match="anywhere"):
        _taken(elsewhere, source)
    assert _rows(elsewhere)["product"] == []


def test_links_are_refused(production: Production, elsewhere: Production, tmp_path: Path) -> None:
    source = _archive(production, tmp_path / "library.zip")
    with zipfile.ZipFile(source, "a") as archive:
        link = zipfile.ZipInfo("media/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(InvalidInput, match="anywhere"):
        _taken(elsewhere, source)
    folder = tmp_path / "exported"
    LibraryExport(production.services.imports._units, production.store).into_folder(folder)
    (folder / "media").mkdir(exist_ok=True)
    (folder / "media" / "aa").symlink_to("/etc")
    assert "anywhere" in _taken(elsewhere, folder).trouble


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
@pytest.mark.parametrize("member", ["manifest.json", "tables/product.jsonl"])
def test_a_pipe_is_not_waited_for(production: Production, elsewhere: Production, tmp_path: Path, member: str) -> None:
    folder = tmp_path / "exported"
    LibraryExport(production.services.imports._units, production.store).into_folder(folder)
    (folder / member).unlink()
    os.mkfifo(folder / member)
    if member == "manifest.json":
        with pytest.raises(InvalidInput, match="no library"):
            _taken(elsewhere, folder)
    else:
        assert "damaged" in _taken(elsewhere, folder).trouble


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("product", lambda row: {**row, "path": "../../evil.png"}),
        ("product", lambda row: {**row, "path": f"aa/{'a' * 64}.png"}),
        ("product", lambda row: {**row, "mime_type": "text/html"}),
        ("product", lambda row: {**row, "width": 2**80}),
        ("product", lambda row: {**row, "id": "nonsense"}),
        ("order", lambda row: {**row, "status": "whatever"}),
        ("order", lambda row: {**row, "spec_used": {"parameters": 5}}),
        ("project", lambda row: {name: value for name, value in row.items() if name != "name"}),
    ],
)
def test_rows_that_are_none_are_refused_before_anything_is_taken(
    production: Production, elsewhere: Production, tmp_path: Path, table: str, change: Any
) -> None:
    _filled(production)
    source = _archive(production, tmp_path / "library.zip")
    with zipfile.ZipFile(source) as archive:
        rows = [json.loads(line) for line in archive.read(f"tables/{table}.jsonl").splitlines()]
        data = b"".join(json.dumps(change(row)).encode() + b"\n" for row in rows)
        manifest = json.loads(archive.read("manifest.json"))
    manifest["tables"][table]["sha256"] = hashlib.sha256(data).hexdigest()
    new = {f"tables/{table}.jsonl": data, "manifest.json": json.dumps(manifest).encode()}
    hostile = _changed(source, tmp_path / "hostile.zip", lambda name, content: (name, new.get(name, content)))
    ended = _taken(elsewhere, hostile)
    assert ended.state is ImportState.FAILED
    assert ended.trouble
    assert _rows(elsewhere)["product"] == []


def test_an_archive_that_is_damaged_or_newer_or_none_is_refused(
    production: Production, elsewhere: Production, tmp_path: Path
) -> None:
    _filled(production)
    source = _archive(production, tmp_path / "library.zip")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(source.read_bytes()[:-500])
    newer = _changed(
        source, tmp_path / "newer.zip",
        lambda name, data: (name, data.replace(b'"schema": "', b'"schema": "x') if name == "manifest.json" else data),
    )  # fmt: skip
    partial = _changed(source, tmp_path / "partial.zip", lambda n, data: None if n == "manifest.json" else (n, data))
    plain = tmp_path / "plain.zip"
    plain.write_bytes(picture())
    for wrong in (cut, newer, partial, plain):
        with pytest.raises(InvalidInput):
            _taken(elsewhere, wrong)
    with pytest.raises(NotFound):
        _taken(elsewhere, tmp_path / "gone.zip")
    fewer = _changed(source, tmp_path / "fewer.zip", lambda n, data: (n, b"" if n == "tables/product.jsonl" else data))
    assert "damaged" in _taken(elsewhere, fewer).trouble
    assert _rows(elsewhere)["product"] == []


def test_a_file_that_is_another_than_it_should_be_is_refused_by_itself(
    production: Production, elsewhere: Production, tmp_path: Path
) -> None:
    _filled(production)
    source = _archive(production, tmp_path / "library.zip")
    with zipfile.ZipFile(source) as archive:
        victim = next(name for name in archive.namelist() if name.startswith("media/"))
    hostile = _changed(source, tmp_path / "h.zip", lambda n, data: (n, picture() if n == victim else data))
    ended = _taken(elsewhere, hostile)
    assert ended.state is ImportState.DONE
    assert (ended.refused, ended.notes[0].name) == (1, victim.removeprefix("media/"))
    states = {row["path"]: row["state"] for row in _rows(elsewhere)["product"]}
    assert states[victim.removeprefix("media/")] == ProductState.MISSING
    assert set(states.values()) == {"missing", "ready"}


def test_keys_and_secrets_never_leave(production: Production, tmp_path: Path) -> None:
    _filled(production)
    root = production.store._media_root.parent
    (root / "keys.json").write_text('{"replicate": "r8_secret_key"}')
    source = _archive(production, tmp_path / "library.zip")
    with zipfile.ZipFile(source) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert {name.split("/")[0] for name in archive.namelist()} == {"manifest.json", "tables", "media"}
    assert b"r8_secret_key" not in everything
