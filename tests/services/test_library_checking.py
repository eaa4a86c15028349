"""Nothing is taken of an archive whose rows say what cannot be, and of a damaged one only what is whole."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from imagen.bootstrap import Production
from imagen.data.models import Collection, CollectionProduct, GenerationInput, Setting, Tag, Tagging
from imagen.datafolder import DataFolder
from imagen.domain.errors import InvalidInput
from imagen.domain.ids import new_id
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.tagging import TaggedKind
from imagen.services.gallery_views import Asked
from imagen.services.import_progress import ImportState
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from tests.fakes.scripted_provider import MODEL, PATHS, Ledger
from tests.media.metadata.samples import FIXTURES
from tests.services.hostile_archives import Rows, repacked, spoil, with_rows, with_unknown_compression
from tests.services.library_places import exported, rows, taken
from tests.services.ordering import fulfilled, place
from tests.warm import build


@pytest.fixture
def elsewhere(tmp_path: Path, ledger: Ledger) -> Iterator[Production]:
    with DataFolder(tmp_path / "elsewhere").acquire() as folder:
        made = build(folder, load_settings({"poll_seconds": "0.02"}, {}), PATHS)
        made.start()
        yield made
        made.stop()


@pytest.fixture
def source(production: Production, tmp_path: Path) -> Path:
    """An archive with a row in each table that people fill."""
    services = production.services
    project = services.projects.create("Foxes", "All of them")
    services.lookups.create("animals", "fox\nhare")
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}, project_id=project.id))
    fulfilled(services, order.id)
    imported = services.imports.take_file("boat.png", (FIXTURES / "a1111.png").open("rb")).product
    assert imported is not None
    with services.imports._units() as unit:
        tag, collection = Tag(name="Print", name_key="print"), Collection(name="Best", name_key="best")
        unit.session.add_all([tag, collection, Setting(key="places:scripted", value={"places": 2})])
        unit.session.flush()
        unit.session.add(Tagging(tag_id=tag.id, entity=TaggedKind.PRODUCT, entity_id=imported.id))
        unit.session.add(CollectionProduct(collection_id=collection.id, product_id=imported.id, order_index=1.0))
        first = unit.generations.in_status(order.id, GenerationStatus.COMPLETE)[0]
        unit.session.add(GenerationInput(generation_id=first.id, product_id=imported.id, parameter="image"))
        unit.commit()
    return exported(production, tmp_path / "library.zip")


def first(**values: Any) -> Callable[[Rows], Rows]:
    return lambda found: [{**found[0], **values}, *found[1:]]


def another(**values: Any) -> Callable[[Rows], Rows]:
    return lambda found: [*found, {**found[0], "id": str(new_id()), **values}]


def without(name: str) -> Callable[[Rows], Rows]:
    return lambda found: [{key: value for key, value in row.items() if key != name} for row in found]


def twice(found: Rows) -> Rows:
    return [*found, found[0]]


STRANGER = str(UUID("01a20150-0000-7000-8000-000000000001"))
HOSTILE: dict[str, tuple[str, Callable[[Rows], Rows], str]] = {
    "before all times": ("product", first(created_at="0001-01-01T00:00:00+14:00"), "created_at"),
    "after all times": ("product", first(created_at="9999-12-31T23:59:59+00:00"), "created_at"),
    "of an unknown order": ("product", first(order_id=STRANGER), "order"),
    "of an unknown project": ("product", first(project_id=STRANGER), "project"),
    "of an unknown generation": ("product", first(generation_id=STRANGER), "generation"),
    "made from an unknown product": ("product", first(made_from_id=STRANGER), "product"),
    "made from itself": ("product", lambda found: [{**row, "made_from_id": row["id"]} for row in found], "itself"),
    "no id of ours": ("product", first(id="12345678-1234-4234-8234-123456789abc"), "id"),
    "the same row twice": ("product", twice, "same id"),
    "two of one output": ("product", lambda found: twice_with_new_id(found, "generation_id"), "output_index"),
    "a rating above all": ("product", first(rating=99), "rating"),
    "a rating below all": ("product", first(rating=-9), "rating"),
    "a size above all": ("product", first(file_size=2**63 - 1), "file_size"),
    "a size below nought": ("product", first(file_size=-1), "file_size"),
    "a width below nought": ("product", first(width=-5), "width"),
    "a length below nought": ("product", first(duration_ms=-5), "duration_ms"),
    "liked as a text": ("product", first(liked="x"), "liked"),
    "parameters as a list": ("product", first(parameters=[1]), "parameters"),
    "another type than its file": ("product", first(type="video"), "type"),
    "a placeholder from elsewhere": ("product", first(placeholder="https://example.com/x.png"), "placeholder"),
    "a placeholder that is style": ("product", first(placeholder="data:image/webp;base64,A');x:url('b"), "placeholder"),
    "an address that is a script": ("product", first(source_url="javascript:alert(1)"), "source_url"),
    "the greatest order number": ("order", first(number=2**63 - 1), "number"),
    "an order number below nought": ("order", first(number=-1), "number"),
    "two orders of one number": ("order", another(), "number"),
    "an order of an unknown project": ("order", first(project_id=STRANGER), "project"),
    "a specification that is none": ("order", first(spec_used={}), "spec_used"),
    "choices that are texts": ("generation", first(choices=["x"]), "choices"),
    "two generations of one place": ("generation", another(), "position"),
    "two submissions of one attempt": ("submission", another(provider_request_id=None), "attempt"),
    "amounts without measure": ("spending", first(amount=2**62), "amount"),
    "amounts that make too much": ("spending", lambda found: many(found[0], billed=10**15), "billed"),
    "a tagging with an unknown tag": ("tagging", another(tag_id=STRANGER), "tag"),
    "a tagging of an unknown product": ("tagging", another(entity_id=STRANGER), "product"),
    "two taggings of one place": ("tagging", another(), "tag_id"),
    "a place that is no number": ("collection_product", first(order_index=float("nan")), "order_index"),
    "a place that is a text": ("collection_product", first(order_index="NaN"), "order_index"),
    "a setting without an id": ("setting", without("id"), "id"),
    "a setting that is a list": ("setting", first(value=[]), "value"),
    "two settings of one key": ("setting", another(), "key"),
    "two live tags of one name": ("tag", another(), "name_key"),
    "two live tags of one name, said otherwise": ("tag", another(name_key="other"), "name_key"),
    "a tag without a name": ("tag", first(name="", name_key=""), "name"),
    "a colour that is style": ("tag", first(color="red;background:url(javascript:1)"), "color"),
    "a lookup without a name": ("lookup", first(name=" "), "name"),
    "a project without a name": ("project", first(name=""), "name"),
    "a limit without measure": ("project", first(spending_limit=2**60), "spending_limit"),
}  # fmt: skip


def many(row: dict[str, Any], **values: Any) -> Rows:
    return [{**row, **values, "id": str(new_id()), "submission_id": str(new_id())} for _ in range(1200)]


def twice_with_new_id(found: Rows, having: str) -> Rows:
    row = next(row for row in found if row.get(having))
    return [*found, {**row, "id": str(new_id())}]


@pytest.mark.parametrize("case", list(HOSTILE))
def test_what_cannot_be_is_refused_with_its_table_and_line(
    source: Path, elsewhere: Production, tmp_path: Path, case: str
) -> None:
    table, change, named = HOSTILE[case]
    ended = taken(elsewhere, with_rows(source, tmp_path / "hostile.zip", {table: change}))
    assert (ended.state, ended.taken) == (ImportState.FAILED, 0)
    assert f"of the table {table} " in ended.trouble
    assert named in ended.trouble
    assert "mistake" not in ended.trouble
    assert all(not found for name, found in rows(elsewhere).items() if name not in ("setting", "model"))
    assert not any(elsewhere.store._media_root.rglob("*.png"))


def test_the_line_is_the_one_that_is_wrong(source: Path, elsewhere: Production, tmp_path: Path) -> None:
    hostile = with_rows(
        source, tmp_path / "h.zip", {"product": lambda found: [*found[:-1], {**found[-1], "rating": 9}]}
    )
    assert "Line 3 of the table product" in taken(elsewhere, hostile).trouble


def test_a_name_is_compared_by_what_it_is_and_not_by_what_an_archive_says(
    source: Path, elsewhere: Production, tmp_path: Path
) -> None:
    changed = with_rows(source, tmp_path / "h.zip", {"tag": first(name_key="other")})
    assert taken(elsewhere, changed).state is ImportState.DONE
    assert [row["name_key"] for row in rows(elsewhere)["tag"]] == ["print"]


def test_products_whose_ids_make_one_number_are_all_found_and_so_is_what_comes_later(
    source: Path, elsewhere: Production, tmp_path: Path
) -> None:
    def twins(found: Rows) -> Rows:
        row = next(row for row in found if row["origin"] == "imported")
        ids = [str(UUID(int=UUID(row["id"]).int ^ low)) for low in (1, 2)]
        return [*found, *({**row, "id": one, "origin": "edited", "name": "twin.png"} for one in ids)]

    assert taken(elsewhere, with_rows(source, tmp_path / "twins.zip", {"product": twins})).state is ImportState.DONE
    assert elsewhere.search_index.catch_up(20)
    gallery = elsewhere.services.gallery
    assert (gallery.count(Asked("")), gallery.count(Asked("twin"))) == (5, 2)
    twin_ids = list(gallery.ids(Asked("twin")))
    assert [UUID(str(tile.id)) for tile in gallery.tiles(twin_ids)] == twin_ids
    order = place(elsewhere.services, "a whale")
    fulfilled(elsewhere.services, order.id)
    assert elsewhere.search_index.catch_up(20)
    assert gallery.count(Asked("whale")) == 1


def test_after_a_great_order_number_orders_are_counted_on_as_before(
    source: Path, elsewhere: Production, tmp_path: Path
) -> None:
    mine = place(elsewhere.services, "mine")
    great = with_rows(source, tmp_path / "great.zip", {"order": first(number=2**53 - 1)})
    assert taken(elsewhere, great).state is ImportState.DONE
    later = place(elsewhere.services, "later")
    assert (mine.number, later.number) == (1, 3)
    assert sorted(row["number"] for row in rows(elsewhere)["order"]) == [1, 2, 3]


def test_a_number_that_came_in_before_it_was_checked_keeps_no_order_from_its_own(elsewhere: Production) -> None:
    mine = place(elsewhere.services, "mine")
    with elsewhere.services.imports._units() as unit:
        unit.session.connection().exec_driver_sql('UPDATE "order" SET number = ?', (2**63 - 1,))
        unit.commit()
    assert (mine.number, place(elsewhere.services, "later").number) == (1, 1)


def test_a_colour_that_came_in_before_it_was_checked_is_no_style_of_a_page(production: Production) -> None:
    with production.services.imports._units() as unit:
        unit.session.add(Tag(name="Print", name_key="print", color="red;background:url(javascript:1)"))
        unit.commit()
    assert [tag.color for tag in production.services.tags.list()] == [""]


def test_what_both_libraries_went_on_with_is_there_once(
    production: Production, elsewhere: Production, source: Path, tmp_path: Path
) -> None:
    """Both made the same generation, each with a product of its own."""
    assert taken(elsewhere, source).state is ImportState.DONE
    before = rows(elsewhere)
    made = {row["generation_id"] for row in before["product"] if row.get("generation_id")}

    def renamed(found: Rows) -> Rows:
        return [{**row, "id": str(new_id())} if row.get("generation_id") in made else row for row in found]

    changes: dict[str, Callable[[Rows], Rows]] = {
        "product": renamed,
        "submission": renamed,
        "spending": lambda _: [],
        "generation_input": renamed,
    }
    other = with_rows(source, tmp_path / "other.zip", changes)
    ended = taken(elsewhere, other)
    assert (ended.state, ended.trouble) == (ImportState.DONE, "")
    assert rows(elsewhere) == before


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_damage_is_told_and_only_what_is_whole_is_taken(
    source: Path, elsewhere: Production, tmp_path: Path, compression: int
) -> None:
    with zipfile.ZipFile(source) as archive:
        victim = next(name for name in archive.namelist() if name.startswith("media/"))
    for harm in (spoil, with_unknown_compression):
        manifest, table, media = (
            repacked(source, tmp_path / f"{harm.__name__}-{at}.zip", compression) for at in range(3)
        )
        harm(manifest, "manifest.json")
        with pytest.raises(InvalidInput):
            elsewhere.services.library.start_import(str(manifest))
        harm(table, "tables/product.jsonl")
        ended = taken(elsewhere, table)
        assert (ended.state, ended.taken) == (ImportState.FAILED, 0)
        assert "product" in ended.trouble
        assert "mistake" not in ended.trouble
    harm(media, victim)
    ended = taken(elsewhere, media)
    assert (ended.state, ended.refused, ended.trouble) == (ImportState.DONE, 1, "")
    assert ended.notes[0].name == victim.removeprefix("media/")
    assert ended.notes[0].message
    states = {row["path"]: row["state"] for row in rows(elsewhere)["product"]}
    assert states.pop(victim.removeprefix("media/")) == "missing"
    assert set(states.values()) == {"ready"}
