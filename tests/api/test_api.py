"""The endpoints: the way of an order, lists, files, events, and an answer in words for whatever is wrong."""

from __future__ import annotations

import io
import json
import threading
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from starlette.testclient import TestClient

from imagen.bootstrap import Production
from tests.fakes.scripted_provider import MODEL, Ledger, wait_until

PROBLEM = "application/problem+json"


def place(client: TestClient, prompt: str, **more: Any) -> dict[str, Any]:
    answer = client.post("/orders", json={"model": MODEL, "parameters": {"prompt": prompt}, **more})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/api/orders/{answer.json()['id']}"
    placed: dict[str, Any] = answer.json()
    return placed


def fulfilled(client: TestClient, order_id: str) -> dict[str, Any]:
    wait_until(lambda: client.get(f"/orders/{order_id}").json()["status"] in {"fulfilled", "cancelled"})
    order: dict[str, Any] = client.get(f"/orders/{order_id}").json()
    return order


def png() -> bytes:
    stored = io.BytesIO()
    Image.new("RGB", (20, 10), (uuid4().int % 256, uuid4().int % 256, uuid4().int % 256)).save(stored, "PNG")
    return stored.getvalue()


def test_an_order_goes_its_way(client: TestClient) -> None:
    done = fulfilled(client, place(client, "a [red,blue] api fox")["id"])
    assert done["progress"]["complete"] == 2
    assert done["cost"] == 5000
    listed = client.get("/generations", params={"order_id": done["id"], "limit": 1}).json()
    assert (listed["total"], listed["page"], listed["limit"], len(listed["items"])) == (2, 1, 1, 1)
    detail = client.get(f"/generations/{listed['items'][0]['id']}").json()
    assert detail["base_parameters"] == {"prompt": "a [red,blue] api fox"}
    assert detail["actual_parameters"] == {"prompt": "a blue api fox", "steps": 4}
    output = detail["outputs"][0]
    assert output["url"].startswith("/media/")
    assert client.get(f"/products/{output['id']}/file", follow_redirects=False).headers["location"] == output["url"]
    thumbnail = client.get(f"/products/{output['id']}/thumbnail", follow_redirects=False)
    assert thumbnail.headers["location"].endswith("-small.webp")
    large = client.get(f"/products/{output['id']}/thumbnail?size=large", follow_redirects=False)
    assert large.headers["location"] == output["url"], "so small a picture is its own large thumbnail"
    again = client.get(f"/products/{output['id']}/reuse").json()
    assert again["parameters"] == {"prompt": "a blue api fox", "steps": 4, "seed": 7}
    assert client.post("/orders", json=again).status_code == 201


def test_the_same_key_is_the_same_order(client: TestClient) -> None:
    body = {"model": MODEL, "parameters": {"prompt": "once"}}
    answers = [client.post("/orders", json=body, headers={"Idempotency-Key": "a-key"}) for _ in range(3)]
    assert len({answer.json()["id"] for answer in answers}) == 1
    other = client.post("/orders", json={**body, "repeats": 2}, headers={"Idempotency-Key": "a-key"})
    assert other.status_code == 409


def test_ten_thousand_generations_are_stored_and_visible_at_once(client: TestClient, ledger: Ledger) -> None:
    client.post("/queue/pause")
    order = place(client, "slow [1..100] [1..100]", spending_limit=25_000_000)
    assert order["progress"]["planned"] == 10_000
    assert client.get("/orders").json()["items"][0]["id"] == order["id"]
    wait_until(lambda: client.get("/generations", params={"order_id": order["id"]}).json()["total"] == 10_000)
    cancelled = client.post(f"/orders/{order['id']}/cancel").json()
    assert (cancelled["status"], cancelled["progress"]["pending"]) == ("cancelled", 0)
    client.post("/queue/resume")


