"""The Collections page on real services."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from nicegui import ui
from nicegui.testing import User
from PIL import Image

from imagen.domain.tagging import TaggedKind
from imagen.services.all import Services
from imagen.services.exporting import What
from imagen.ui.context import PageContext
from imagen.ui.pages import collections as collection_pages
from imagen.ui.pages.collections import desk
from imagen.ui.pages.collections.card import CollectionCard
from imagen.ui.pages.collections.desk import CollectionDesk
from imagen.ui.pages.collections.listing import listed
from tests.ui.pages.order.conftest import choose


@pytest.fixture
def pages(context: PageContext) -> None:
    collection_pages.register(context)


def pictures(services: Services, count: int) -> Sequence[UUID]:
    ids = []
    for number in range(count):
        stored = io.BytesIO()
        Image.new("RGB", (8, 8), (number * 9, 60, 90)).save(stored, "PNG")
        stored.seek(0)
        product = services.imports.take_file(f"{number}.png", stored, None).product
        assert product is not None
        ids.append(product.id)
    return ids


def cards(user: User) -> list[CollectionCard]:
    with user:
        found = user.find(CollectionCard).elements
        return sorted(found, key=lambda card: card.parent_slot.children.index(card) if card.parent_slot else 0)


def the_input(user: User, label: str) -> ui.input:
    with user:
        return next(one for one in user.find(ui.input).elements if one.props.get("aria-label") == label)


async def test_an_empty_page_teaches(user: User, pages: None) -> None:
    await user.open("/collections")
    await user.should_see("Keep what belongs together")
    await user.should_see("Open the Gallery")


async def test_a_collection_is_made_and_a_taken_name_is_refused_where_it_was_typed(
    user: User, pages: None, services: Services
) -> None:
    services.collections.create("Cats")
    await user.open("/collections")
    await user.should_see("1 collection")
    user.find("New collection").click()
    await user.should_see("Make it")
    the_input(user, "Name").set_value("CATS")
    user.find("Make it").click()
    await user.should_see("There is a collection named Cats already.")
    the_input(user, "Name").set_value("Dogs")
    user.find("Make it").click()
    await user.should_see("2 collections")
    assert [one.name for one in services.collections.list()] == ["Cats", "Dogs"]


async def test_a_card_shows_what_it_holds_and_opens_it_in_its_order(
    user: User, pages: None, services: Services
) -> None:
    made = services.collections.create('The "best", ever', "For Friday")
    services.keeping.collect(pictures(services, 3), made.id)
    services.keeping.tag_things(TaggedKind.COLLECTION, [made.id], ["client", "draft", "later"])
    await user.open("/collections")
    await user.should_see("3 products")
    await user.should_see("For Friday")
    await user.should_see("+1")
    assert cards(user)[0]._title.props["href"] == (
        "/gallery?q=collection%3A%22The%20%5C%22best%5C%22%2C%20ever%22&sort=by-hand"
    )


async def test_deleting_is_taken_back_with_what_was_in_it(user: User, pages: None, services: Services) -> None:
    made = services.collections.create("Cats")
    services.keeping.collect(pictures(services, 2), made.id)
    await user.open("/collections")
    await user.should_see("2 products")
    with user:
        await cards(user)[0].parent_slot.parent.parent_slot.parent._delete(services.collections.get(made.id))  # type: ignore[union-attr]
    await user.should_see("Keep what belongs together")
    await user.should_see("Its products stay in the Gallery.")
    user.find("Undo").click()
    await user.should_see("2 products")


async def test_a_collection_is_exported_from_its_card(user: User, pages: None, services: Services) -> None:
    made = services.collections.create("Cats")
    services.keeping.collect(pictures(services, 2), made.id)
    await user.open("/collections")
    await user.should_see("2 products")
    choose(user, "Export…")
    await user.should_see("in one ZIP archive")
    (shown,) = user.find(CollectionDesk).elements
    assert shown._exporting()._what == What(collection_id=made.id)


async def test_it_keeps_in_step_with_other_windows(user: User, pages: None, services: Services) -> None:
    await user.open("/collections")
    made = services.collections.create("Cats")
    await user.should_see("Nothing in it yet")
    ids = pictures(services, 2)
    services.keeping.collect(ids, made.id)
    await user.should_see("2 products")
    services.keeping.delete(ids[:1])
    await user.should_see("1 product")
    services.collections.update(made.id, "Lions")
    await user.should_see("Lions")
    services.tags.create("wild")
    services.keeping.tag_things(TaggedKind.COLLECTION, [made.id], ["wild"])
    await user.should_see("wild")


async def test_many_are_shown_some_at_a_time(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "_KIND", replace(desk._KIND, shown=2))
    for name in ("a", "b", "c"):
        services.collections.create(name)
    await user.open("/collections")
    await user.should_see("3 collections")
    assert [card.collection.name for card in cards(user)] == ["c", "b"]
    user.find("Show all 3").click()
    assert [card.collection.name for card in cards(user)] == ["c", "b", "a"]
    the_input(user, "Search collections").set_value("nowhere")
    await user.should_see("No collection says “nowhere”")
    user.find("Show all").click()
    await user.should_see("3 collections")


def test_they_are_found_by_name_description_and_tag_and_sorted(services: Services) -> None:
    big = services.collections.create("beta", "for the client")
    services.collections.create("Alpha")
    services.keeping.collect(pictures(services, 1), big.id)
    services.keeping.tag_things(TaggedKind.COLLECTION, [big.id], ["autumn"])
    all_of_them = services.collections.list()
    assert [one.name for one in listed(all_of_them, "", "name")] == ["Alpha", "beta"]
    assert [one.name for one in listed(all_of_them, "", "largest")] == ["beta", "Alpha"]
    assert [one.name for one in listed(all_of_them, "CLIENT autumn", "newest")] == ["beta"]
    assert listed(all_of_them, "client winter", "name") == []
