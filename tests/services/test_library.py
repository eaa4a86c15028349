"""Projects, lookups, drafts, products and the strip, as pages use them."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from PIL import Image

from imagen.bootstrap import Production
from imagen.domain.errors import Conflict, DuplicateName, InvalidInput, NotFound
from imagen.domain.events import DomainEvent, DraftChanged
from imagen.domain.lifecycle import OrderStatus
from imagen.domain.project import ProjectStatus
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from tests.fakes.scripted_provider import MODEL, wait_until


@pytest.fixture
def shop(at_rest: Production) -> Services:
    return at_rest.services


def test_a_project_lives_from_its_name_to_the_archive_and_back(shop: Services) -> None:
    project = shop.projects.create("  Autumn   campaign ", "Umbrellas")
    assert (project.name, project.description) == ("Autumn campaign", "Umbrellas")
    assert shop.projects.update(project.id, name="Winter").name == "Winter"
    shop.projects.archive(project.id)
    assert shop.projects.list() == []
    assert [p.id for p in shop.projects.list(ProjectStatus.ARCHIVED)] == [project.id]
    assert shop.projects.restore(project.id).status is ProjectStatus.ACTIVE
    shop.projects.delete(project.id)
    with pytest.raises(NotFound):
        shop.projects.get(project.id)
    assert shop.projects.restore(project.id).name == "Winter"


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_project_needs_a_fitting_name(shop: Services, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        shop.projects.create(name)
    assert refused.value.problems[0].field == "name"


def test_lookups_are_found_however_they_are_spelled(shop: Services) -> None:
    made = shop.lookups.create(" Hair  color ", "brown\n# a remark\n\nblack")
    assert (made.name, made.size) == ("Hair color", 2)
    found = shop.lookups.by_name("hair COLOR")
    assert found is not None
    assert found.id == made.id
    with pytest.raises(DuplicateName, match="named Hair color already"):
        shop.lookups.create("HAIR color", "x")
    with pytest.raises(InvalidInput, match="begins with a letter"):
        shop.lookups.create("7 up", "x")


def test_the_compiled_lookups_follow_every_change(shop: Services) -> None:
    made = shop.lookups.create("color", "red")
    before = shop.lookups.compiled()
    assert shop.lookups.compiled() is before
    shop.lookups.update(made.id, values="red\nblue")
    assert shop.lookups.peek("color") == ["red", "blue"]
    shop.lookups.delete(made.id)
    assert not shop.plans.plan(OrderRequest(MODEL, {"prompt": "[color]"})).ok
    shop.lookups.restore(made.id)
    assert shop.plans.plan(OrderRequest(MODEL, {"prompt": "[color]"})).count == 2


def test_faults_in_values_are_told_with_their_line(shop: Services) -> None:
    problems = shop.lookups.check("fine\n[red\nalso fine", "color")
    assert [(p.path[-1].line, p.kind) for p in problems] == [(2, "unclosed")]
    assert shop.lookups.preview("[red\n", "color") == []
    assert shop.lookups.preview("a [x,y]\nb", "color") == ["a x", "a y", "b"]


def test_where_a_lookup_is_used_is_known(shop: Services) -> None:
    color = shop.lookups.create("color", "red\nblue")
    shop.lookups.create("animal", "[color] dog\ncat")
    shop.orders.place(OrderRequest(MODEL, {"prompt": "[animal]"}))
    used = shop.lookups.get(color.id)
    assert (used.used_in_lookups, used.used_in_orders) == (("animal",), 1)


def test_wildcard_files_come_in_plain_or_converted(shop: Services) -> None:
    shop.lookups.create("color", "red")
    plain = shop.lookups.import_text("plain", "a [b]\n__color__ {x|y}", convert=False)
    assert shop.lookups.peek(plain.name) == ["a [b]", "__color__ {x|y}"]
    converted = shop.lookups.import_text("converted", "__color__ dog", convert=True)
    assert shop.lookups.peek(converted.name) == ["red dog"]


def test_a_draft_is_kept_and_told_to_others(shop: Services) -> None:
    seen: list[DomainEvent] = []
    shop.bus.subscribe(seen.append)
    assert shop.drafts.get(None).revision == 0
    first = shop.drafts.save(None, {"prompt": "a fox"}, editor="tab-1")
    assert shop.drafts.get(None).state == {"prompt": "a fox"}
    assert seen == [DraftChanged(None, "tab-1")]
    shop.drafts.save(None, {"prompt": "a fox"}, editor="tab-1")
    assert len(seen) == 1
    shop.drafts.save(None, {"prompt": "a dog"}, editor="tab-2", revision=first.revision)
    with pytest.raises(Conflict, match="Another window"):
        shop.drafts.save(None, {"prompt": "an owl"}, editor="tab-1", revision=first.revision)
    with pytest.raises(NotFound):
        shop.drafts.save(uuid4(), {}, editor="tab-1")


def png(shade: int) -> bytes:
    stored = io.BytesIO()
    Image.new("RGB", (48, 32), (shade, 0, 0)).save(stored, "PNG")
    return stored.getvalue()


def test_files_are_imported_once_and_refused_with_a_reason(shop: Services) -> None:
    first = shop.imports.take_file("../evil/../red.png", io.BytesIO(png(200)))
    assert first.product is not None
    assert (first.name, first.product.origin, first.product.width) == ("red.png", "imported", 48)
    again = shop.imports.take_file("copy.png", io.BytesIO(png(200)))
    assert again.already_there
    assert again.product is not None
    assert again.product.id == first.product.id
    refused = shop.imports.take_file("page.png", io.BytesIO(b"<html>"))
    assert refused.product is None
    assert "HTML" in (refused.error or "")


def test_products_are_paged_liked_deleted_and_restored(shop: Services) -> None:
    ids = []
    for shade in range(5):
        imported = shop.imports.take_file(f"{shade}.png", io.BytesIO(png(shade * 9)))
        assert imported.product is not None
        ids.append(imported.product.id)
    first, cursor = shop.products.list(limit=3)
    rest, end = shop.products.list(limit=3, cursor=cursor)
    assert [p.id for p in first + rest] == list(reversed(ids))
    assert end is None
    assert shop.keeping.like([ids[0]]).count
    assert [p.id for p in shop.products.list()[0] if p.liked] == [ids[0]]
    shop.keeping.delete(ids[:2])
    assert len(shop.products.list()[0]) == 3
    shop.keeping.restore(ids[:2])
    assert len(shop.products.list()[0]) == 5
    with pytest.raises(NotFound):
        shop.keeping.delete([uuid4()])


def test_the_strip_shows_what_waits_what_failed_and_what_came_newest_first(services: Services) -> None:
    services.queue.pause()
    waiting = services.orders.place(OrderRequest(MODEL, {"prompt": "[1..40]"}))
    strip = services.generations.strip(None)
    assert (strip.waiting, len(strip.planned), strip.ended) == (40, 24, ())
    shown = [item.generation.position for item in strip.planned if item.generation]
    assert shown == list(range(23, -1, -1))
    services.orders.cancel(waiting.id)
    services.queue.resume()
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": "[a fox,fails,an owl]"}))
    wait_until(lambda: services.orders.get(placed.id).status is OrderStatus.FULFILLED)
    ended = services.generations.strip(None).ended
    assert len(ended) == 3
    assert sum(item.product is None for item in ended) == 1
    times = [i.product.created_at if i.product else i.generation.completed_at for i in ended if i.generation]
    assert times == sorted(times, reverse=True)  # type: ignore[type-var]
    assert services.generations.strip(services.projects.create("Other").id).ended == ()


def test_the_strip_goes_on_where_a_page_of_it_ends(services: Services) -> None:
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": "[1..7]"}))
    wait_until(lambda: services.orders.get(placed.id).status is OrderStatus.FULFILLED)
    first = services.generations.strip(None, limit=4)
    rest = services.generations.strip(None, before=first.cursor, limit=4)
    ids = [item.product.id for item in (*first.ended, *rest.ended) if item.product]
    assert len(set(ids)) == 7
    assert rest.cursor is None
