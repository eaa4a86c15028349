"""Providers, keys and the catalogue over HTTP: no answer holds a key, and every refusal is a problem."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from imagen.api.app import make_api
from imagen.datafolder import DataFolder
from imagen.settings import load_settings
from tests.fakes.keyed_provider import PATHS, RIGHT_KEY, KeyedProvider, OtherProvider, Service
from tests.fakes.scripted_provider import wait_until
from tests.warm import build


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service()
    monkeypatch.setattr(KeyedProvider, "service", made)
    monkeypatch.setattr(OtherProvider, "service", Service())
    return made


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory, service: Service) -> Iterator[TestClient]:
    with DataFolder(tmp_path_factory.mktemp("providers") / "data").acquire() as folder:
        made = build(folder, load_settings({"poll_seconds": "0.02"}, {}), PATHS)
        made.start()
        yield TestClient(make_api(made.services), raise_server_exceptions=False)
        made.stop()


def test_a_key_goes_in_and_never_out(client: TestClient) -> None:
    before = client.get("/settings/keys/keyed").json()
    assert (before["is_set"], before["keeper"], before["last_four"]) == (False, None, "")
    answers = [
        client.put("/settings/keys/keyed", json={"key": RIGHT_KEY}),
        client.get("/settings/keys/keyed"),
        client.get("/settings/keys"),
        client.get("/providers"),
        client.get("/providers/keyed"),
        client.get("/queue"),
        client.post("/settings/providers/keyed/test"),
    ]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert all(RIGHT_KEY not in answer.text for answer in answers)
    assert answers[0].json()["last_four"] == RIGHT_KEY[-4:]
    assert answers[4].json()["key"]["is_set"] is True
    assert [one["ok"] for one in answers[6].json()["items"]] == [True, True]
    assert client.delete("/settings/keys/keyed").json()["is_set"] is False


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "/settings/keys/keyed", {"key": "two words"}, 422),
        ("PUT", "/settings/keys/keyed", {"kye": RIGHT_KEY}, 422),
        ("PUT", "/settings/keys/nobody", {"key": RIGHT_KEY}, 404),
        ("DELETE", "/settings/keys/nobody", None, 404),
        ("POST", "/settings/providers/nobody/test", None, 404),
        ("PATCH", "/settings/providers/keyed", {"places": 0}, 422),
        ("PATCH", "/settings/providers/keyed", {"places": "many"}, 422),
        ("GET", "/providers/nobody", None, 404),
        ("POST", "/models", {"reference": "no model"}, 422),
        ("POST", "/models", {"reference": "house/none", "provider": "keyed"}, 404),
        ("POST", "/models", {"reference": "house/none", "provider": "nobody"}, 404),
        ("GET", "/models/search?provider=nobody", None, 404),
        ("GET", "/models/search", None, 422),
        ("GET", "/models/refresh?provider=nobody", None, 404),
        ("DELETE", "/models/refresh?provider=nobody", None, 404),
        ("DELETE", "/models/refresh", None, 422),
        ("DELETE", "/models/keyed:house/none", None, 404),
        ("POST", "/models/keyed:house/none/refresh", None, 404),
        ("POST", "/orders", {"model": "keyed:house/bundled", "parameters": {"prompt": "a fox"}}, 409),
    ],
)
def test_refusals_are_problems(client: TestClient, method: str, path: str, body: object, status: int) -> None:
    answer = client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert RIGHT_KEY not in answer.text


def test_places_are_set_and_given_back(client: TestClient) -> None:
    assert client.patch("/settings/providers/keyed", json={"places": 9}).json()["places"] == 9
    assert client.patch("/settings/providers/keyed", json={"places": None}).json()["places"] == 2


def test_a_model_is_searched_added_refreshed_and_removed(client: TestClient, service: Service) -> None:
    client.put("/settings/keys/keyed", json={"key": RIGHT_KEY})
    service.publish("house/new", "style")
    found = client.get("/models/search", params={"provider": "keyed", "q": "new"}).json()["items"]
    assert [(one["id"], one["is_known"]) for one in found] == [("house/new", False)]
    added = client.post("/models", json={"reference": "https://keyed.example/house/new"})
    assert (added.status_code, added.headers["location"]) == (201, "/api/models/keyed:house/new")
    assert added.json()["price"] == {"amount": 3000, "unit": "output", "source": "made up", "as_of": None}
    assert client.post("/models", json={"reference": "house/new", "provider": "keyed"}).status_code == 200
    shown = client.get("/models/keyed:house/new").json()
    assert [one["name"] for one in shown["parameters"]] == ["prompt", "style"]
    assert client.post("/models/refresh", json={"keys": ["keyed:house/new"]}).json() == {"count": 1}
    round_of = {"asked": 1, "left": 0, "failed": 0, "trouble": ""}
    wait_until(lambda: client.get("/models/refresh", params={"provider": "keyed"}).json() == round_of)
    assert client.delete("/models/refresh", params={"provider": "keyed"}).json() == round_of
    service.models.clear()
    assert client.post("/models/keyed:house/new/refresh").json()["gone_at"] is not None
    gone = client.post("/orders", json={"model": "keyed:house/new", "parameters": {"prompt": "a fox"}})
    assert (gone.status_code, gone.json()["code"]) == (404, "provider-model-gone")
    assert client.delete("/models/keyed:house/new").status_code == 204
    assert client.get("/models/keyed:house/new").status_code == 404


def test_a_price_is_set_counted_with_and_taken_back(client: TestClient) -> None:
    key = "keyed:house/bundled"
    shown = client.put(f"/models/{key}/price", json={"amount": 1500, "unit": "output"})
    assert shown.status_code == 200
    price = shown.json()["price"]
    assert (price["amount"], price["unit"], price["source"]) == (1500, "output", "set here")
    assert (shown.json()["has_own_price"], shown.json()["published_price"]) == (True, None)
    assert client.get(f"/models/{key}").json()["price"] == price
    planned = client.post("/expansions", json={"model": key, "parameters": {"prompt": "[a,b]"}})
    assert planned.json()["cost"] == 2 * 2 * 1500
    cleared = client.delete(f"/models/{key}/price")
    assert (cleared.status_code, cleared.json()["has_own_price"]) == (200, False)
    for body in ({"amount": -1, "unit": "run"}, {"amount": 1.5, "unit": "run"}, {"amount": 1, "unit": "kilo"}, {}):
        assert client.put(f"/models/{key}/price", json=body).status_code == 422
    assert client.put("/models/keyed:no/such/price", json={"amount": 1, "unit": "run"}).status_code == 404
    assert client.delete("/models/nobody:x/price").status_code == 404


def test_an_order_is_shown_without_its_secret(client: TestClient, service: Service) -> None:
    client.put("/settings/keys/keyed", json={"key": RIGHT_KEY})
    service.publish("house/new", "api_key")
    client.post("/models", json={"reference": "house/new", "provider": "keyed"})
    parameters = {"prompt": "a fox", "api_key": "sk-marked-secret"}
    body = {"model": "keyed:house/new", "parameters": parameters}
    plan, placed = client.post("/expansions", json=body), client.post("/orders", json=body)
    assert (plan.status_code, placed.status_code) == (200, 201)
    order = placed.json()["id"]
    wait_until(lambda: client.get(f"/orders/{order}").json()["status"] == "fulfilled")
    generation = client.get("/generations", params={"order_id": order}).json()["items"][0]["id"]
    shown = [plan, placed, client.get(f"/orders/{order}"), client.get(f"/generations/{generation}")]
    assert all("sk-marked-secret" not in answer.text for answer in shown)
    assert service.received[-1]["api_key"] == "sk-marked-secret"
