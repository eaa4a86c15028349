"""Keeping by the API: acts on products, undo, collections, tags, templates and saved searches."""

from __future__ import annotations

import io
import itertools
import json
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from tests.fakes.scripted_provider import MODEL, wait_until

NOWHERE = "00000000-0000-7000-8000-000000000000"
_shades = itertools.product(range(0, 256, 5), range(0, 256, 5))
_names = itertools.count(1)


def products(client: TestClient, count: int) -> list[str]:
    """Import so many pictures that no other test has."""
    files = []
    for number in range(count):
        red, green = next(_shades)
        stored = io.BytesIO()
        Image.new("RGB", (8, 8), (red, green, 77)).save(stored, "PNG")
        files.append(("files", (f"{number}.png", stored.getvalue(), "image/png")))
    return [one["id"] for one in client.post("/products/import", files=files).json()["items"]]


def name(word: str) -> str:
    return f"{word} {next(_names)}"


def bulk(client: TestClient, action: str, ids: list[str], **more: Any) -> dict[str, Any]:
    answer = client.post("/products/bulk", json={"action": action, "ids": ids, **more})
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = answer.json()
    return done


def product(client: TestClient, product_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/products/{product_id}").json()
    return answer


def test_a_product_is_changed_as_one_act(client: TestClient) -> None:
    (one,) = products(client, 1)
    fox, project = name("fox"), client.post("/projects", json={"name": "Foxes"}).json()["id"]
    body = {"liked": True, "rating": 4, "notes": "good light", "tags": [fox], "project_id": project}
    changed = client.patch(f"/products/{one}", json=body).json()
    assert {key: changed[key] for key in ("liked", "rating", "notes", "project_id")} == {
        key: body[key] for key in ("liked", "rating", "notes", "project_id")
    }
    assert [tag["name"] for tag in changed["tags"]] == [fox]
    assert changed["rated_at"] is not None
    assert client.get("/undo").json() == {"undo": "Changed a product.", "redo": ""}
    assert client.post("/undo").json()["sentence"] == "Taken back: Changed a product."
    back = product(client, one)
    assert (back["liked"], back["rating"], back["notes"], back["tags"], back["project_id"]) == (
        False,
        None,
        "",
        [],
        None,
    )
    assert client.post("/redo").json()["count"] > 0
    assert product(client, one)["rating"] == 4
    assert client.patch(f"/products/{one}", json={"rating": None}).json()["rating"] is None
    assert product(client, one)["tags"] == changed["tags"]


def test_acts_on_many(client: TestClient) -> None:
    ids = products(client, 3)
    fox = name("fox")
    project = client.post("/projects", json={"name": "Foxes"}).json()["id"]
    collection = client.post("/collections", json={"name": name("Best")}).json()["id"]
    assert bulk(client, "like", ids)["count"] == 3
    assert bulk(client, "unlike", ids[:1])["sentence"] == "No longer liked: 1 product."
    assert bulk(client, "rate", ids, rating=0)["sentence"] == "Rated failed: 3 products."
    assert bulk(client, "rate", ids[1:], rating=None)["sentence"] == "Unrated 2 products."
    bulk(client, "tag", ids, tags=[fox])
    bulk(client, "untag", ids[:1], tags=[fox.upper()])
    bulk(client, "collect", ids, collection_id=collection)
    bulk(client, "uncollect", ids[2:], collection_id=collection)
    bulk(client, "move", ids, project_id=project)
    shown = [product(client, one) for one in ids]
    assert [one["liked"] for one in shown] == [False, True, True]
    assert [one["rating"] for one in shown] == [0, None, None]
    assert [len(one["tags"]) for one in shown] == [0, 1, 1]
    assert [len(one["collections"]) for one in shown] == [1, 1, 0]
    assert {one["project_id"] for one in shown} == {project}
    found = client.post("/products/bulk", json={"action": "rate", "q": f'tag:"{fox}"', "rating": 3}).json()
    assert found["count"] == 2
    assert client.post("/undo", json={"id": found["undo_id"]}).json()["count"] == 2
    assert bulk(client, "delete", ids)["count"] == 3
    assert bulk(client, "restore", ids)["count"] == 3
    assert bulk(client, "move", ids, project_id=None)["count"] == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"liked": None}, 422),
        ({"tags": None}, 422),
        ({"notes": None}, 422),
        ({"liked": "yes"}, 422),
        ({"rating": 5}, 422),
        ({"rating": -1}, 422),
        ({"rating": 2.5}, 422),
        ({"rating": True}, 422),
        ({"rating": "good"}, 422),
        ({"notes": "x" * 20_001}, 422),
        ({"notes": "\x00"}, 400),
        ({"notes": "\ud800"}, 400),
        ({"tags": [""]}, 422),
        ({"tags": ["x" * 500]}, 422),
        ({"tags": ["fine"] * 101}, 422),
        ({"tags": []}, 200),
        ({"project_id": NOWHERE}, 404),
        ({"project_id": "x"}, 422),
        ({"stars": 3}, 422),
    ],
)
def test_changes_are_checked(client: TestClient, body: Any, status: int) -> None:
    (one,) = products(client, 1)
    before = product(client, one)
    answer = send(client, "PATCH", f"/products/{one}", body)
    assert answer.status_code == status, answer.text
    if status != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert product(client, one) == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": "like"}, 422),
        ({"action": "like", "ids": [NOWHERE], "q": "liked"}, 422),
        ({"action": "like", "q": 'tag:"open'}, 422),
        ({"action": "like", "q": "x" * 5000}, 422),
        ({"action": "like", "q": "tag:never-was"}, 200),
        ({"action": "restore", "q": "liked"}, 422),
        ({"action": "rate", "ids": [NOWHERE]}, 422),
        ({"action": "rate", "ids": [NOWHERE], "rating": 9}, 422),
        ({"action": "rate", "ids": [NOWHERE], "rating": 1}, 404),
        ({"action": "like", "ids": [NOWHERE], "rating": 1}, 422),
        ({"action": "tag", "ids": [NOWHERE]}, 422),
        ({"action": "tag", "ids": [NOWHERE], "tags": []}, 422),
        ({"action": "tag", "ids": [NOWHERE], "tags": None}, 422),
        ({"action": "tag", "ids": [NOWHERE], "tags": [" "]}, 422),
        ({"action": "collect", "ids": [NOWHERE], "collection_id": None}, 422),
        ({"action": "collect", "ids": [NOWHERE], "collection_id": NOWHERE}, 404),
        ({"action": "move", "ids": [NOWHERE]}, 422),
        ({"action": "move", "ids": [NOWHERE], "project_id": NOWHERE}, 404),
        ({"action": "delete", "ids": [NOWHERE] * 1001}, 422),
    ],
)
def test_bulk_acts_are_checked(client: TestClient, body: Any, status: int) -> None:
    answer = client.post("/products/bulk", json=body)
    assert answer.status_code == status, answer.text


