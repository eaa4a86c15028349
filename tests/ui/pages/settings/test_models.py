"""The models of a provider: found, added, looked at again, priced and removed."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from imagen.services.all import Services
from imagen.services.own_prices import Unit
from tests.fakes.keyed_provider import RIGHT_KEY, Service
from tests.ui.pages.settings.conftest import entry, press, sees, write

FIND = "Find or add a model of Keyed"
NEW = "keyed:house/new"


@pytest.fixture(autouse=True)
def key(services: Services) -> None:
    services.keys.set("keyed", RIGHT_KEY)


async def test_the_list_is_read_only_once_it_is_opened(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str | None] = []
    listed = services.models.list

    def count(provider: str | None = None) -> object:
        read.append(provider)
        return listed(provider)

    monkeypatch.setattr(services.models, "list", count)
    await user.open("/settings")
    await sees(user, "Models of Keyed")
    services.catalogue.set_price("keyed:house/bundled", 1, Unit.RUN)
    await user.should_not_see("Bundled")
    assert read == []
    press(user, "Show all")
    await sees(user, "Bundled")
    assert set(read) == {"keyed"}
    press(user, "Hide")
    await user.should_not_see("Bundled")


async def test_a_pasted_link_is_added(user: User, pages: None, services: Services, service: Service) -> None:
    service.publish("house/new")
    await user.open("/settings")
    write(user, FIND, "https://keyed.example/house/new")
    await sees(user, "None of the 1 model here is called like that.")
    press(user, "Add")
    await sees(user, "New is added")
    await sees(user, "house/new · Text to image · looked at today")
    assert entry(user, FIND).value == ""
    assert services.models.is_known(NEW)


async def test_what_cannot_be_added_is_told_and_stays(user: User, pages: None, services: Services) -> None:
    await user.open("/settings")
    write(user, FIND, "house/none")
    await sees(user, "None of the 1 model")
    press(user, "Add")
    await sees(user, "Keyed has no model house/none.")
    assert entry(user, FIND).value == "house/none"


async def test_words_narrow_the_list_and_search_the_catalogue(
    user: User, pages: None, services: Services, service: Service
) -> None:
    for name in ("house/one", "house/one-more", "house/bundled"):
        service.publish(name)
    await user.open("/settings")
    write(user, FIND, "bund")
    await sees(user, "1 of 1 model here")
    press(user, "Search at Keyed")
    await sees(user, "Here already")
    write(user, FIND, "one")
    await sees(user, "None of the 1 model")
    press(user, "Search at Keyed")
    await sees(user, "house/one-more")
    press(user, "Add One-more")
    await sees(user, "One-more is added")
    await sees(user, "Added")
    assert services.models.is_known("keyed:house/one-more")
    write(user, FIND, "nothing")
    await sees(user, "None of the 2 models")
    press(user, "Search at Keyed")
    await sees(user, "Keyed finds nothing for “nothing”.")
    service.down = True
    press(user, "Search at Keyed")
    await sees(user, "Keyed cannot be reached with [hidden].")


async def test_a_removed_model_is_taken_back(user: User, pages: None, services: Services, service: Service) -> None:
    service.publish("house/new")
    services.catalogue.add("house/new", "keyed")
    await user.open("/settings")
    press(user, "Show all")
    await sees(user, "2 models here")
    press(user, "Remove New")
    await sees(user, "New is removed from the list")
    await sees(user, "1 model here")
    service.models.clear()  # taking it back asks nobody
    press(user, "Undo")
    await sees(user, "2 models here")
    assert services.models.get(NEW).added


async def test_a_vanished_model_says_so(user: User, pages: None, services: Services, service: Service) -> None:
    service.publish("house/new")
    services.catalogue.add("house/new", "keyed")
    service.models.clear()
    await user.open("/settings")
    press(user, "Show all")
    await sees(user, "2 models here")
    press(user, "Look at New again")
    await sees(user, "Keyed said today that it offers it no more.")
    service.publish("house/new", "style")
    press(user, "Look at New again")
    await sees(user, "New is as its provider describes it now.")
    await sees(user, "What it takes was found changed today.")


async def test_all_are_looked_at_again_with_what_became_of_it(
    user: User, pages: None, services: Services, service: Service
) -> None:
    service.publish("house/bundled", "size")
    service.publish("house/new")
    services.catalogue.add("house/new", "keyed")
    await user.open("/settings")
    press(user, "Show all")
    await sees(user, "2 models here")
    press(user, "Look at all again")
    await sees(user, "2 looked at.")
    service.down = True
    press(user, "Look at all again")
    await sees(user, "2 could not be: Keyed cannot be reached with [hidden].")


async def test_an_own_price_is_set_and_taken_back(
    user: User, pages: None, services: Services, service: Service
) -> None:
    service.publish("house/new")
    services.catalogue.add("house/new", "keyed")
    await user.open("/settings")
    press(user, "Show all")
    await sees(user, "$0.003 per image")
    press(user, "$0.003 per image. Set the price of New")
    await sees(user, "Published: $0.003 per image (made up).")
    assert entry(user, "Dollars").value == 0.003
    write(user, "Dollars", None)
    press(user, "Set price")
    await sees(user, "Give an amount; 0 is free.")
    write(user, "Dollars", 0.04)
    press(user, "Set price")
    await sees(user, "$0.04 per image")
    price = services.models.get(NEW).price
    assert price is not None
    assert (price.amount, price.unit, services.models.get(NEW).has_own_price) == (40_000, Unit.OUTPUT, True)
    press(user, "$0.04 per image. Set the price of New")
    press(user, "Use the published one")
    await sees(user, "Your price of New is taken back.")
    assert not services.models.get(NEW).has_own_price
