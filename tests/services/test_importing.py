"""Files, folders and addresses come into the gallery; what is broken is refused by itself."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from imagen.bootstrap import Production
from imagen.data.models import Product
from imagen.domain.errors import InvalidInput, NotFound
from imagen.domain.events import DomainEvent, ImportProgressed, ProductsAdded
from imagen.domain.file_parameters import FileParameters
from imagen.domain.product import ProductState
from imagen.media.download import Downloader
from imagen.media.metadata import write_sidecar
from imagen.services import import_run
from imagen.services.all import Services
from imagen.services.import_progress import FileOutcome, ImportProgress, ImportState
from imagen.services.import_run import FEW
from imagen.services.import_sources import read_place
from tests.media.metadata.samples import FIXTURES, SAMPLES, png, text_chunk
from tests.media.samples import HTML, SVG, picture, png_of_claimed_size, wav

NAMES = {"negative": "negative_prompt", "model": "model_used"}
VALUES = ("seed", "steps", "cfg", "sampler", "scheduler")


def _product(production: Production, product_id: UUID) -> Product:
    with production.services.imports._units.reading() as reading:
        return reading.products.get(product_id, deleted=True)


def _all(production: Production) -> list[Product]:
    with production.services.imports._units.reading() as reading:
        return list(reversed(reading.products.page(limit=10_000)))


def _folder(services: Services, path: Path, **options: Any) -> ImportProgress:
    started = services.imports.start_folder(str(path), **options)
    ended = services.imports.wait(started.id, 60)
    assert ended.has_ended
    return ended


def _many(folder: Path, count: int, first: int = 0) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(first, first + count):
        text = f"picture {number}\nSteps: {number % 50 + 1}, Sampler: Euler a, CFG scale: 7, Seed: {number}, Size: 1x1"
        (folder / f"{number:05}.png").write_bytes(png(text_chunk("parameters", text)))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["file"])
def test_every_sample_becomes_a_product_with_its_parameters(production: Production, sample: dict[str, Any]) -> None:
    with (FIXTURES / sample["file"]).open("rb") as file:
        taken = production.services.imports.take_file(sample["file"], file)
    assert taken.product is not None, taken.error
    product = _product(production, taken.product.id)
    assert product.state is ProductState.READY
    assert product.width
    assert product.height
    if "vector" in sample or not sample["expect"]:
        assert (product.prompt is None) == (not sample.get("expect", True))
        return
    for name, value in sample["expect"].items():
        if name in ("prompt", "negative", "model"):
            assert getattr(product, NAMES.get(name, name)) == value
        elif name in VALUES:
            assert (product.parameters or {})[name] == value, name


def test_a_folder_is_taken_with_what_lies_below_and_each_bad_file_is_refused_by_itself(
    production: Production, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    (folder / "old" / "deep").mkdir(parents=True)
    data = picture()
    (folder / "a.png").write_bytes(data)
    (folder / "old" / "deep" / "b.jpg").write_bytes(picture(form="JPEG"))
    (folder / "sound.wav").write_bytes(wav(0.2))
    (folder / "page.png").write_bytes(HTML)
    (folder / "drawing.svg").write_bytes(SVG)
    (folder / "empty.png").write_bytes(b"")
    (folder / "half.png").write_bytes(picture()[:400])
    (folder / "huge.png").write_bytes(png_of_claimed_size(60_000, 60_000))
    (folder / "notes.txt").write_text("Steps: 20")
    (folder / ".hidden.png").write_bytes(picture(size=(9, 9)))
    (folder / "copy.png").write_bytes(data)
    ended = _folder(production.services, folder)
    assert (ended.state, ended.taken, ended.refused, ended.left_alone) == (ImportState.DONE, 3, 5, 1)
    assert ended.already_there == 1
    refused = {note.name: note.message for note in ended.notes if note.outcome is FileOutcome.REFUSED}
    assert set(refused) == {"page.png", "drawing.svg", "empty.png", "half.png", "huge.png"}
    assert "HTML" in refused["page.png"]
    assert "SVG" in refused["drawing.svg"]
    assert "empty" in refused["empty.png"]
    deep = next(product for product in _all(production) if product.name == "b.jpg")
    assert (deep.details or {})["folder"] == "old/deep"


def test_many_files_are_listed_first_and_examined_afterwards(at_rest: Production, tmp_path: Path) -> None:
    _many(tmp_path / "many", 2 * FEW)
    (tmp_path / "many" / "half.png").write_bytes(picture()[:400])
    (tmp_path / "many" / "page.png").write_bytes(HTML)
    ended = _folder(at_rest.services, tmp_path / "many")
    assert (ended.taken, ended.refused) == (2 * FEW + 1, 1)
    products = {product.name: product for product in _all(at_rest)}
    assert {product.state for product in products.values()} == {ProductState.UNCHECKED}
    assert products["00007.png"].prompt == "picture 7"
    assert products["00007.png"].parameters == {"seed": 7, "steps": 8, "sampler": "Euler a", "cfg": 7.0}
    assert (products["00007.png"].width, products["00007.png"].height) == (1, 1)
    assert at_rest.services.products.get(products["00007.png"].id).thumbnail_url is None
    assert at_rest.services.imports.unchecked() == 2 * FEW + 1

    at_rest.start()
    assert at_rest.services.imports.wait_for_checks(60)
    products = {product.name: product for product in _all(at_rest)}
    broken = products.pop("half.png")
    assert {product.state for product in products.values()} == {ProductState.READY}
    assert at_rest.store.thumbnail_path(products["00007.png"].sha256, "small").exists()
    assert products["00007.png"].placeholder
    assert broken.state is ProductState.MISSING
    assert "damaged" in (broken.details or {})["trouble"]
    assert at_rest.services.imports.unchecked() == 0


@pytest.mark.parametrize("large", [0, 1 << 20], ids=["by several threads", "by one"])
def test_many_batches_are_listed_in_order(
    at_rest: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(import_run, "_LARGE", large)
    monkeypatch.setattr(import_run, "_BATCH", 20)
    _many(tmp_path / "many", 3 * FEW)
    (tmp_path / "many" / "00030.png").write_bytes(HTML)
    ended = _folder(at_rest.services, tmp_path / "many")
    assert (ended.taken, ended.refused) == (3 * FEW - 1, 1)
    names = [product.name for product in _all(at_rest)]
    assert names == [f"{number:05}.png" for number in range(3 * FEW) if number != 30]


def test_what_is_there_is_not_taken_twice_and_is_named_also_from_the_bin(
    production: Production, tmp_path: Path
) -> None:
    services = production.services
    _many(tmp_path / "many", FEW + 10)
    assert _folder(services, tmp_path / "many").taken == FEW + 10
    assert services.imports.wait_for_checks(60)
    first, second, *_ = _all(production)
    services.keeping.delete([first.id])
    _many(tmp_path / "many", 5, first=FEW + 10)
    again = _folder(services, tmp_path / "many")
    assert (again.taken, again.already_there, again.in_bin) == (5, FEW + 9, 1)
    by_id = {note.product_id: note for note in again.notes}
    assert by_id[first.id].outcome is FileOutcome.IN_BIN
    assert "Bin" in by_id[first.id].message
    assert by_id[second.id].outcome is FileOutcome.ALREADY_THERE
    single = services.imports.take_file("x.png", (tmp_path / "many" / first.name).open("rb"))
    assert single.in_bin
    assert single.product is not None
    assert single.product.id == first.id


def test_a_vanished_file_comes_back_with_an_import_of_it(production: Production) -> None:
    services = production.services
    data = picture()
    product = services.imports.take_file("a.png", io.BytesIO(data)).product
    assert product is not None
    services.products.file(product.id).unlink()
    with services.imports._units() as unit:
        unit.imported.change(product.id, state=ProductState.MISSING)
        unit.commit()
    assert services.imports.take_file("b.png", io.BytesIO(data)).already_there
    assert services.imports.wait_for_checks(60)
    assert _product(production, product.id).state is ProductState.READY
    assert services.products.file(product.id).read_bytes() == data


def test_a_vanished_file_is_looked_for(production: Production) -> None:
    services = production.services
    product = services.imports.take_file("a.png", io.BytesIO(picture())).product
    assert product is not None
    file = services.products.file(product.id)
    away = file.rename(file.with_suffix(".away"))
    assert not services.imports.look_again(product.id)
    away.rename(file)
    assert services.imports.look_again(product.id)
    assert services.imports.wait_for_checks(60)
    assert _product(production, product.id).state is ProductState.READY


def test_notes_beside_a_file_are_read_where_it_has_none_itself(production: Production, tmp_path: Path) -> None:
    told = FileParameters(prompt="a sound of [rain]", seed=5, steps=20)
    folder = tmp_path / "sounds"
    folder.mkdir()
    (folder / "a.wav").write_bytes(wav(0.2))
    (folder / "a.wav.json").write_bytes(write_sidecar(told))
    (folder / "b.wav").write_bytes(wav(0.3))
    (folder / "b.json").write_text(json.dumps({"imagen": {"version": "no"}}))
    ended = _folder(production.services, folder)
    assert (ended.taken, ended.left_alone) == (2, 0)
    first, second = _all(production)
    assert (first.prompt, second.prompt) == ("a sound of [rain]", None)
    uploaded = production.services.imports.take_file(
        "trip/c.wav", io.BytesIO(wav(0.4)), sidecar=write_sidecar(told)
    ).product
    assert uploaded is not None
    assert uploaded.name == "c.wav"
    assert _product(production, uploaded.id).prompt == "a sound of [rain]"


def test_an_import_ends_where_somebody_asks_for_it_and_keeps_what_it_has(
    production: Production, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imagen.services.import_run._BATCH", 10)
    _many(tmp_path / "many", 400)
    services = production.services
    cancelled: list[UUID] = []

    def hear(event: DomainEvent) -> None:
        if isinstance(event, ProductsAdded) and not cancelled:
            started = services.imports.list()[0]
            cancelled.append(started.id)
            services.imports._counting(started.id).cancel()

    services.bus.subscribe(hear)
    ended = _folder(services, tmp_path / "many")
    assert ended.state is ImportState.CANCELLED
    assert 0 < ended.taken < 400
    assert len(_all(production)) == ended.taken
    services.imports.wait_for_checks(30)  # which writes thumbnails through files of its own
    assert list(production.store._parts_root.iterdir()) == []


def test_progress_is_told_and_ends(production: Production, tmp_path: Path) -> None:
    heard: list[ImportProgressed] = []
    production.services.bus.subscribe(lambda e: heard.append(e) if isinstance(e, ImportProgressed) else None)
    _many(tmp_path / "many", FEW + 1)
    ended = _folder(production.services, tmp_path / "many")
    assert ended.fraction == 1.0
    assert (ended.done, ended.total) == (FEW + 1, FEW + 1)
    assert ended.bytes_done == ended.bytes_total > 0
    assert [event.ended for event in heard][-1] is True
    assert heard[0].import_id == ended.id


def test_a_folder_that_cannot_be_imported_is_refused_in_a_sentence(production: Production, tmp_path: Path) -> None:
    imports = production.services.imports
    (tmp_path / "file.png").write_bytes(picture())
    for wrong in ("", "pictures", "a\x00b"):
        with pytest.raises(InvalidInput):
            imports.start_folder(wrong)
    for gone in (str(tmp_path / "gone"), str(tmp_path / "file.png")):
        with pytest.raises(NotFound):
            imports.start_folder(gone)
    with pytest.raises(InvalidInput, match="own data folder"):
        imports.start_folder(str(tmp_path / "data" / "media"))


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")
def test_links_to_folders_pipes_and_imagens_own_files_are_left_alone(production: Production, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.png").write_bytes(picture())
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.png")
    (folder / "gone.png").symlink_to(folder / "nowhere.png")
    shutil.copytree(FIXTURES, folder / "closed")
    ended = _folder(production.services, folder, into_folders=False)
    assert (ended.taken, ended.refused, ended.left_alone) == (1, 1, 2)
    everything = _folder(production.services, tmp_path)
    assert everything.taken == 21
    assert everything.state is ImportState.DONE


@pytest.mark.skipif(os.name == "nt", reason="needs pipes")
def test_what_has_no_end_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    for endless in (tmp_path / "pipe.png", Path("/dev/zero")):
        with pytest.raises(InvalidInput, match="neither a file nor a folder"):
            read_place(str(endless))


def _page() -> httpx.Response:
    return httpx.Response(200, stream=httpx.ByteStream(HTML))


def _with_web(production: Production, answer: Any, resolve: Any = lambda host, port: ["93.184.216.34"]) -> Services:
    production.services.imports._downloader = Downloader(transport=httpx.MockTransport(answer), resolve=resolve)
    return production.services


def test_an_address_is_fetched_named_and_remembered(production: Production) -> None:
    data = (FIXTURES / "a1111.png").read_bytes()
    services = _with_web(production, lambda request: httpx.Response(200, stream=httpx.ByteStream(data)))
    taken = services.imports.take_address("https://example.com/shared/a%20boat.png?size=1")
    assert taken.product is not None
    product = _product(production, taken.product.id)
    assert product.name == "a boat.png"
    assert product.source_url == "https://example.com/shared/a%20boat.png?size=1"
    assert product.prompt
    again = services.imports.start_addresses(["https://example.com/x.png", "https://example.com/y.png", " "])
    ended = services.imports.wait(again.id, 30)
    assert (ended.total, ended.already_there) == (2, 2)


@pytest.mark.parametrize(
    "address", ["ftp://example.com/a.png", "file:///etc/passwd", "http://", "https://me:pw@example.com/a.png", "a.png"]
)
def test_an_address_that_is_none_is_refused(production: Production, address: str) -> None:
    taken = production.services.imports.take_address(address)
    assert taken.product is None
    assert taken.error


def test_nothing_is_fetched_from_the_network_at_home_or_from_pages(production: Production) -> None:
    services = _with_web(production, lambda request: _page(), lambda host, port: ["10.0.0.8"])
    refused = services.imports.take_address("http://printer.example/a.png")
    assert "private network" in (refused.error or "")
    services = _with_web(production, lambda request: _page())
    refused = services.imports.take_address("http://example.com/a.png")
    assert "HTML" in (refused.error or "")
    assert _all(production) == []
