"""Edits by the API."""

from __future__ import annotations

import io
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.media import samples


@pytest.fixture(scope="module")
def source(client: TestClient) -> dict[str, Any]:
    given = client.post("/products/import", files=[("files", ("fox.png", io.BytesIO(samples.picture(size=(64, 40)))))])
    found: dict[str, Any] = given.json()["items"][0]
    return found


def test_an_edit_answers_the_new_product_and_where_it_is(client: TestClient, source: dict[str, Any]) -> None:
    edits = [{"kind": "crop", "x": 4, "y": 0, "width": 40, "height": 40}, {"kind": "turn", "degrees": 90}]
    answer = client.post(f"/products/{source['id']}/edits", json={"edits": edits})
    made = answer.json()
    assert (answer.status_code, made["width"], made["height"], made["origin"]) == (201, 40, 40, "edited")
    assert answer.headers["Location"] == f"/api/products/{made['id']}"
    lineage = client.get(f"/products/{made['id']}/lineage").json()
    assert lineage["made_from"]["id"] == source["id"]
    assert made["id"] in [one["id"] for one in client.get(f"/products/{source['id']}/lineage").json()["edited_into"]]


@pytest.mark.parametrize(
    ("edits", "status"),
    [
        ([], 422),
        ([{"kind": "melt"}], 422),
        ([{"kind": "turn", "degrees": 45}], 422),
        ([{"kind": "crop", "x": 60, "y": 0, "width": 40, "height": 40}], 422),
        ([{"kind": "scale", "width": 0, "height": 4}], 422),
        ([{"kind": "scale", "width": 16_384, "height": 16_384}], 413),
        ([{"kind": "flip", "axis": "vertical"}, {"kind": "frame", "at_ms": 0}], 422),
        ("turn", 422),
    ],
)
def test_a_wrong_edit_is_refused_in_words(client: TestClient, source: dict[str, Any], edits: Any, status: int) -> None:
    answer = client.post(f"/products/{source['id']}/edits", json={"edits": edits})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_mask_is_kept_beside_its_picture(client: TestClient, source: dict[str, Any]) -> None:
    def send(data: bytes) -> Any:
        return client.post(f"/products/{source['id']}/masks", files={"file": ("mask.png", io.BytesIO(data))})

    assert send(samples.picture("L", (64, 40))).status_code == 201
    assert send(samples.picture("L", (8, 8))).status_code == 422
    assert send(b"no picture").status_code == 415


def test_nothing_comes_of_what_is_not_there(client: TestClient) -> None:
    unknown = "00000000-0000-7000-8000-000000000000"
    assert client.get(f"/products/{unknown}/lineage").status_code == 404
    edits = {"edits": [{"kind": "turn", "degrees": 90}]}
    assert client.post(f"/products/{unknown}/edits", json=edits).status_code == 404
