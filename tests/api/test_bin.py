"""The Bin by the API."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.fakes.scripted_provider import MODEL, wait_until


def made(client: TestClient, prompt: str) -> list[str]:
    order = client.post("/orders", json={"model": MODEL, "parameters": {"prompt": prompt}}).json()["id"]
    wait_until(lambda: client.get(f"/orders/{order}").json()["status"] == "fulfilled")
    return [one["id"] for one in client.get("/products", params={"order_id": order}).json()["items"]]


def in_bin(client: TestClient) -> list[str]:
    return [one["id"] for one in client.get("/bin", params={"limit": 200}).json()["items"]]


def test_what_is_deleted_lies_in_the_bin_until_it_is_taken_out(client: TestClient) -> None:
    first, second, third = made(client, "a [red,green,blue] fox for the Bin")
    client.post("/products/bulk", json={"action": "delete", "ids": [first, second]})
    client.delete(f"/products/{third}")
    assert in_bin(client)[0] == third
    (shown,) = client.get("/bin", params={"limit": 1}).json()["items"]
    assert (shown["model"], shown["project_id"]) == (MODEL, None)
    assert shown["title"].endswith("fox for the Bin")
    assert shown["deleted_at"] == shown["product"]["deleted_at"]
    assert client.post("/bin/restore", json={"ids": [third]}).json()["count"] == 1
    assert third not in in_bin(client)
    assert client.post("/bin/restore", json={"all": True}).json()["count"] >= 2
    assert client.get("/bin").json()["total"] == 0
    assert client.get(f"/products/{first}").json()["deleted_at"] is None


def test_the_bin_has_pages(client: TestClient) -> None:
    client.post("/products/bulk", json={"action": "delete", "ids": made(client, "[1..3] pages of the Bin")})
    whole = client.get("/bin", params={"limit": 200}).json()
    assert (whole["page"], whole["limit"], whole["total"]) == (1, 200, len(whole["items"]))
    pages = [client.get("/bin", params={"limit": 1, "page": page}).json()["items"] for page in (1, 2)]
    assert pages[0] + pages[1] == whole["items"][:2]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"ids": []}, 422),
        ({"ids": [str(uuid4())], "all": True}, 422),
        ({"all": "yes"}, 422),
        ({"ids": [str(uuid4())]}, 404),
        ({"ids": ["x"]}, 422),
        ([], 422),
    ],
)
def test_what_is_unclear_restores_nothing(client: TestClient, body: Any, status: int) -> None:
    answer = client.post("/bin/restore", json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_projects_sort_by_their_latest_activity(client: TestClient) -> None:
    older, newer = (client.post("/projects", json={"name": name}).json()["id"] for name in ("Older", "Newer"))
    order = {"model": MODEL, "parameters": {"prompt": "a fox"}, "project_id": older}
    assert client.post("/orders", json=order).status_code == 201

    def first_two(**asked: str) -> list[str]:
        return [one["id"] for one in client.get("/projects", params=asked).json()["items"]][:2]

    assert first_two() == first_two(sort="active_at", order="desc") == [older, newer]
    assert first_two(sort="created_at", order="desc") == [newer, older]
