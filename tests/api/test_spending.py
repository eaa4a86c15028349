"""Money over the API: what is asked, what is set, and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.fakes import language_provider
from tests.fakes.scripted_provider import MODEL, Ledger, wait_until

EACH = 2_500
_UNSET = {"ask_above": 1_000_000, "order_limit": None, "day_limit": None, "ceiling": None, "buzz_per_dollar": 1000}


@pytest.fixture(autouse=True)
def unset(client: TestClient) -> Iterator[None]:
    yield
    assert client.patch("/settings/spending", json=_UNSET).status_code == 200


def body(prompt: str, **more: Any) -> dict[str, Any]:
    return {"model": MODEL, "parameters": {"prompt": prompt}, **more}


def set_spending(client: TestClient, **changes: Any) -> dict[str, Any]:
    answer = client.patch("/settings/spending", json=changes)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_a_plan_tells_what_would_be_asked(client: TestClient, ledger: Ledger) -> None:
    set_spending(client, ask_above=EACH)
    plan = client.post("/expansions", json=body("a [1..2] fox")).json()
    assert (plan["cost"], plan["cost_is_ceiling"], plan["needs_ceiling"]) == (2 * EACH, False, False)
    assert "$0.005" in plan["question"]


def test_a_costly_order_is_refused_until_it_has_a_limit(client: TestClient, ledger: Ledger) -> None:
    set_spending(client, ask_above=EACH)
    before = len(ledger.attempts)
    refused = client.post("/orders", json=body("a [1..2] fox"), headers={"Idempotency-Key": "costly"})
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    told = refused.json()
    assert (told["code"], told["amount"]) == ("cost-not-confirmed", 2 * EACH)
    assert len(ledger.attempts) == before
    agreed = body("a [1..2] fox", spending_limit=2 * EACH)
    placed = client.post("/orders", json=agreed, headers={"Idempotency-Key": "costly"})
    assert placed.status_code == 201
    assert placed.json()["spending_limit"] == 2 * EACH
    order_id = placed.json()["id"]
    wait_until(lambda: client.get(f"/orders/{order_id}").json()["status"] == "fulfilled", 10)
    assert client.get(f"/orders/{order_id}").json()["cost"] == 2 * EACH
    again = client.post(f"/orders/{order_id}/again", json={})
    assert (again.status_code, again.json()["code"]) == (409, "cost-not-confirmed")
    assert client.post(f"/orders/{order_id}/again", json={"spending_limit": 2 * EACH}).status_code == 201


def test_a_model_of_unknown_price_wants_a_ceiling(client: TestClient) -> None:
    model = language_provider.MODEL
    order = {"model": model, "parameters": {"prompt": "a fox"}}
    plan = client.post("/expansions", json=order).json()
    assert (plan["cost"], plan["needs_ceiling"]) == (None, True)
    refused = client.post("/orders", json=order)
    assert (refused.status_code, refused.json()["code"]) == (409, "price-unknown")
    set_spending(client, ceilings={model: 40_000})
    assert client.post("/expansions", json=order).json()["cost"] == 40_000
    told = set_spending(client, ceilings={model: None})
    assert model not in told["ceilings"]


def test_a_held_order_says_so_and_goes_on_with_more(client: TestClient, ledger: Ledger) -> None:
    placed = client.post("/orders", json=body("a [1..3] heron", spending_limit=EACH)).json()
    address = f"/orders/{placed['id']}"
    wait_until(lambda: client.get(address).json()["held_for"] == "order", 10)
    assert "Its limit is reached" in client.get(address).json()["held_reason"]
    assert client.patch(address, json={"spending_limit": 3 * EACH}).status_code == 200
    wait_until(lambda: client.get(address).json()["status"] == "fulfilled", 10)
    assert client.get(address).json()["held_for"] is None


def test_a_project_has_a_limit(client: TestClient, ledger: Ledger) -> None:
    project = client.post("/projects", json={"name": "Herons"}).json()
    assert project["spending_limit"] is None
    limited = client.patch(f"/projects/{project['id']}", json={"spending_limit": EACH}).json()
    assert (limited["spending_limit"], limited["name"]) == (EACH, "Herons")
    assert client.patch(f"/projects/{project['id']}", json={"name": "Storks"}).json()["spending_limit"] == EACH
    placed = client.post("/orders", json=body("a [1..2] stork", project_id=project["id"])).json()
    wait_until(lambda: client.get(f"/orders/{placed['id']}").json()["held_for"] == "project", 10)
    assert client.patch(f"/projects/{project['id']}", json={"spending_limit": None}).json()["spending_limit"] is None
    wait_until(lambda: client.get(f"/orders/{placed['id']}").json()["status"] == "fulfilled", 10)


def test_sums_are_told(client: TestClient, ledger: Ledger) -> None:
    before = client.get("/spending").json()
    placed = client.post("/orders", json=body("a [1..4] goose")).json()
    wait_until(lambda: client.get(f"/orders/{placed['id']}").json()["status"] == "fulfilled", 10)
    after = client.get("/spending").json()
    assert after["spent_today"] - before["spent_today"] == 4 * EACH
    assert after["expected_today"] == before["expected_today"]
    assert (len(after["days"]), after["days"][-1]["amount"]) == (30, after["spent_today"])
    assert "scripted" in {one["provider"] for one in after["providers"]}
    of_model = next(one for one in after["models"] if one["model"] == MODEL)
    assert (of_model["provider"], of_model["billed"] >= 4 * EACH) == ("scripted", True)
    assert set(after["uncertain"]) == set(after["at_ceiling"]) == {"amount", "attempts"}
    limited = set_spending(client, day_limit=after["spent_today"] + EACH)
    assert limited["left_today"] == EACH


@pytest.mark.parametrize(
    "changes",
    [
        {"ask_above": -1},
        {"day_limit": 10**13},
        {"day_limit": 1.5},
        {"day_limit": True},
        {"buzz_per_dollar": 0},
        {"buzz_per_dollar": None},
        {"ceilings": {"a:b": -1}},
        {"ceilings": {"a:b": "much"}},
        {"limit": 3},
    ],
)
def test_what_is_no_amount_is_refused(client: TestClient, changes: dict[str, Any]) -> None:
    before = client.get("/spending").json()
    answer = client.patch("/settings/spending", json=changes)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]
    assert client.get("/spending").json() == before


@pytest.mark.parametrize("name", ["spending_limit", "ceiling"])
@pytest.mark.parametrize("amount", [-1, 10**13, "x", 0.5])
def test_an_order_with_no_amount_is_refused(client: TestClient, name: str, amount: Any) -> None:
    assert client.post("/orders", json=body("a fox", **{name: amount})).status_code == 422