def test_orders_are_renamed_moved_and_ordered_again(client: TestClient) -> None:
    client.post("/queue/pause")
    first, second = place(client, "first one")["id"], place(client, "second one")["id"]
    assert client.patch(f"/orders/{first}", json={"name": "Named"}).json()["name"] == "Named"
    moved = client.post("/queue/move", json={"order_id": second, "before": first}).json()
    assert [one["id"] for one in moved["orders"]] == [second, first]
    client.patch(f"/orders/{second}", json={"priority": "background"})
    assert [one["id"] for one in client.get("/queue").json()["orders"]] == [first, second]
    assert client.post(f"/orders/{first}/again", json={}).status_code == 201
    assert client.get("/orders", params={"q": "second"}).json()["total"] == 1
    for one in client.get("/queue").json()["orders"]:
        client.post(f"/orders/{one['id']}/cancel")
    client.post("/queue/resume")


def test_a_failed_generation_is_retried_and_an_unclear_one_resolved(client: TestClient) -> None:
    failed = fulfilled(client, place(client, "fails")["id"])
    generation = client.get("/generations", params={"order_id": failed["id"]}).json()["items"][0]
    assert generation["error"]["message"] == "Scripted ran out of paint."
    assert client.post(f"/generations/{generation['id']}/retry").status_code == 200
    unclear = place(client, "unclear")["id"]
    wait_until(lambda: client.get("/generations", params={"order_id": unclear, "attention": True}).json()["total"])
    waiting = client.get("/generations", params={"order_id": unclear}).json()["items"][0]
    assert client.post(f"/generations/{waiting['id']}/resolve", json={"resolution": "check"}).status_code == 200
    assert fulfilled(client, unclear)["progress"]["complete"] == 1


def test_files_are_imported_and_acted_upon(client: TestClient) -> None:
    files = [("files", ("a.png", png())), ("files", ("b.png", png())), ("files", ("c.png", b"<svg/>"))]
    answer = client.post("/products/import", files=files).json()
    assert [one["name"] for one in answer["items"]] == ["a.png", "b.png"]
    assert answer["errors"][0]["name"] == "c.png"
    ids = [one["id"] for one in answer["items"]]
    assert client.post("/products/bulk", json={"action": "like", "ids": ids}).json()["count"] == 2
    assert {one["id"] for one in client.get("/products", params={"liked": True}).json()["items"]} == set(ids)
    assert client.delete(f"/products/{ids[0]}").status_code == 204
    assert client.get(f"/products/{ids[0]}").json()["deleted_at"]
    client.post("/products/bulk", json={"action": "restore", "ids": ids[:1]})
    assert client.patch(f"/products/{ids[0]}", json={"liked": False}).json()["liked"] is False
    used = client.post(
        "/orders",
        json={"model": MODEL, "parameters": {"prompt": "x"}, "inputs": [{"parameter": "image", "product_id": ids[0]}]},
    )
    assert used.status_code == 201
    assert used.json()["parameters"]["image"] == f"product:{ids[0]}"


def test_projects_and_drafts(client: TestClient) -> None:
    made = client.post("/projects", json={"name": "API project"})
    project = made.json()["id"]
    assert made.headers["Location"] == f"/api/projects/{project}"
    assert client.patch(f"/projects/{project}", json={"description": "d"}).json()["description"] == "d"
    client.post(f"/projects/{project}/archive")
    assert project in {one["id"] for one in client.get("/projects?status=archived").json()["items"]}
    client.post(f"/projects/{project}/restore")
    saved = client.put(f"/drafts/{project}", json={"state": {"prompt": "x"}, "revision": 0})
    assert saved.json()["revision"] == 1
    assert client.put(f"/drafts/{project}", json={"state": {}, "revision": 0}).status_code == 409
    assert client.get("/drafts/none").json()["project_id"] is None
    assert client.delete(f"/projects/{project}").status_code == 204
    assert client.get(f"/projects/{project}").status_code == 404


def test_lookups_are_checked_made_and_imported(client: TestClient) -> None:
    trial = client.post("/lookups/check", json={"values": "a [x,y]\n[broken", "name": "trial"}).json()
    assert trial["errors"][0]["path"][0]["line"] == 2
    made = client.post("/lookups", json={"name": "mood", "values": "calm\nwild"}).json()
    assert client.get(f"/lookups/{made['id']}/preview").json() == {"items": ["calm", "wild"]}
    assert client.post("/lookups", json={"name": "MOOD", "values": ""}).status_code == 409
    assert client.patch(f"/lookups/{made['id']}", json={"values": "calm"}).json()["size"] == 1
    imported = client.post("/lookups/import", json={"name": "wild", "text": "__mood__ sea", "convert": True})
    assert imported.json()["values"] == "[?mood] sea"
    assert client.delete(f"/lookups/{made['id']}").status_code == 204


