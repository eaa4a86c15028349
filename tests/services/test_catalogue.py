"""Models are added by what names them, looked at again, said to have vanished, and removed."""

from __future__ import annotations

import threading

import pytest

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.domain.errors import AuthenticationFailed, Conflict, InvalidInput, ModelGone, NotFound, Unavailable
from imagen.domain.events import DomainEvent, ModelsChanged
from imagen.providers.base import ModelType
from imagen.providers.price import Unit
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.refreshing import Refreshing, Round
from imagen.settings import load_settings
from tests.fakes.keyed_provider import PATHS, RIGHT_KEY, Service
from tests.fakes.scripted_provider import wait_until
from tests.services.keyed import BUNDLED_KEY, buy
from tests.services.ordering import fulfilled
from tests.warm import build

NEW = "keyed:house/new"


@pytest.fixture(autouse=True)
def key(shop: Services) -> None:
    shop.keys.set("keyed", RIGHT_KEY)


def test_a_pasted_link_becomes_a_model_that_can_be_ordered(shop: Services, service: Service) -> None:
    told: list[DomainEvent] = []
    shop.bus.subscribe(told.append)
    service.publish("house/new", "style")
    added = shop.catalogue.add(" https://keyed.example/house/new\n")
    assert (added.is_new, added.view.added, added.view.model.key) == (True, True, NEW)
    assert added.view.price is not None
    assert added.view.price.amount == 3000
    assert told == [ModelsChanged("keyed", (NEW,))]
    assert shop.models.spec(NEW).names == ("prompt", "style")
    assert [view.model.key for view in shop.models.list("keyed")] == [BUNDLED_KEY, NEW]
    assert fulfilled(shop, buy(shop, "a fox", NEW, style="ink").id).progress.complete == 1
    assert not shop.catalogue.add("house/new", "keyed").is_new


def test_added_models_outlive_the_program(keyed: Production, service: Service, folder: DataFolder) -> None:
    service.publish("house/new", "style")
    keyed.services.catalogue.add("house/new", "keyed")
    keyed.stop()
    after = build(folder, load_settings({}, {}), PATHS)
    try:
        assert after.services.models.spec(NEW).names == ("prompt", "style")
    finally:
        after.stop()


def test_a_name_that_two_providers_have_asks_which_is_meant(shop: Services, service: Service, other: Service) -> None:
    service.publish("house/new")
    other.publish("house/new")
    with pytest.raises(InvalidInput, match="Keyed and Other both have"):
        shop.catalogue.add("house/new")
    assert shop.catalogue.add("house/new", "other").view.model.provider == "other"
    other.models.clear()
    assert shop.catalogue.add("house/new").view.model.provider == "keyed"


