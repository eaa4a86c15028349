"""Production through the API: lists, counts, exports, and acts on all that is listed."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.fakes.scripted_provider import MODEL, wait_until

WRONG = [
    "show=nonsense",
    "show=",
    "project_id=x",
    "status=done",
    "from=yesterday",
    "limit=0",
    "limit=999",
    "page=0",
    "cursor=x",
    "shwo=all",
    "q=" + "x" * 1001,
    "model=" + "x" * 501,
]

NOWHERE = "00000000-0000-7000-8000-000000000000"


def placed(client: TestClient, prompt: str, **more: Any) -> Any:
    answer = client.post("/orders", json={"model": MODEL, "parameters": {"prompt": prompt}, **more})
    assert answer.status_code == 201, answer.text
    order = answer.json()
    wait_until(lambda: client.get(f"/orders/{order['id']}").json()["status"] == "fulfilled")
    return order


def test_orders_are_filtered_counted_and_read_on(client: TestClient) -> None:
    word = f"word{uuid.uuid4().hex[:8]}"
    good = [placed(client, f"{word} {number}") for number in range(3)]
    bad = placed(client, f"{word} [fails,fox]", name="half of it")
    first = client.get(f"/orders?q={word}&limit=2").json()
    assert [one["id"] for one in first["items"]] == [bad["id"], good[2]["id"]]
    rest = client.get(f"/orders?q={word}&limit=2&cursor={first['cursor']}").json()
    assert [one["id"] for one in rest["items"]] == [good[1]["id"], good[0]["id"]]
    assert (first["total"], first["items"][0]["waits"]) == (4, "")
    counts = client.get(f"/orders/counts?q={word}").json()
    assert counts == {"all": 4, "active": 0, "done": 4, "failed": 1, "attention": 0}
    assert [one["id"] for one in client.get(f"/orders?q={word}&show=failed").json()["items"]] == [bad["id"]]
    assert client.get(f"/orders?q={word}&model=made:none").json()["total"] == 0
    assert client.get(f"/orders?q={word}&project_id=none").json()["total"] == 4
    assert client.get(f"/orders?q={word}&from=2100-01-01").json()["total"] == 0
    assert client.get(f"/orders?q={word}&order=asc&limit=1").json()["items"][0]["id"] == good[0]["id"]


def test_the_generations_of_an_order_with_what_they_differ_in(client: TestClient) -> None:
    order = placed(client, "a [red,fails] [fox,dog]")
    listed = client.get(f"/orders/{order['id']}/generations?offset=1&limit=2").json()
    assert [one["labels"] for one in listed["differences"]] == [["red", "fails"], ["fox", "dog"]]
    assert [(one["position"], one["values"]) for one in listed["items"]] == [(1, ["red", "dog"]), (2, ["fails", "fox"])]
    assert listed["total"] == 4
    failed = client.get(f"/orders/{order['id']}/generations?show=failed").json()
    assert (failed["total"], failed["items"][0]["error"]["message"]) == (2, "Scripted ran out of paint.")
    assert listed["items"][0]["seed_returned"] is not None
    assert listed["items"][0]["ran_ms"] == 5


def test_lists_as_csv(client: TestClient) -> None:
    word = f"word{uuid.uuid4().hex[:8]}"
    order = placed(client, f"{word} [red,blue]", name=f"=HYPERLINK({word})")
    answer = client.get(f"/orders.csv?q={word}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="orders.csv"'
    (line,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert line["name"] == f"'=HYPERLINK({word})"
    answer = client.get(f"/orders/{order['id']}/generations.csv")
    assert f'filename="order-{order["number"]}.csv"' in answer.headers["content-disposition"]
    assert len(list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))) == 2


def test_failures_of_all_that_is_listed_are_tried_again_once(client: TestClient) -> None:
    word = f"word{uuid.uuid4().hex[:8]}"
    orders = [placed(client, f"{word} [fails,fox] {number}") for number in range(2)]
    key = {"Idempotency-Key": uuid.uuid4().hex}
    answer = client.post(f"/orders/retry?q={word}", headers=key)
    assert answer.json() == {"orders": 2, "generations": 2}
    for order in orders:
        wait_until(lambda order=order: client.get(f"/orders/{order['id']}").json()["status"] == "fulfilled")
    assert client.post(f"/orders/retry?q={word}", headers=key).status_code == 200
    assert client.get(f"/orders/counts?q={word}").json()["failed"] == 2
    answer = client.post(f"/orders/{orders[0]['id']}/retry", json={"only_failed": True})
    assert answer.status_code == 200


def test_all_that_needs_attention_is_decided(client: TestClient) -> None:
    word = f"word{uuid.uuid4().hex[:8]}"
    client.post("/orders", json={"model": MODEL, "parameters": {"prompt": f"{word} unclear"}})
    wait_until(lambda: client.get(f"/orders/counts?q={word}").json()["attention"] == 1)
    answer = client.post(f"/orders/resolve?q={word}", json={"resolution": "give_up"})
    assert answer.json() == {"count": 1}


@pytest.mark.parametrize("path", ["/orders", "/orders/counts", "/orders.csv"])
@pytest.mark.parametrize("query", WRONG)
def test_what_is_wrong_is_told(client: TestClient, path: str, query: str) -> None:
    name = query.partition("=")[0]
    if path != "/orders" and name in {"limit", "page", "cursor"}:
        name = "unknown"
    answer = client.get(f"{path}?{query}")
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/orders/x/generations", None),
        ("GET", f"/orders/{NOWHERE}/generations", None),
        ("GET", f"/orders/{NOWHERE}/generations.csv", None),
        ("GET", f"/orders/{NOWHERE}/generations?offset=-1", None),
        ("GET", f"/orders/{NOWHERE}/generations?show=x", None),
        ("POST", "/orders/retry?show=x", None),
        ("POST", "/orders/resolve", {"resolution": "x"}),
        ("POST", f"/orders/{NOWHERE}/cancel", {"keep_running": "yes"}),
        ("POST", f"/orders/{NOWHERE}/cancel", {"keep": True}),
        ("POST", f"/orders/{NOWHERE}/retry", {"only_failed": 1}),
    ],
)
def test_bad_calls_are_refused(client: TestClient, method: str, path: str, body: Any) -> None:
    answer = client.request(method, path, json=body)
    assert 400 <= answer.status_code < 500, answer.text
