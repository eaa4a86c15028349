"""The Tags page on real services."""

from __future__ import annotations

import pytest
from nicegui import background_tasks, ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.domain.tagging import TaggedKind
from imagen.services.all import Services
from imagen.ui.components.elements import Button
from imagen.ui.context import PageContext
from imagen.ui.pages import tags as tag_pages
from imagen.ui.pages.tags.desk import TagDesk
from imagen.ui.pages.tags.row import TagRow, counts_of


@pytest.fixture
def pages(context: PageContext) -> None:
    tag_pages.register(context)


def the_desk(user: User) -> TagDesk:
    with user:
        return next(iter(user.find(TagDesk).elements))


def names(user: User) -> list[str]:
    with user:
        return sorted(row.tag_view.name for row in user.find(TagRow).elements)


def type_name(user: User, name: str) -> None:
    with user:
        next(one for one in user.find(ui.input).elements if one.props.get("aria-label") == "Name").set_value(name)


async def test_an_empty_page_teaches(user: User, pages: None) -> None:
    await user.open("/tags")
    await user.should_see("No tags yet")


async def test_what_tags_are_on_is_counted_by_kind(user: User, pages: None, services: Services) -> None:
    project, collection = services.projects.create("Foxes"), services.collections.create("Best")
    services.keeping.tag_things(TaggedKind.PROJECT, [project.id], ["client"])
    services.keeping.tag_things(TaggedKind.COLLECTION, [collection.id], ["client"])
    unused = services.tags.create("unused")
    await user.open("/tags")
    await user.should_see("1 project · 1 collection")
    assert counts_of(unused) == "on nothing"
    assert names(user) == ["client", "unused"]


async def test_a_tag_is_recoloured_and_deleted_and_that_is_taken_back(
    user: User, pages: None, services: Services
) -> None:
    project = services.projects.create("Foxes")
    services.keeping.tag_things(TaggedKind.PROJECT, [project.id], ["client"])
    tag = services.tags.list()[0]
    await user.open("/tags")
    await user.should_see("1 project")
    with user:
        await the_desk(user)._recolor(tag, "#112233")
    assert services.tags.get(tag.id).color == "#112233"
    with user:
        await the_desk(user)._delete(tag)
    await user.should_see("Deleted the tag client from 1 thing.")
    await user.should_see("No tags yet")
    user.find("Undo").click()
    await user.should_see("1 project")


async def test_renaming_to_a_name_that_is_there_offers_to_merge(user: User, pages: None, services: Services) -> None:
    project = services.projects.create("Foxes")
    services.keeping.tag_things(TaggedKind.PROJECT, [project.id], ["clinet"])
    services.tags.create("client")
    await user.open("/tags")
    await user.should_see("clinet")
    wrong = next(tag for tag in services.tags.list() if tag.name == "clinet")
    with user:
        background_tasks.create(the_desk(user)._rename(wrong))
    await user.should_see("Rename clinet")
    type_name(user, "Client")
    with user:
        rename = {one for one in user.find(Button).elements if one.text == "Rename"}
    UserInteraction(user, rename, None).click()
    await user.should_see("There is a tag named client already.")
    user.find("Merge the two").click()
    await user.should_see("Merged the tag clinet into client.")
    assert [(tag.name, tag.count) for tag in services.tags.list()] == [("client", 1)]
    user.find("Undo").click()
    await user.should_see("clinet")


async def test_it_keeps_in_step_with_other_windows(user: User, pages: None, services: Services) -> None:
    await user.open("/tags")
    made = services.tags.create("client")
    await user.should_see("on nothing")
    services.tags.update(made.id, "customer")
    await user.should_see("customer")
