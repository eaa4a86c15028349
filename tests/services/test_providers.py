"""Setting a provider up: its connection is tried part by part, and its places are as many as a person says."""

from __future__ import annotations

import pytest

from imagen.domain.errors import InvalidInput, NotFound
from imagen.domain.events import DomainEvent, ProviderChanged
from imagen.services.all import Services
from tests.fakes.keyed_provider import RIGHT_KEY, Service
from tests.fakes.scripted_provider import Ledger, wait_until
from tests.services.keyed import buy
from tests.services.ordering import fulfilled, place


def test_each_part_of_a_connection_is_told_by_itself(shop: Services, service: Service) -> None:
    shop.keys.set("keyed", "some-wrong-key-0123")
    service.down = True
    key, upload = shop.providers.test("keyed")
    assert (key.name, key.ok, upload.name, upload.ok) == ("Key", False, "Upload", False)
    assert "some-wrong-key-0123" not in key.message
    assert upload.message == "Imagen made a mistake; its log says more."
    service.down = False
    shop.keys.set("keyed", RIGHT_KEY)
    assert [(result.ok, result.message) for result in shop.providers.test("keyed")] == [
        (True, "The key is right."),
        (True, "A file could be sent."),
    ]
    with pytest.raises(NotFound):
        shop.providers.test("nobody")


def test_a_connection_that_works_again_ends_the_pause(shop: Services, service: Service) -> None:
    shop.keys.set("keyed", RIGHT_KEY)
    service.right_keys.clear()
    placed = buy(shop, "a fox")
    wait_until(lambda: shop.providers.get("keyed").view.paused is not None)
    assert not shop.providers.test("keyed")[0].ok
    assert shop.providers.get("keyed").view.paused is not None
    service.right_keys.add(RIGHT_KEY)
    shop.providers.test("keyed")
    assert fulfilled(shop, placed.id).progress.complete == 1


def test_what_can_be_set_up_is_told(shop: Services) -> None:
    detail = shop.providers.get("keyed")
    assert (detail.tests, detail.can_add, detail.can_search) == (("Key", "Upload"), True, True)
    assert (detail.view.places, detail.view.suggested_places) == (2, 2)


def test_no_more_is_submitted_than_there_are_places(services: Services, ledger: Ledger) -> None:
    told: list[DomainEvent] = []
    services.bus.subscribe(told.append)
    assert services.providers.set_places("scripted", 2).view.places == 2
    assert told == [ProviderChanged("scripted")]
    place(services, "slow [a,b,c,d,e,f]")
    wait_until(lambda: len(ledger.accepted) == 2)
    assert services.queue.state().running == 2
    services.providers.set_places("scripted", 5)
    wait_until(lambda: len(ledger.accepted) == 5)
    assert services.providers.set_places("scripted", None).view.places == 4
    ledger.gate.set()
    wait_until(lambda: len(ledger.accepted) == 6)


@pytest.mark.parametrize("places", [0, -1, 501])
def test_impossible_places_are_refused(shop: Services, places: int) -> None:
    with pytest.raises(InvalidInput, match="1 to 500"):
        shop.providers.set_places("keyed", places)


def test_a_failed_test_is_remembered_until_the_key_is_another(shop: Services, service: Service) -> None:
    shop.keys.set("keyed", "a-wrong-key-0123456789")
    shop.providers.test("keyed")
    assert shop.providers.get("keyed").failed_test
    shop.keys.set("keyed", RIGHT_KEY)
    assert shop.providers.get("keyed").failed_test == ""
    service.down = True
    shop.providers.test("keyed")
    assert shop.providers.get("keyed").failed_test
    service.down = False
    shop.providers.test("keyed")
    assert shop.providers.get("keyed").failed_test == ""
