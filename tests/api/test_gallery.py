"""The gallery and the list of products over HTTP: what is found, what is told, and that no search breaks it."""

from __future__ import annotations

import io
import random
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from imagen.api.schemas.gallery import GalleryAnswer, NeighboursAnswer, TileAnswer
from imagen.bootstrap import Production
from imagen.data.unit_of_work import UnitOfWorkFactory
from tests.data.searched_library import SearchedLibrary

ADDRESSES = ("/gallery", "/gallery/facets", "/gallery/groups", "/gallery/completions", "/products", "/products/facets")
PIECES = (
    *("fox", "tag:", "-", "(", ")", '"', "OR", "rating:", ">=", "..", "date:9999", "=", ",", "*", ":", "\\", "\0", " "),
    *("order:99999999999999999999", "seed:1e400", "\ufffe", "\u202e", "é", "💡", "'; DROP TABLE product", "%", "NOT"),
    *("width:>=99999999999999999999", "date:0001-01-01", "version:none", "order:", "model:", "family:", "^", "{", "+"),
)


@pytest.fixture(scope="module")
def library(production: Production) -> SearchedLibrary:
    with UnitOfWorkFactory(production.database, production.services.bus.publish)() as unit:
        made = SearchedLibrary(unit, 5)
        made.fill()
        unit.commit()
    return made


@pytest.fixture(scope="module")
def shop(client: TestClient, library: SearchedLibrary) -> TestClient:
    return client


def get(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_quick_answers_are_as_described(shop: TestClient) -> None:
    page = get(shop, "/gallery", limit=1000)
    assert TypeAdapter(GalleryAnswer).validate_python(page).total == len(page["items"]) > 0
    assert set(page) == set(GalleryAnswer.model_fields)
    assert all(set(item) == set(TileAnswer.model_fields) for item in page["items"])
    middle = page["items"][len(page["items"]) // 2]["id"]
    beside = get(shop, "/gallery/neighbours", id=middle, reach=2)
    assert set(beside) == set(NeighboursAnswer.model_fields)
    listed = [item["id"] for item in page["items"]]
    at = get(shop, "/gallery/position", id=middle)["position"]
    assert listed[at] == middle
    around = [*(item["id"] for item in beside["before"]), middle, *(item["id"] for item in beside["behind"])]
    assert around == listed[at - 2 : at + 3]


def test_a_list_stands_still_by_its_newest(shop: TestClient) -> None:
    newest = get(shop, "/gallery", limit=1)["newest"]
    assert isinstance(newest, str), "a browser could not hold it as a number"
    before = get(shop, "/gallery", newest=newest)
    stored = io.BytesIO()
    Image.new("RGB", (31, 17), (9, 99, 29)).save(stored, "PNG")
    imported = shop.post("/products/import", files=[("files", ("new.png", stored.getvalue()))]).json()["items"][0]
    after = get(shop, "/gallery", newest=newest)
    assert after["items"] == before["items"]
    assert (after["total"], after["arrived"]) == (before["total"], before["arrived"] + 1)
    assert get(shop, "/gallery", limit=1)["items"][0]["id"] == imported["id"]


def test_a_wrong_search_is_answered_with_its_place(shop: TestClient) -> None:
    found = get(shop, "/gallery", q="liked rating:god")
    (problem,) = found["problems"]
    assert "liked rating:god"[problem["start"] : problem["end"]] == "god"
    assert problem["suggestion"] == "good"
    assert found["total"] == get(shop, "/gallery", q="liked ")["total"]


def test_a_program_is_refused_with_a_wrong_search(shop: TestClient) -> None:
    answer = shop.get("/products", params={"q": "liked rating:god"})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["kind"], error["suggestion"]) == ("q", "bad-value", "good")
    assert "liked rating:god"[error["start"] : error["end"]] == "god"
    assert shop.get("/products/facets", params={"q": "(((("}).status_code == 422


def test_names_that_nothing_has_are_told(shop: TestClient) -> None:
    for query in ({"q": "version:2"}, {"q": "experiment:x"}, {"q": "tag:prnt"}):
        listing = get(shop, "/products", **query)
        assert listing["total"] == 0
        assert listing["warnings"][0]["kind"] == "unknown-name"


def test_headings_and_completion(shop: TestClient) -> None:
    groups = get(shop, "/gallery/groups", by="type")["items"]
    assert {group["label"] for group in groups} <= {"Images", "Videos", "Sound", "Other files"}
    assert get(shop, "/gallery/groups")["items"][0]["position"] == 0
    completion = get(shop, "/gallery/completions", q="tag:pr -fox", at=6)
    assert (completion["start"], completion["end"]) == (4, 6)
    assert completion["options"][0]["text"] == "print"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/gallery?sort=newst", "sort"),
        ("/gallery?by=dya", "by"),
        ("/gallery/groups?by=dya", "by"),
        ("/gallery?newest=-1", "newest"),
        ("/gallery?newest=99999999999999999999", "newest"),
        ("/gallery?offset=-1", "offset"),
        ("/gallery?limit=0", "limit"),
        ("/gallery?ofset=1", "ofset"),
        ("/gallery/position?id=x", "id"),
        ("/gallery/position", "id"),
        ("/products?sort=best", "sort"),
        ("/products?type=picture", "type"),
        ("/products?rating=god", "rating"),
        ("/products?date=soon", "date"),
        ("/products?size=1) OR (liked", "size"),
        ("/products?cursor=x", "cursor"),
        ("/products?cursor=W10", "cursor"),
        ("/products?cursor=WyJjcmVhdGVkX2F0IixmYWxzZSxOYU4sMV0", "cursor"),
        ("/products?lik=true", "lik"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(shop: TestClient, path: str, field: str) -> None:
    answer = shop.get(path)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field


def test_no_search_breaks_it(shop: TestClient) -> None:
    chance = random.Random(8)
    for _ in range(120):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 9)))
        for path in ADDRESSES:
            answer = shop.get(path, params={"q": text})
            assert answer.status_code in (200, 422), (path, text, answer.text)
            if path.startswith("/gallery"):
                assert answer.status_code == 200, (path, text, answer.text)
    assert shop.get("/gallery", params={"q": "(" * 2500}).json()["problems"]


