"""What every endpoint keeps to: pages, names, whole changes, one order for one key, and a description of its answers."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn
from PIL import Image
from starlette.testclient import TestClient

from imagen.bootstrap import Production
from tests.fakes.scripted_provider import MODEL, wait_until

LISTS = [
    "/projects",
    "/lookups",
    "/providers",
    "/models",
    "/orders",
    "/generations",
    "/products",
    "/collections",
    "/tags",
    "/templates",
    "/saved-searches",
    "/bin",
]

FILES = {"text/csv; charset=utf-8", "application/zip"}


def place(client: TestClient, prompt: str) -> dict[str, Any]:
    answer = client.post("/orders", json={"model": MODEL, "parameters": {"prompt": prompt}})
    assert answer.status_code == 201, answer.text
    placed: dict[str, Any] = answer.json()
    return placed


def fulfilled(client: TestClient, order_id: str) -> None:
    wait_until(lambda: client.get(f"/orders/{order_id}").json()["status"] == "fulfilled")


@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_pages(client: TestClient, path: str) -> None:
    fulfilled(client, place(client, "a fox for every list")["id"])
    for name in ("Listed one", "Listed two"):
        client.post("/projects", json={"name": name})
        client.post("/lookups", json={"name": name, "values": "x"})
        client.post("/collections", json={"name": name})
        client.post("/tags", json={"name": name})
        client.post("/saved-searches", json={"name": name, "query": "liked"})
        client.post("/templates", json={"name": name, "order": {"model": MODEL, "parameters": {"prompt": name}}})
        client.delete(f"/projects/{client.post('/projects', json={'name': name}).json()['id']}")
    whole = client.get(path, params={"limit": 200}).json()
    assert (whole["page"], whole["limit"], whole["total"]) == (1, 200, len(whole["items"]))
    pages = [client.get(path, params={"limit": 1, "page": page}).json()["items"] for page in (1, 2)]
    assert pages[0] + pages[1] == whole["items"][:2]


@pytest.mark.parametrize("path", ["/projects", "/lookups", "/models", "/orders", "/generations"])
def test_lists_turn_round(client: TestClient, path: str) -> None:
    fulfilled(client, place(client, "a [red,blue] fox to sort")["id"])
    sort = "key" if path == "/models" else "created_at" if path != "/lookups" else "name"
    forward, backward = (
        client.get(path, params={"sort": sort, "order": order, "limit": 200}).json()["items"]
        for order in ("asc", "desc")
    )
    assert forward == backward[::-1]


@pytest.mark.parametrize("path", [*LISTS, "/health", "/queue"])
def test_an_unknown_name_in_a_query_is_told(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"limt": 3})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "limt"
    assert "limt" in answer.json()["detail"]


def test_spans_of_time_hold_their_ends(client: TestClient) -> None:
    order = place(client, "a fox of today")
    fulfilled(client, order["id"])
    made = client.get("/generations", params={"order_id": order["id"]}).json()["items"][0]["created_at"]
    day = made[:10]

    def total(**span: str) -> int:
        found: int = client.get("/generations", params={"order_id": order["id"], **span}).json()["total"]
        return found

    assert total(to=day) == total(**{"from": day}) == total(**{"from": day, "to": day}) == 1
    assert total(to="2000-01-01") == total(**{"from": "2100-01-01T00:00:00+02:00"}) == 0
    for wrong in ("yesterday", "2026-13-01", "9999-12-31T23:59:59-23:00", "2026-01-01Tx"):
        assert client.get("/generations", params={"to": wrong}).status_code == 422


def test_calls_that_meet_at_one_key_place_one_order(client: TestClient) -> None:
    body = {"model": MODEL, "parameters": {"prompt": "double click"}}

    def call(_: int) -> httpx.Response:
        answer: httpx.Response = client.post("/orders", json=body, headers={"Idempotency-Key": "met"})
        return answer

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(call, range(8)))
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_again_takes_a_key_too(client: TestClient) -> None:
    order = place(client, "once more")["id"]
    keyed = [client.post(f"/orders/{order}/again", headers={"Idempotency-Key": "more"}) for _ in range(2)]
    free = client.post(f"/orders/{order}/again")
    assert keyed[0].json()["id"] == keyed[1].json()["id"] != free.json()["id"]


def test_a_change_is_made_whole_or_not_at_all(client: TestClient) -> None:
    order = place(client, "unchanged")
    answer = client.patch(f"/orders/{order['id']}", json={"name": "Changed", "before": str(uuid4())})
    assert answer.status_code == 404
    assert client.get(f"/orders/{order['id']}").json()["name"] == order["name"]


def test_all_that_needs_a_person_is_resolved_at_once(client: TestClient) -> None:
    order = place(client, "unclear [a,b]")["id"]
    wait_until(lambda: client.get(f"/orders/{order}").json()["progress"]["attention"] == 2)
    assert client.post(f"/orders/{order}/resolve", json={"resolution": "give_up"}).json() == {"count": 2}
    assert client.get(f"/orders/{order}").json()["progress"]["failed"] == 2
    assert client.post(f"/orders/{order}/resolve", json={"resolution": "give_up"}).json() == {"count": 0}


def test_a_file_for_a_project_that_is_not_there_is_refused(client: TestClient) -> None:
    stored = io.BytesIO()
    Image.new("RGB", (7, 7), (9, 99, 199)).save(stored, "PNG")
    answer = client.post(
        "/products/import", files=[("files", ("a.png", stored.getvalue()))], data={"project_id": str(uuid4())}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_what_is_not_json_is_an_unsupported_type(client: TestClient, kind: str) -> None:
    answer = client.post("/orders", content=b'{"model": "x"}', headers={"Content-Type": kind} if kind else {})
    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


@pytest.mark.parametrize(
    "more", [{"repeats": True}, {"exclude": [True]}, {"one_of_each_first": "yes"}, {"seed": False}]
)
def test_true_is_no_number_and_yes_is_not_true(client: TestClient, more: dict[str, Any]) -> None:
    answer = client.post("/expansions", json={"model": MODEL, "parameters": {"prompt": "a"}, **more})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].split(".")[0] == next(iter(more))


def test_a_number_beyond_browsers_goes_both_ways_as_text(client: TestClient) -> None:
    seed = str(2**53 + 1)
    shown = client.post("/expansions", json={"model": MODEL, "parameters": {"prompt": "a"}, "seed": seed}).json()
    assert shown["seed"] == seed


def test_one_provider_is_held_and_let_go(client: TestClient) -> None:
    def held(answer: httpx.Response) -> dict[str, bool]:
        return {one["name"]: bool(one["paused"]) for one in answer.json()["providers"]}

    assert held(client.post("/queue/pause", json={"provider": "language"})) == {"scripted": False, "language": True}
    assert not any(held(client.post("/queue/resume", json={"provider": "language"})).values())
    refused = client.post("/queue/pause", json={"provider": "scriptd"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["suggestion"] == "scripted"


def test_every_answer_is_described(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    names = [one["operationId"] for path in description["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))
    for path, operations in description["paths"].items():
        for operation in operations.values():
            problem = operation["responses"]["4XX"]["content"]
            assert list(problem) == ["application/problem+json"], path
            for status, answer in operation["responses"].items():
                if status in {"200", "201"} and path != "/events":
                    (kind, content), *others = answer["content"].items()
                    assert not others, path
                    assert kind in FILES or "$ref" in content["schema"], path


@pytest.fixture
def address(client: TestClient) -> Iterator[str]:
    """The API on a socket, since the test client gives no answer before its end."""
    server = uvicorn.Server(uvicorn.Config(client.app, port=0, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


def test_a_listener_on_the_wire_goes_on_where_it_stopped(
    client: TestClient, production: Production, address: str
) -> None:
    before = production.services.events.latest_id()
    fulfilled(client, place(client, "a fox on the wire")["id"])
    first = _heard(address, {"Last-Event-ID": str(before)}, most=3)
    again = _heard(address, {"Last-Event-ID": first[0]["id"]}, most=2)
    assert first[0]["event"] == "OrderPlaced"
    assert again == first[1:]


def test_a_number_that_lies_ahead_hears_what_comes(client: TestClient, address: str) -> None:
    heard: list[dict[str, str]] = []
    listener = threading.Thread(target=lambda: heard.extend(_heard(address, {"Last-Event-ID": str(2**62)}, most=1)))
    listener.start()
    wait_until(lambda: place(client, "a fox to come") and heard)
    listener.join(20)
    assert heard[0]["event"] in {"OrderPlaced", "OrderChanged", "GenerationChanged", "GenerationCompleted"}


def _heard(address: str, headers: dict[str, str], most: int) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    fields: dict[str, str] = {}
    with httpx.stream("GET", f"{address}/events", headers=headers, timeout=20, trust_env=False) as answer:
        for line in answer.iter_lines():
            name, _, value = line.partition(": ")
            if line and name:
                fields[name] = value
            elif "id" in fields:
                found.append(fields)
                if len(found) == most:
                    return found
            if not line:
                fields = {}
    return found