def test_undo_says_when_there_is_nothing_and_when_it_cannot_be(client: TestClient) -> None:
    while client.post("/undo").status_code == 200:
        pass
    answer = client.post("/undo")
    assert (answer.status_code, answer.json()["detail"]) == (409, "There is nothing to take back.")
    assert client.post("/undo", json={"id": NOWHERE}).status_code == 409
    assert client.post("/undo", json={"id": "x"}).status_code == 422
    (one,) = products(client, 1)
    bulk(client, "delete", [one])
    assert client.request("DELETE", "/bin", params={"id": one}).json()["count"] == 1
    answer = client.post("/undo")
    assert answer.status_code == 409
    assert "cannot be taken back" in answer.json()["detail"]
    assert client.post("/redo").status_code == 409


def test_collections_are_made_filled_ordered_deleted_and_restored(client: TestClient) -> None:
    ids, called = products(client, 3), name("Best of")
    made = client.post("/collections", json={"name": called, "description": "for the client"})
    assert made.status_code == 201
    path = f"/collections/{made.json()['id']}"
    assert made.headers["location"] == f"/api{path}"
    assert client.post("/collections", json={"name": called.upper()}).status_code == 409
    assert client.post(f"{path}/products", json={"ids": ids}).json()["count"] == 3
    assert client.post(f"{path}/products", json={"ids": ids}).json()["count"] == 0

    def order() -> list[str]:
        return [one["id"] for one in client.get(f"{path}/products").json()["items"]]

    assert order() == ids
    assert client.post(f"{path}/order", json={"ids": [ids[2]], "before": ids[0]}).status_code == 200
    assert order() == [ids[2], ids[0], ids[1]]
    assert [one["id"] for one in client.get(path).json()["first"]] == order()
    assert client.post(f"{path}/order", json={"ids": [NOWHERE]}).status_code == 404
    assert client.post(f"{path}/order", json={"ids": ids[:1], "before": ids[0]}).status_code == 422
    assert client.request("DELETE", f"{path}/products", params={"id": ids[:1]}).json()["count"] == 1
    assert client.request("DELETE", f"{path}/products").status_code == 422
    assert client.patch(path, json={"name": "Other " + called, "description": ""}).json()["description"] == ""
    client.post("/tags/put", json={"kind": "collection", "ids": [made.json()["id"]], "tags": ["kept"]})
    assert [tag["name"] for tag in client.get(path).json()["tags"]] == ["kept"]
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == client.delete(path).status_code == 404
    assert product(client, ids[1])["collections"] == []
    assert client.post(f"{path}/restore").json()["count"] == 2
    assert client.post(f"{path}/restore").status_code == 404
    assert order() == [ids[2], ids[1]]


