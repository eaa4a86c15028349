"""Secrets that a model asks for reach the provider and nothing else: no parameter set, draft, log of events or answer."""

from __future__ import annotations

from typing import Any

import pytest

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.domain.errors import InvalidInput
from imagen.domain.secret_values import KEPT
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from tests.fakes.keyed_provider import RIGHT_KEY, Service
from tests.services.keyed import buy, everything_on_disk
from tests.services.ordering import fulfilled, only

SECRET = "sk-marked-secret-5f1e9c"
ROW_SECRET = "hf-marked-token-77aa01"
MODEL = "keyed:house/secretive"
TWIN = "keyed:house/twin"


@pytest.fixture(autouse=True)
def ready(shop: Services, service: Service) -> None:
    shop.keys.set("keyed", RIGHT_KEY)
    for name in ("house/secretive", "house/twin"):
        service.publish(name, "api_key", "style", "rows")
        shop.catalogue.add(name, "keyed")


def order(shop: Services, prompt: str = "a fox", **parameters: Any) -> Any:
    given = {"api_key": SECRET, "rows": [{"path": "x"}, {"path": "y", "token": ROW_SECRET}], **parameters}
    return buy(shop, prompt, MODEL, **given)


def test_a_secret_is_sent_and_stored_nowhere(keyed: Production, service: Service, folder: DataFolder) -> None:
    shop = keyed.services
    placed = order(shop, "tell me")
    fulfilled(shop, placed.id)
    sent = service.received[-1]
    assert (sent["api_key"], sent["rows"][1]) == (SECRET, {"path": "y", "token": ROW_SECRET})
    detail = shop.generations.get(only(shop, placed.id).id)
    for kept in (detail.base_parameters, detail.generation_parameters, detail.actual_parameters):
        assert kept is not None
        assert (kept["api_key"], kept["rows"][1]["token"]) == (KEPT, KEPT)
    assert detail.return_parameters is not None
    assert "[hidden]" in str(detail.return_parameters)
    keyed.stop()
    for secret in (SECRET, ROW_SECRET):
        assert secret.encode() not in everything_on_disk(folder)
        assert secret not in repr(detail)


def test_the_same_can_be_ordered_again_without_typing_it(shop: Services, service: Service) -> None:
    placed = order(shop)
    fulfilled(shop, placed.id)
    fulfilled(shop, shop.orders.again(placed.id).id)
    assert service.received[-1]["api_key"] == SECRET


def test_another_model_does_not_get_it(shop: Services, service: Service) -> None:
    fulfilled(shop, order(shop).id)
    with pytest.raises(InvalidInput, match="type it again"):
        buy(shop, "a fox", TWIN, api_key=KEPT)
    assert len(service.received) == 1


def test_an_error_that_repeats_it_is_shown_without_it(shop: Services) -> None:
    placed = order(shop, "echo")
    fulfilled(shop, placed.id)
    error = only(shop, placed.id).error_message
    assert error is not None
    assert "[hidden]" in error
    assert SECRET not in error
    assert ROW_SECRET not in error


def test_a_plan_shows_the_mark_and_keeps_nothing(shop: Services) -> None:
    view = shop.plans.plan(OrderRequest(MODEL, {"prompt": "[red,blue] fox", "api_key": SECRET}))
    assert [item.parameters["api_key"] for item in view.items] == [KEPT, KEPT]
    with pytest.raises(InvalidInput, match="type it again"):
        buy(shop, "a fox", MODEL, api_key=KEPT)


def test_a_wrong_secret_is_told_without_repeating_it(shop: Services) -> None:
    with pytest.raises(InvalidInput) as caught:
        buy(shop, "a fox", MODEL, api_key=[SECRET])
    assert SECRET not in str(caught.value)
    assert [problem.field for problem in caught.value.problems] == ["api_key"]


def test_a_draft_keeps_everything_but_secrets(keyed: Production, folder: DataFolder) -> None:
    shop = keyed.services
    parameters = {"prompt": "a fox", "api_key": SECRET, "rows": [{"path": "y", "token": ROW_SECRET}]}
    state = {"model_key": MODEL, "parameters": parameters, "unsent": [{"parameters": {"api_key": SECRET}}]}
    shop.drafts.save(None, state, "page")
    shop.drafts.save(None, {**state, "model_key": "keyed:house/bundled"}, "page")  # which knows no api_key
    draft = shop.drafts.get(None).state
    assert draft["parameters"] == {"prompt": "a fox", "rows": [{"path": "y"}]}
    assert draft["unsent"] == [{"parameters": {}}]
    assert shop.drafts.save(None, {"parameters": {"api_key": KEPT}}, "page").state == {"parameters": {"api_key": KEPT}}
    keyed.stop()
    assert SECRET.encode() not in everything_on_disk(folder)
    assert ROW_SECRET.encode() not in everything_on_disk(folder)


def test_a_call_that_comes_twice_is_one_order(shop: Services) -> None:
    request = OrderRequest(MODEL, {"prompt": "a fox", "api_key": SECRET}, seed=1)
    assert shop.orders.place(request, "once").id == shop.orders.place(request, "once").id