SORTS = ("created_at", "rating", "size", "file_size", "length", "shuffled", "by_hand")


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("sort", SORTS)
def test_a_cursor_goes_through_the_whole_list(shop: TestClient, sort: str, order: str) -> None:
    query: dict[str, Any] = {"sort": sort, "order": order, "q": "collection:Best "}
    whole = get(shop, "/products", limit=200, **query)
    assert len(whole["items"]) == whole["total"] > 6
    assert whole["cursor"] is None
    read, cursor = [], None
    while True:
        page = get(shop, "/products", limit=4, **query, **({"cursor": cursor} if cursor else {}))
        read += page["items"]
        cursor = page["cursor"]
        if not cursor:
            break
    assert read == whole["items"]
    pages = [get(shop, "/products", limit=4, page=number, **query)["items"] for number in (1, 2)]
    assert pages[0] + pages[1] == whole["items"][:8]


@pytest.mark.parametrize("sort", ["created_at", "rating", "size", "file_size", "length", "by_hand"])
def test_orders_turn_round(shop: TestClient, sort: str) -> None:
    forward, backward = (
        get(shop, "/products", sort=sort, order=order, limit=200, q="collection:Best ")["items"]
        for order in ("asc", "desc")
    )
    assert forward == backward[::-1]


def test_a_cursor_of_another_order_is_refused(shop: TestClient) -> None:
    cursor = get(shop, "/products", limit=1)["cursor"]
    answer = shop.get("/products", params={"cursor": cursor, "sort": "rating"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "cursor"


def test_filters_ask_for_the_same_as_keys(shop: TestClient, library: SearchedLibrary) -> None:
    project = library.projects[0]
    order = next(item["order_id"] for item in get(shop, "/products", limit=200)["items"] if item["order_id"])
    for filters, text in (
        ({"type": "video"}, "type:video"),
        ({"origin": "imported"}, "origin:imported"),
        ({"state": "blocked"}, "is:blocked"),
        ({"state": "ready"}, "-is:blocked -is:missing -is:unchecked"),
        ({"liked": True}, "liked"),
        ({"liked": False}, "-liked"),
        ({"model": "flux"}, "model:flux"),
        ({"provider": "fal"}, "provider:fal"),
        ({"tag": "my tag"}, 'tag:"my tag"'),
        ({"collection": "a,b"}, 'collection:"a,b"'),
        ({"rating": ">=good"}, "rating:>=good"),
        ({"size": "portrait,square"}, "size:portrait,square"),
        ({"date": "<2026"}, "date:<2026"),
        ({"project_id": str(project.id)}, f'project:"{project.name}"'),
        ({"order_id": order}, f"order:{order}"),
        ({"type": "image", "liked": True}, "type:image liked"),
    ):
        by_filter, by_key = get(shop, "/products", limit=200, **filters), get(shop, "/products", limit=200, q=text)
        assert by_filter["items"] == by_key["items"], filters
        assert by_filter["total"] == by_key["total"], filters
        assert by_filter["total"] or "provider" in filters, "no provider of these models is there"
    assert get(shop, "/products", project_id=str(uuid4()))["total"] == 0


def test_products_are_counted_by_what_they_are(shop: TestClient) -> None:
    facets = get(shop, "/products/facets", q="liked ")
    assert facets["total"] == get(shop, "/products", liked=True)["total"]
    assert sum(value["count"] for value in facets["facets"]["type"]) == facets["total"]
    assert facets == get(shop, "/gallery/facets", q="liked ")