@pytest.mark.parametrize("written", ["", "  ", "no model at all", "x/y" * 500, "https://boom/"])
def test_what_names_no_model_is_refused(shop: Services, written: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        shop.catalogue.add(written)
    assert [problem.field for problem in caught.value.problems] == ["reference"]


def test_a_model_that_is_not_there_or_makes_something_else_is_refused(shop: Services, service: Service) -> None:
    with pytest.raises(ModelGone):
        shop.catalogue.add("house/none", "keyed")
    service.publish("house/writer", type=None)
    with pytest.raises(InvalidInput, match="It makes text"):
        shop.catalogue.add("house/writer", "keyed")
    assert [view.model.key for view in shop.models.list("keyed")] == [BUNDLED_KEY]


def test_a_provider_that_cannot_be_reached_is_told_without_its_key(shop: Services, service: Service) -> None:
    service.down = True
    for act in (lambda: shop.catalogue.add("house/new"), lambda: shop.catalogue.search("keyed", "new")):
        with pytest.raises(Unavailable) as caught:
            act()
        assert RIGHT_KEY not in str(caught.value)


def test_a_search_tells_what_is_there_already(shop: Services, service: Service) -> None:
    for name in ("house/new", "house/newer", "house/old", "house/bundled"):
        service.publish(name)
    found = shop.catalogue.search("keyed", "new")
    assert [(hit.key, hit.is_known) for hit in found] == [(NEW, False), ("keyed:house/newer", False)]
    assert len(shop.catalogue.search("keyed", "", 2)) == 2
    assert shop.catalogue.search("keyed", "bundled")[0].is_known
    with pytest.raises(NotFound):
        shop.catalogue.search("nobody", "")


def test_a_form_that_changed_is_read_anew_in_the_background(keyed: Production, service: Service) -> None:
    shop = keyed.services
    service.publish("house/new", "style")
    shop.catalogue.add("house/new", "keyed")
    placed = buy(shop, "a fox", NEW, style="ink")
    assert shop.catalogue.refresh([NEW, NEW, "keyed:unknown/one", "nobody:x/y"]) == 1
    wait_until(lambda: keyed.refreshing.is_idle)
    assert shop.models.get(NEW).changed_at is None
    service.publish("house/new", "style", "frame")
    assert shop.catalogue.refresh(provider="keyed") == 1
    wait_until(lambda: shop.models.get(NEW).changed_at is not None)
    assert shop.models.spec(NEW).names == ("prompt", "style", "frame")
    assert shop.orders.get(placed.id).base_parameters == {"prompt": "a fox", "style": "ink"}


def test_a_model_that_vanished_says_so_and_old_orders_stay_readable(keyed: Production, service: Service) -> None:
    shop = keyed.services
    service.publish("house/new", "style")
    shop.catalogue.add("house/new", "keyed")
    placed = buy(shop, "a fox", NEW, style="ink")
    fulfilled(shop, placed.id)
    del service.models["house/new"]
    view = shop.catalogue.refresh_now(NEW)
    assert view.gone_at is not None
    assert view.problem is not None
    assert "does not offer New any more" in view.problem
    with pytest.raises(ModelGone, match="any more"):
        buy(shop, "a fox", NEW)
    assert shop.generations.list(order_id=placed.id).items[0].prompt_preview == "a fox"
    assert shop.models.spec(NEW).names == ("prompt", "style")
    service.publish("house/new", "style")
    assert shop.catalogue.refresh_now(NEW).problem is None
    assert buy(shop, "a fox", NEW).id


def test_a_model_that_comes_with_imagen_can_vanish_and_be_forgotten_about(shop: Services, service: Service) -> None:
    assert shop.catalogue.refresh_now(BUNDLED_KEY).gone_at is not None
    assert shop.models.spec(BUNDLED_KEY).names == ("prompt", "size")
    shop.catalogue.remove(BUNDLED_KEY)
    assert shop.models.get(BUNDLED_KEY).gone_at is None
    service.publish("house/bundled", "size", "frame")
    view = shop.catalogue.refresh_now(BUNDLED_KEY)
    assert (view.added, view.changed_at is not None) == (False, True)
    shop.catalogue.remove(BUNDLED_KEY)
    assert shop.models.spec(BUNDLED_KEY).names == ("prompt", "size")
    with pytest.raises(NotFound):
        shop.catalogue.remove(BUNDLED_KEY)


def test_a_model_is_removed_once_nothing_of_it_is_to_be_made(keyed: Production, service: Service) -> None:
    shop = keyed.services
    service.publish("house/new")
    shop.catalogue.add("house/new", "keyed")
    shop.queue.pause()
    placed = buy(shop, "a fox", NEW)
    with pytest.raises(Conflict, match="1 unfinished generation"):
        shop.catalogue.remove(NEW)
    shop.orders.cancel(placed.id)
    shop.catalogue.remove(NEW)
    assert not shop.models.is_known(NEW)
    assert shop.orders.get(placed.id).model_key == NEW
    assert shop.catalogue.add("house/new", "keyed").view.added


def test_a_list_makes_no_forms(shop: Services, service: Service) -> None:
    for number in range(30):
        service.publish(f"house/m{number}", "style")
        shop.catalogue.add(f"house/m{number}", "keyed")
    service.forms_made.clear()
    assert len(shop.models.list(type=ModelType.TEXT_TO_IMAGE)) == 32
    specs = shop.models.specs()
    assert "keyed:house/m7" in specs
    assert "keyed:house/none" not in specs
    assert len(specs) == len(list(specs)) == 32
    assert service.forms_made == []
    assert specs["keyed:house/m7"] is specs["keyed:house/m7"]
    assert set(service.forms_made) == {"keyed:house/m7"}
    with pytest.raises(KeyError):
        specs["keyed:house/none"]


def test_what_was_not_looked_at_for_long_is_due(keyed: Production, service: Service) -> None:
    shop = keyed.services
    service.publish("house/new")
    shop.catalogue.add("house/new", "keyed")
    assert shop.catalogue.refresh_stale() == 0
    buy(shop, "a fox")  # of a model that nobody asked about yet
    assert shop.catalogue.refresh_stale() == 1
    wait_until(lambda: shop.models.get(BUNDLED_KEY).gone_at is not None)


def test_stopping_does_not_wait_for_what_is_due(keyed: Production, service: Service) -> None:
    for number in range(20):
        service.publish(f"house/m{number}")
        keyed.services.catalogue.add(f"house/m{number}", "keyed")
    assert keyed.services.catalogue.refresh() == 20
    keyed.stop()
    assert keyed.refreshing.is_idle


def test_an_own_price_counts_at_once_and_until_it_is_taken_back(shop: Services, service: Service) -> None:
    service.publish("house/new")
    shop.catalogue.add("house/new", "keyed")
    told: list[DomainEvent] = []
    shop.bus.subscribe(told.append)
    request = OrderRequest(NEW, {"prompt": "a [red,blue] fox"})
    assert shop.plans.plan(request).cost == 2 * 3000
    view = shop.catalogue.set_price(NEW, 5_000, Unit.OUTPUT)
    assert told == [ModelsChanged("keyed", (NEW,))]
    assert view.price is not None
    assert (view.price.amount, view.price.source, view.has_own_price) == (5_000, "set here", True)
    assert view.published_price is not None
    assert (view.published_price.amount, view.published_price.source) == (3_000, "made up")
    assert shop.plans.plan(request).cost == 2 * 2 * 5_000
    shop.catalogue.refresh_now(NEW)
    assert shop.models.get(NEW).has_own_price
    assert shop.catalogue.set_price(NEW, 7_000, Unit.RUN).price != view.price
    assert shop.plans.plan(request).cost == 2 * 7_000
    cleared = shop.catalogue.clear_price(NEW)
    assert (cleared.has_own_price, cleared.price) == (False, cleared.published_price)
    assert shop.plans.plan(request).cost == 2 * 3000


def test_an_own_price_outlives_the_program_and_its_model(
    keyed: Production, service: Service, folder: DataFolder
) -> None:
    service.publish("house/new")
    catalogue = keyed.services.catalogue
    catalogue.add("house/new", "keyed")
    catalogue.set_price(NEW, 0, Unit.RUN)
    catalogue.set_price(BUNDLED_KEY, 9_000, Unit.SECOND)
    catalogue.remove(NEW)
    keyed.stop()
    after = build(folder, load_settings({}, {}), PATHS)
    try:
        assert after.services.models.get(BUNDLED_KEY).has_own_price
        assert after.services.plans.plan(OrderRequest(BUNDLED_KEY, {"prompt": "a fox"})).cost is None
        added = after.services.catalogue.add("house/new", "keyed").view
        assert (added.has_own_price, added.price and added.price.amount) == (True, 0)
        assert after.services.plans.plan(OrderRequest(NEW, {"prompt": "a fox"})).cost == 0
    finally:
        after.stop()


@pytest.mark.parametrize("amount", [-1, 10_000_000_001])
def test_a_price_that_cannot_be_is_refused(shop: Services, amount: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        shop.catalogue.set_price(BUNDLED_KEY, amount, Unit.RUN)
    assert [problem.field for problem in caught.value.problems] == ["amount"]
    assert not shop.models.get(BUNDLED_KEY).has_own_price
    with pytest.raises(ModelGone):
        shop.catalogue.set_price("keyed:house/none", 1, Unit.RUN)


def test_how_far_looking_at_all_models_is_can_be_asked(keyed: Production, service: Service) -> None:
    catalogue = keyed.services.catalogue
    assert catalogue.refreshed("keyed") == Round()
    service.publish("house/new")
    catalogue.add("house/new", "keyed")
    service.publish("house/bundled")
    assert catalogue.refresh_all("keyed") == 2
    wait_until(lambda: keyed.refreshing.is_idle)
    assert catalogue.refreshed("keyed") == Round(asked=2)
    service.down = True
    assert catalogue.refresh_all("keyed") == 2
    wait_until(lambda: keyed.refreshing.is_idle)
    told = catalogue.refreshed("keyed")
    assert (told.asked, told.left, told.done, told.failed) == (2, 0, 2, 2)
    assert told.trouble == "Keyed cannot be reached with [hidden]."
    assert catalogue.refreshed("other") == Round()
    for act in (catalogue.refreshed, catalogue.stop_refreshing, catalogue.refresh_all):
        with pytest.raises(NotFound):
            act("nobody")


def test_looking_at_all_models_ends_when_it_is_stopped_or_the_key_is_wrong() -> None:
    refreshing = Refreshing()
    seen: list[str] = []
    gate = threading.Event()

    def look(key: str) -> None:
        seen.append(key)
        gate.wait(10)
        if key.startswith("closed:"):
            raise AuthenticationFailed("The key is wrong.")

    refreshing.connect(look)
    refreshing.ask([f"one:{number}" for number in range(5)] + [f"closed:{number}" for number in range(5)])
    wait_until(lambda: len(seen) == 1)
    refreshing.stop("one")
    told = refreshing.round("one")
    assert (told.asked, told.left) == (1, 1)
    gate.set()
    wait_until(lambda: refreshing.is_idle)
    assert seen == ["one:0", "closed:0"]
    assert refreshing.round("one") == Round(asked=1)
    assert refreshing.round("closed") == Round(asked=1, failed=1, trouble="The key is wrong.")
    refreshing.close()


def test_a_removal_is_taken_back_without_asking_anybody(shop: Services, service: Service) -> None:
    service.publish("house/new", "style")
    shop.catalogue.add("house/new", "keyed")
    shop.catalogue.remove(NEW)
    service.models.clear()
    assert shop.catalogue.restore(NEW).added
    assert shop.models.spec(NEW).names == ("prompt", "style")
    for key in (NEW, "keyed:house/none"):
        with pytest.raises(NotFound):
            shop.catalogue.restore(key)