def test_models_show_what_they_take(client: TestClient) -> None:
    assert {one["name"] for one in client.get("/providers").json()["items"]} == {"scripted", "language"}
    assert [one["key"] for one in client.get("/models", params={"q": "pict"}).json()["items"]] == [MODEL]
    spec = client.get(f"/models/{MODEL}").json()["parameters"]
    assert [one["name"] for one in spec] == ["prompt", "image", "steps", "seed"]


NOWHERE = "5f0c5a7e-0d3e-4f0e-9d55-3c1e8a1b2c4d"  # the name of a test must not change from run to run
BAD: list[tuple[str, str, Any, int]] = [
    ("GET", "/nothing", None, 404),
    ("PUT", "/orders", None, 405),
    ("GET", "/orders?page=0", None, 422),
    ("GET", "/orders?limit=201", None, 422),
    ("GET", "/orders?status=perhaps", None, 422),
    ("GET", "/orders?project_id=x", None, 422),
    ("GET", "/orders/not-an-id", None, 422),
    ("GET", f"/orders/{NOWHERE}", None, 404),
    ("GET", f"/generations/{NOWHERE}", None, 404),
    ("GET", f"/products/{NOWHERE}/file", None, 404),
    ("GET", "/products?cursor=x", None, 422),
    ("GET", "/models/none:none", None, 404),
    ("GET", "/events?last_event_id=-1", None, 422),
    ("GET", f"/drafts/{NOWHERE}", None, 200),
    ("PUT", f"/drafts/{NOWHERE}", {"state": {}}, 404),
    ("POST", "/orders", None, 422),
    ("POST", "/orders", [], 422),
    ("POST", "/orders", {"model": MODEL, "paramters": {}}, 422),
    ("POST", "/orders", {"model": "none:none"}, 404),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": ["a"]}}, 422),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": "a", "steps": 51}}, 422),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": "a", "steps": {"x": 1}}}, 422),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": "a", "stepz": 1}}, 422),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": "a", "image": "product:x"}}, 422),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": "a"}, "repeats": 0}, 422),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": "a"}, "seed": 2**80}, 422),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": "a"}, "project_id": NOWHERE}, 404),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": "a" * 100_001}}, 422),
    ("POST", "/orders", {"model": MODEL, "parameters": {"prompt": " ".join(["[1..1000]"] * 6)}}, 422),
    ("POST", f"/orders/{NOWHERE}/cancel", None, 404),
    ("POST", f"/generations/{NOWHERE}/resolve", {"resolution": "maybe"}, 422),
    ("POST", "/projects", {"name": " "}, 422),
    ("POST", "/projects", {"name": 5}, 422),
    ("POST", "/lookups", {"name": "7up", "values": ""}, 422),
    ("POST", "/queue/move", {"order_id": NOWHERE}, 404),
    ("POST", "/products/bulk", {"action": "burn", "ids": [NOWHERE]}, 422),
    ("POST", "/products/bulk", {"action": "delete", "ids": [NOWHERE]}, 404),
    ("POST", "/products/bulk", {"action": "delete", "ids": []}, 422),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), BAD)
