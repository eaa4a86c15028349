"""The Gallery on real services; the browser's part is answered for."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User, UserInteraction
from PIL import Image

from imagen.services.all import Services
from imagen.ui.components.elements import Button, Labelled, Text
from imagen.ui.components.facets import Facets
from imagen.ui.components.gallery_grid import GalleryGrid
from imagen.ui.components.keys import Keys
from imagen.ui.components.picker import Picker
from imagen.ui.components.search_line import SearchLine
from imagen.ui.components.toasts import Toast
from imagen.ui.context import PageContext
from imagen.ui.pages import gallery as gallery_pages
from imagen.ui.pages.gallery import acts


@pytest.fixture
def pages(context: PageContext) -> None:
    gallery_pages.register(context)


def imported(services: Services, count: int) -> Sequence[UUID]:
    ids = []
    for number in range(count):
        stored = io.BytesIO()
        Image.new("RGB", (8, 8), (number * 9, 60, 90)).save(stored, "PNG")
        stored.seek(0)
        product = services.imports.take_file(f"{number}.png", stored).product
        assert product is not None
        ids.append(product.id)
    return ids


def selects(user: User, ids: Sequence[UUID], **more: Any) -> None:
    """Let the browser say that these are selected."""
    told = {"ids": [str(one) for one in ids], "all": False, "except": [], "count": len(ids), "newest": None} | more
    user.javascript_rules[re.compile(r'.*"selection".*')] = lambda _match: told


def trigger(user: User, kind: type[Any], event: str, arguments: Any) -> None:
    user.find(kind).trigger(event, arguments)


def says(user: User, words: str) -> UserInteraction[Any]:
    """Give what says just this."""
    with user:
        found = {one for kind in (Text, Labelled) for one in user.find(kind).elements if one.text == words}
        return UserInteraction(user, found, None)


async def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _ in range(300):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError


async def searches(user: User, text: str) -> None:
    """Wait until the search line says this."""
    (line,) = user.find(SearchLine).elements
    for _ in range(300):
        if line.text == text:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(line.text)


async def test_an_empty_gallery_teaches(user: User, pages: None) -> None:
    await user.open("/gallery")
    trigger(user, GalleryGrid, "answer", {"total": 0})
    await user.should_see("Your gallery begins with an order")
    await user.should_see("Order the first pictures")


async def test_nothing_found_offers_to_ask_for_less(user: User, pages: None, services: Services) -> None:
    imported(services, 1)
    await user.open("/gallery?q=fox type:video")
    trigger(user, GalleryGrid, "answer", {"total": 0})
    await user.should_see("Nothing was found")
    await user.should_see("without type:video")
    user.find("without type:video").click()
    await searches(user, "fox")


async def test_what_is_selected_is_deleted_and_comes_back(user: User, pages: None, services: Services) -> None:
    ids = imported(services, 3)
    await user.open("/gallery")
    trigger(user, GalleryGrid, "chosen", {"count": 2, "all": False})
    await user.should_see("2 selected")
    selects(user, ids[:2])
    user.find("Delete").click()
    await user.should_see("Deleted 2 products")
    assert set(services.bin.ids()) == set(ids[:2])
    user.find("Undo").click()
    await eventually(lambda: not services.bin.ids())


async def test_what_is_taken_back_by_a_key_is_offered_no_more(user: User, pages: None, services: Services) -> None:
    ids = imported(services, 2)
    await user.open("/gallery")
    trigger(user, GalleryGrid, "chosen", {"count": 2, "all": False})
    await user.should_see("2 selected")
    selects(user, ids)
    user.find("Delete").click()
    await user.should_see("Deleted 2 products")
    press(user, "Ctrl+z")
    await user.should_see("Taken back: Deleted 2 products.")
    assert len(user.find(Toast).elements) == 1


async def test_all_that_match_are_acted_on_but_those_left_out(user: User, pages: None, services: Services) -> None:
    ids = imported(services, 3)
    await user.open("/gallery")
    trigger(user, GalleryGrid, "chosen", {"count": 2, "all": False})
    selects(user, [], **{"all": True, "except": [str(ids[1])], "count": 2})
    user.find("Like").click()
    await user.should_see("Liked 2 products")
    assert [services.products.get(one).liked for one in ids] == [True, False, True]


async def test_likes_are_taken_back_only_where_all_of_many_are_liked(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "_LOOKED_AT", 1)
    ids = imported(services, 3)
    services.keeping.like(ids[:1])
    await user.open("/gallery")
    trigger(user, GalleryGrid, "chosen", {"count": 3, "all": False})
    selects(user, ids)
    user.find("Like").click()
    await user.should_see("Liked 2 products")
    assert [services.products.get(one).liked for one in ids] == [True, True, True]


async def test_an_act_for_one_says_so(user: User, pages: None, services: Services) -> None:
    ids = imported(services, 2)
    await user.open("/gallery")
    selects(user, ids)
    trigger(user, GalleryGrid, "cursor", {"id": str(ids[0]), "index": 0})
    await user.should_see("Use as input")
    user.find("Use as input").click()
    await user.should_see("Use as input takes one product")


async def test_the_cursor_shows_its_product(user: User, pages: None, services: Services) -> None:
    (product,) = imported(services, 1)
    await user.open("/gallery")
    trigger(user, GalleryGrid, "cursor", {"id": str(product), "index": 0})
    await user.should_see("8×8 · PNG 1 KB")
    await user.should_see("Imported")
    trigger(user, GalleryGrid, "cursor", {"id": None, "index": 0})
    await user.should_see("Choose a product")


async def test_a_facet_changes_the_search(user: User, pages: None, services: Services) -> None:
    imported(services, 1)
    await user.open("/gallery?q=fox")
    trigger(user, Facets, "picked", {"facet": "type", "term": "type:image", "how": "on"})
    await searches(user, "fox type:image")


def around(user: User, words: str) -> UserInteraction[ui.element]:
    """Find what these words stand on."""
    with user:
        (found,) = user.find(words).elements
        assert found.parent_slot is not None
        return UserInteraction(user, {found.parent_slot.parent}, None)


async def test_another_order_has_no_headings_by_day(user: User, pages: None) -> None:
    await user.open("/gallery")
    await user.should_see("By day")
    around(user, "Newest first").click()
    await user.should_see("Best rated")
    around(user, "Best rated").click()
    await user.should_see("No groups")


def press(user: User, key: str) -> None:
    """Press a key of the page."""
    (keys,) = user.find(Keys).elements
    wanted = next(one["id"] for one in keys.props["bindings"] if one["key"] == key)
    trigger(user, Keys, "key", {"id": wanted})


def picks(user: User, dialog: str, choice: dict[str, Any]) -> None:
    """Let the browser say what was chosen in the dialog of this title."""
    (picker,) = [one for one in user.find(Picker).elements if str(one.props["label"]).startswith(dialog)]
    assert user.client is not None
    with user.client:
        UserInteraction(user, {picker}, None).trigger("pick", {"on": [], "off": [], "made": []} | choice)


async def test_several_are_told_as_several_at_the_side_and_their_likes_taken_back(
    user: User, pages: None, services: Services
) -> None:
    ids = imported(services, 3)
    services.keeping.tag(ids[:2], ["hero"])
    services.keeping.tag(ids[:1], ["only"])
    services.keeping.rate(ids[:2], 3)
    services.keeping.like(ids[:1], True)
    await user.open("/gallery")
    trigger(user, GalleryGrid, "cursor", {"id": str(ids[0]), "index": 2})
    await user.should_see("0.png")
    trigger(user, GalleryGrid, "chosen", {"count": 2, "all": False, "ids": [str(one) for one in ids[:2]]})
    await user.should_see("2 pictures")
    for words in ("2 selected", "1 of them", "hero", "Good"):
        await user.should_see(words)
    await user.should_not_see("0.png")
    await user.should_not_see("Unlike")
    services.keeping.like(ids[1:2], True)
    await user.should_see("Unlike")
    selects(user, ids[:2])
    says(user, "Unlike").click()
    await eventually(lambda: not services.products.get(ids[0]).liked)
    await user.should_not_see("Unlike")
    trigger(user, GalleryGrid, "chosen", {"count": 0, "all": False, "ids": []})
    await user.should_see("0.png")


async def test_tags_are_put_on_and_taken_off_as_one_act(user: User, pages: None, services: Services) -> None:
    ids = imported(services, 2)
    services.keeping.tag(ids, ["old"])
    await user.open("/gallery")
    trigger(user, GalleryGrid, "chosen", {"count": 2, "all": False})
    selects(user, ids)
    press(user, "T")
    await user.should_see("Tag 2 products")
    picks(user, "Tag 2", {"off": ["old"], "made": ["fresh"]})
    await user.should_see("Tagged with fresh and no longer with old: 2 products.")
    assert [[tag.name for tag in services.tags.of(one)] for one in ids] == [["fresh"], ["fresh"]]
    user.find("Undo").click()
    await eventually(lambda: [[tag.name for tag in services.tags.of(one)] for one in ids] == [["old"], ["old"]])


async def test_a_wrong_name_is_said_and_the_choice_stays(user: User, pages: None, services: Services) -> None:
    ids = imported(services, 1)
    await user.open("/gallery")
    trigger(user, GalleryGrid, "chosen", {"count": 1, "all": False})
    selects(user, ids)
    press(user, "B")
    await user.should_see("Put 1 product into a collection")
    picks(user, "Put 1", {"made": ["x" * 121]})
    await user.should_see("A name may have 120 characters")
    picks(user, "Put 1", {"made": ["Shortlist"]})
    await user.should_see("Put 1 product into Shortlist.")
    assert [one.count for one in services.collections.list()] == [1]


async def test_what_is_selected_is_moved_and_exported(user: User, pages: None, services: Services) -> None:
    ids = imported(services, 2)
    project = services.projects.create("Autumn")
    await user.open("/gallery")
    trigger(user, GalleryGrid, "chosen", {"count": 2, "all": True})
    selects(user, [], all=True, count=2)
    press(user, "P")
    await user.should_see("Move 2 products to a project")
    picks(user, "Move 2", {"on": [str(project.id)]})
    await user.should_see("Moved 2 products to Autumn.")
    assert {services.products.get(one).project_id for one in ids} == {project.id}
    press(user, "X")
    await user.should_see("Each copy tells the prompt")
    says(user, "As they are").click()
    await user.should_see("exactly the files that lie here")
    says(user, "Nothing").click()
    await user.should_see("The copies tell nothing")
    (listed,) = user.find(ui.switch).elements
    assert not listed.value
    with user:
        going = {b for b in user.find(Button).elements if b.text == "Export" and b.props.get("data-key")}
        UserInteraction(user, going, None).click()
    await eventually(lambda: bool(services.exports._prepared))
    (export,) = [one for one, _ in services.exports._prepared.values()]
    assert not export.tells
    assert not export.listed


async def test_a_collection_is_ordered_by_menu_too_and_its_order_ends_with_it(
    user: User, pages: None, services: Services
) -> None:
    ids = imported(services, 3)
    shortlist = services.collections.create("Shortlist")
    services.keeping.collect(ids, shortlist.id)
    await user.open("/gallery?q=collection:shortlist&sort=by-hand")
    trigger(user, GalleryGrid, "answer", {"total": 3})
    await user.should_see("Drag pictures to order them")
    trigger(user, GalleryGrid, "chosen", {"count": 2, "all": False})
    selects(user, [ids[2], ids[1]])
    says(user, "Move to the front").click()
    await user.should_see("Moved 2 products to the front of Shortlist.")
    own = [one.id for one in services.collections.products(shortlist.id).items]
    assert own == [ids[1], ids[2], ids[0]]
    selects(user, ids[1:2])
    says(user, "Move to the end").click()
    await user.should_see("Moved 1 product to the end of Shortlist.")
    own = [one.id for one in services.collections.products(shortlist.id).items]
    assert own == [ids[2], ids[0], ids[1]]
    trigger(user, SearchLine, "typed", {"text": "liked", "first": True})
    await user.should_see("Newest first")
    await user.should_not_see("Drag pictures to order them")


async def test_a_collection_that_is_shown_can_be_left(user: User, pages: None, services: Services) -> None:
    ids = imported(services, 2)
    shortlist = services.collections.create("Shortlist")
    services.keeping.collect(ids, shortlist.id)
    await user.open("/gallery?q=collection:shortlist&sort=by-hand")
    trigger(user, GalleryGrid, "answer", {"total": 2})
    trigger(user, GalleryGrid, "chosen", {"count": 1, "all": False})
    await user.should_see("Take out")
    trigger(user, GalleryGrid, "moved", {"ids": [str(ids[1])], "before": str(ids[0]), "after": None})
    await eventually(lambda: [one.id for one in services.collections.products(shortlist.id).items] == [ids[1], ids[0]])
    selects(user, ids[:1])
    user.find("Take out").click()
    await user.should_see("Took 1 product out of Shortlist.")
    assert services.collections.get(shortlist.id).count == 1


async def test_an_import_that_is_over_offers_no_other_until_more_is_chosen(
    user: User, pages: None, services: Services
) -> None:
    await user.open("/gallery")
    says(user, "Import").click()
    await user.should_see("Folder on this computer")
    with user:
        (upload,) = user.find(ui.upload).elements
        (line,) = {one for one in user.find(ui.input).elements if one.props.get("placeholder") == "/home/me/pictures"}
        (go,) = {one for one in user.find(Button).elements if one.text == "Import" and one.props.get("data-key")}
        (close,) = {one for one in user.find(Button).elements if one.text == "Close"}
    stored = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stored, "PNG")
    await upload.handle_uploads([SmallFileUpload("boat.png", "image/png", stored.getvalue())])
    await user.should_see("boat.png")
    await eventually(lambda: not go.visible)
    assert close.text == "Done"
    line.set_value("/elsewhere")
    assert go.visible
    assert close.text == "Close"


async def test_dropped_on_a_tag(user: User, pages: None, services: Services) -> None:
    (product,) = imported(services, 1)
    tag = services.tags.create("hero")
    await user.open("/gallery")
    trigger(user, Facets, "dropped", {"facet": "tag", "id": str(tag.id), "name": "hero", "only": str(product)})
    await user.should_see("Tagged 1 product with hero.")


async def test_a_missing_file_says_why(user: User, pages: None, services: Services) -> None:
    (product,) = imported(services, 1)
    file = services.products.file(product)
    file.rename(file.with_suffix(".away"))
    await user.open("/gallery")
    trigger(user, GalleryGrid, "cursor", {"id": str(product), "index": 0})
    await user.should_see("The file is missing")
    user.find("Look for it").click()
    await user.should_see("The file is not there yet.")
    file.with_suffix(".away").rename(file)
    user.find("Look for it").click()
    await user.should_see("still to be checked")


async def test_an_act_that_has_no_place_here_says_so(user: User, pages: None, services: Services) -> None:
    ids = imported(services, 1)
    await user.open("/gallery")
    selects(user, ids)
    press(user, "Shift+B")
    await user.should_see("Take out works where one collection is shown")