def test_tags_are_made_changed_merged_and_deleted(client: TestClient) -> None:
    ids, fox, owl = products(client, 2), name("fox"), name("owl")
    made = client.post("/tags", json={"name": fox, "color": "#AABBCC"})
    assert (made.status_code, made.json()["color"]) == (201, "#aabbcc")
    path = f"/tags/{made.json()['id']}"
    assert client.post("/tags", json={"name": fox.upper()}).status_code == 409
    bulk(client, "tag", ids, tags=[owl])
    other = product(client, ids[0])["tags"][0]
    assert client.patch(path, json={"name": owl}).status_code == 409
    assert client.patch(path, json={"color": "#010203"}).json()["color"] == "#010203"
    assert client.post(f"/tags/{other['id']}/merge", json={"into": made.json()["id"]}).status_code == 200
    assert [tag["name"] for tag in product(client, ids[1])["tags"]] == [fox]
    assert client.get(path).json()["counts"] == {"product": 2}
    assert client.get("/tags", params={"q": fox[1:]}).json()["total"] == 1
    project = client.post("/projects", json={"name": "Foxes"}).json()["id"]
    assert client.post("/tags/put", json={"kind": "project", "ids": [project], "tags": [fox]}).json()["count"] == 1
    assert client.get(path).json()["counts"] == {"product": 2, "project": 1}
    assert client.post("/tags/take", json={"kind": "project", "ids": [project], "tags": [fox]}).json()["count"] == 1
    assert client.delete(path).status_code == 204
    assert product(client, ids[0])["tags"] == []
    assert client.post("/bin/restore", json={"ids": [made.json()["id"]]}).json()["count"] == 1
    assert len(product(client, ids[0])["tags"]) == 1


def test_templates_are_made_applied_and_deleted(client: TestClient) -> None:
    order = client.post(
        "/orders", json={"model": MODEL, "parameters": {"prompt": "a [red,blue] fox"}, "seed": 3}
    ).json()
    wait_until(lambda: client.get(f"/orders/{order['id']}").json()["status"] == "fulfilled")
    made = client.post("/templates", json={"order_id": order["id"], "name": "Foxes", "keep_seed": True})
    assert (made.status_code, made.json()["has_seed"]) == (201, True)
    path = f"/templates/{made.json()['id']}"
    shown = client.get("/products", params={"order_id": order["id"]}).json()["items"][0]["id"]
    of_product = client.post("/templates", json={"product_id": shown})
    assert of_product.json()["parameters"]["prompt"] in {"a red fox", "a blue fox"}
    body = {"order": {"model": MODEL, "parameters": {"prompt": "an owl"}}}
    assert client.post("/templates", json=body).json()["name"] == "an owl"
    project = client.post("/projects", json={"name": "Foxes"}).json()["id"]
    applied = client.post(f"{path}/apply", json={"project_id": project, "draft": True}).json()
    assert (applied["model"], applied["project_id"]) == (MODEL, project)
    assert client.get(f"/drafts/{project}").json()["state"]["seed"] == 3
    assert client.post(f"{path}/apply").json()["parameters"] == {"prompt": "a [red,blue] fox"}
    assert client.patch(path, json={"name": "Renamed", "project_id": project}).json()["project_id"] == project
    assert client.get("/templates", params={"project_id": project, "model": MODEL}).json()["total"] >= 2
    assert client.get(f"/orders/{made.json()['id']}").status_code == 404
    assert client.delete(path).status_code == 204
    assert client.post(f"{path}/apply").status_code == 404
    assert client.post("/undo").status_code == 200
    assert client.get(path).json()["name"] == "Renamed"


def test_saved_searches_are_kept_in_their_order(client: TestClient) -> None:
    first, second = (
        client.post("/saved-searches", json={"name": one, "query": "rating:>=good", "sort": "best"}).json()
        for one in ("First", "Second")
    )
    path = f"/saved-searches/{second['id']}"
    assert client.patch(path, json={"before": first["id"]}).json()["rank"] < first["rank"]
    listed = [one["id"] for one in client.get("/saved-searches", params={"limit": 200}).json()["items"]]
    assert listed.index(second["id"]) < listed.index(first["id"])
    assert client.patch(path, json={"query": "liked", "grouping": "day"}).json()["grouping"] == "day"
    wrong = client.patch(path, json={"query": 'tag:"open'})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "query")
    assert client.delete(path).status_code == 204
    assert client.post("/bin/restore", json={"all": True, "kind": "saved_search"}).json()["count"] == 1