def test_bad_input_is_answered_in_words(client: TestClient, method: str, path: str, body: Any, status: int) -> None:
    answer = client.request(method, path, json=body) if body is not None else client.request(method, path)
    assert answer.status_code == status, answer.text
    if status >= 400:
        shown = answer.json()
        assert answer.headers["content-type"] == PROBLEM
        assert shown["status"] == status
        assert shown["detail"].strip().endswith((".", "…", "?", ":", ")")) or shown["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"model": NaN}',
        b'{"model": 1e999}',
        b'{"name": "\\ud800"}',
        b'{"name": "a\\u0000b"}',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"model": ' + b"9" * 5000 + b"}",
    ],
)
@pytest.mark.parametrize("path", ["/orders", "/expansions", "/projects", "/lookups"])
def test_what_is_no_sound_json_is_malformed(client: TestClient, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == PROBLEM


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ORDER_LIKE = st.fixed_dictionaries(
    {"model": st.sampled_from([MODEL, "language:any"]) | st.text(max_size=10)},
    optional={
        "parameters": st.dictionaries(
            st.sampled_from(["prompt", "steps", "seed", "image", "v"]) | st.text(max_size=5), JSON
        ),
        "repeats": JSON,
        "sample": JSON,
        "exclude": JSON,
        "seed": JSON,
        "inputs": JSON,
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=ORDER_LIKE | JSON)
def test_no_body_is_too_strange(client: TestClient, body: Any) -> None:
    for path in ("/expansions", "/lookups", "/projects", "/products/bulk", "/queue/move"):
        answer = client.post(path, content=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, answer.text


def test_the_stream_goes_on_where_it_was_left(client: TestClient, production: Production) -> None:
    before = production.services.events.latest_id()
    order = place(client, "a fox to hear of")
    fulfilled(client, order["id"])
    told = _listen(client, before, until="GenerationCompleted")
    names = [one["event"] for one in told]
    assert names[0] == "OrderPlaced"
    assert "GenerationCompleted" in names
    ids = [int(one["id"]) for one in told]
    assert ids == sorted(ids)
    later = _listen(client, ids[0], until="GenerationCompleted")
    assert int(later[0]["id"]) == ids[1]


def test_a_listener_that_is_gone_gets_no_backlog(
    client: TestClient, production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imagen.api.routers import events

    before = production.services.events.latest_id()
    order = place(client, "a fox to hear of")
    fulfilled(client, order["id"])
    monkeypatch.setattr(events, "_PAGE", 2)
    assert len(_listen(client, before, until="nothing")) == 2


def _listen(client: TestClient, since: int, until: str) -> list[dict[str, str]]:
    """Read the log through the stream's own reader, until an event of a kind has come."""
    import asyncio

    from imagen.api.routers.events import _stream

    class Listener:
        async def is_disconnected(self) -> bool:
            return True

    services = client.app.state.services  # type: ignore[attr-defined]

    async def read() -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        async for text in _stream(services, Listener(), since):  # type: ignore[arg-type]
            fields = dict(line.split(": ", 1) for line in text.strip().splitlines() if not line.startswith(":"))
            if fields:
                found.append(fields)
            if fields.get("event") == until:
                return found
        return found

    answered: list[list[dict[str, str]]] = []
    thread = threading.Thread(target=lambda: answered.append(asyncio.run(read())))
    thread.start()
    thread.join(20)
    return answered[0]


def test_the_description_and_its_page_are_served_from_here(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    assert "/orders" in description["paths"]
    page = client.get("/docs").text
    assert "http" not in page.replace("<!doctype html>", "")


def test_health_tells_whether_orders_are_taken(client: TestClient) -> None:
    assert client.get("/health").json()["ready"] is True


def test_projects_give_their_figures_and_are_found_and_sorted(client: TestClient) -> None:
    mark = uuid4().hex[:8]
    first, second = (
        client.post("/projects", json={"name": f"{name} {mark}", "description": "Figures"}).json()
        for name in ("alpha", "Beta")
    )
    assert (first["product_count"], first["spent"], first["search"]) == (0, 0, f'project:"alpha {mark}"')
    assert len(first["days"]) == 30
    fulfilled(client, place(client, "a [red,blue] fox", project_id=first["id"])["id"])
    shown = client.get(f"/projects/{first['id']}").json()
    assert (shown["order_count"], shown["product_count"], shown["days"][-1]["count"]) == (1, 2, 2)
    assert len(shown["newest"]) == 2
    assert shown["spent"] == shown["spent_this_month"] > 0

    def listed(**asked: str) -> list[str]:
        answer = client.get("/projects", params={"q": mark, **asked})
        assert answer.status_code == 200
        return [one["id"] for one in answer.json()["items"]]

    assert listed() == listed(sort="products") == listed(sort="cost") == listed(sort="name")
    assert listed(sort="name", order="desc") == [second["id"], first["id"]]
    assert listed(q=f"beta {mark} FIGURES") == [second["id"]]
    before = client.get("/projects/without").json()
    fulfilled(client, place(client, "one of no project")["id"])
    after = client.get("/projects/without").json()
    assert after["product_count"] == before["product_count"] + 1
    assert "id" not in after