def test_an_order_is_deleted_with_its_products(client: TestClient) -> None:
    order = client.post("/orders", json={"model": MODEL, "parameters": {"prompt": "deleted [1..3]"}}).json()["id"]
    wait_until(lambda: client.get(f"/orders/{order}").json()["status"] == "fulfilled")
    assert client.delete(f"/orders/{order}").status_code == 204
    assert client.get(f"/orders/{order}").status_code == client.delete(f"/orders/{order}").status_code == 404
    (shown,) = [one for one in client.get("/bin", params={"kind": "order"}).json()["items"] if one["id"] == order]
    assert shown["detail"].endswith("3 products")
    assert client.get("/bin").json()["counts"]["order"] >= 1
    assert client.request("DELETE", "/bin", params={"id": order}).json()["kept"] == []
    assert client.request("DELETE", "/bin", params={"id": order}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/tags", {"name": ""}, 422),
        ("POST", "/tags", {"name": "x" * 2000}, 422),
        ("POST", "/tags", {"name": "a", "color": "red"}, 422),
        ("POST", "/tags", {}, 422),
        ("GET", f"/tags/{NOWHERE}", None, 404),
        ("PATCH", f"/tags/{NOWHERE}", {"name": "a"}, 404),
        ("DELETE", f"/tags/{NOWHERE}", None, 404),
        ("POST", f"/tags/{NOWHERE}/merge", {"into": NOWHERE}, 422),
        ("POST", "/tags/put", {"kind": "project", "ids": [NOWHERE], "tags": ["a"]}, 404),
        ("POST", "/tags/put", {"kind": "prompt_version", "ids": [NOWHERE], "tags": ["a"]}, 422),
        ("POST", "/tags/put", {"kind": "car", "ids": [NOWHERE], "tags": ["a"]}, 422),
        ("GET", "/tags/x", None, 422),
        ("POST", "/collections", {"name": "  "}, 422),
        ("POST", "/collections", {"name": "a", "description": "x" * 30_000}, 422),
        ("PATCH", f"/collections/{NOWHERE}", {"name": "a"}, 404),
        ("POST", f"/collections/{NOWHERE}/products", {"ids": [NOWHERE]}, 404),
        ("GET", f"/collections/{NOWHERE}/products", None, 404),
        ("POST", f"/collections/{NOWHERE}/restore", None, 404),
        ("POST", "/templates", {}, 422),
        ("POST", "/templates", {"order_id": NOWHERE, "product_id": NOWHERE}, 422),
        ("POST", "/templates", {"order_id": NOWHERE}, 404),
        ("POST", "/templates", {"product_id": NOWHERE}, 404),
        ("POST", "/templates", {"order": {"model": "no:such"}}, 404),
        ("PATCH", f"/templates/{NOWHERE}", {"name": "a"}, 404),
        ("DELETE", f"/templates/{NOWHERE}", None, 404),
        ("POST", f"/templates/{NOWHERE}/apply", {"draft": "yes"}, 422),
        ("POST", "/saved-searches", {"name": "a"}, 422),
        ("POST", "/saved-searches", {"name": "a", "query": "liked", "project_id": NOWHERE}, 404),
        ("POST", "/saved-searches", {"name": "a", "query": "liked", "sort": "x" * 90}, 422),
        ("PATCH", f"/saved-searches/{NOWHERE}", {"before": None}, 404),
        ("DELETE", "/bin?kind=car", None, 422),
        ("GET", "/bin?kind=car", None, 422),
        ("DELETE", f"/bin?id={NOWHERE}", None, 404),
        ("POST", "/bin/restore", {"ids": [NOWHERE], "kind": "tag"}, 422),
    ],
)
def test_what_is_wrong_is_told(client: TestClient, method: str, path: str, body: Any, status: int) -> None:
    answer = client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def send(client: TestClient, method: str, path: str, body: Any) -> Any:

    return client.request(method, path, content=json.dumps(body), headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    ("body", "missing"), [({"action": "like"}, "ids"), ({"action": "collect", "ids": [NOWHERE]}, "collection_id")]
)
def test_what_a_bulk_act_lacks_is_named(client: TestClient, body: dict[str, Any], missing: str) -> None:
    answer = client.post("/products/bulk", json=body)
    assert answer.status_code == 422
    assert missing in answer.json()["detail"]


def test_a_list_tells_tags_and_collections_too(client: TestClient) -> None:
    ids = products(client, 2)
    fox, best = name("fox"), name("Best")
    bulk(client, "tag", ids[:1], tags=[fox])
    collection = client.post("/collections", json={"name": best}).json()["id"]
    bulk(client, "collect", ids[:1], collection_id=collection)
    told = {one["id"]: one for one in client.get("/products").json()["items"]}
    assert [tag["name"] for tag in told[ids[0]]["tags"]] == [fox]
    assert [one["name"] for one in told[ids[0]]["collections"]] == [best]
    assert told[ids[1]]["tags"] == told[ids[1]]["collections"] == []
