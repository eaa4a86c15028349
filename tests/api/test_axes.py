"""Grids and analysis over HTTP: what they tell, and that no question breaks them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from imagen.bootstrap import Production
from imagen.data.unit_of_work import UnitOfWorkFactory
from tests.data.searched_library import SearchedLibrary


@pytest.fixture(scope="module")
def shop(client: TestClient, production: Production) -> TestClient:
    with UnitOfWorkFactory(production.database, production.services.bus.publish)() as unit:
        SearchedLibrary(unit, 5).fill()
        unit.commit()
    return client


def told(client: TestClient, path: str, **asked: Any) -> dict[str, Any]:
    answer = client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_search_is_laid_out(shop: TestClient) -> None:
    whole = told(shop, "/axes")
    keys = [axis["key"] for axis in whole["axes"]]
    assert {"model", "token:color", "token:animal"} <= set(keys)
    laid = told(shop, "/axes", x="token:color", y="model", most=2)
    assert (laid["x"], laid["y"]) == ("token:color", "model")
    assert all(len(cell["items"]) <= 2 for cell in laid["cells"])
    assert laid["count"] == sum(cell["count"] for cell in laid["cells"])
    one = told(shop, "/axes", x="token:color", y="model", only="token:animal:0")
    assert one["count"] <= laid["count"]
    assert one["only"] == {"token:animal": 0}


def test_analysis_tells_counts_with_intervals(shop: TestClient) -> None:
    found = told(shop, "/products/analysis", by="rated")
    assert found["total"] >= found["good"] > 0
    for finding in found["findings"]:
        compared = finding["compared"]
        assert compared["interval"]["low"] <= compared["share"] <= compared["interval"]["high"]


@pytest.mark.parametrize(
    "q", ["steps:x..", "(", 'a "b', "tag:", "\0", "order:99999999999999999999", "'; DROP TABLE product"]
)
def test_a_wrong_search_tells_its_problems(shop: TestClient, q: str) -> None:
    for path in ("/axes", "/products/analysis"):
        assert "problems" in told(shop, path, q=q)


def test_what_cannot_be_is_refused(shop: TestClient) -> None:
    assert shop.get("/axes", params={"order_id": str(uuid4())}).status_code == 404
    for wrong in ({"only": "color"}, {"only": "x:99999999999999"}, {"most": 0}, {"order_id": "7"}):
        assert shop.get("/axes", params=wrong).status_code == 422
    assert shop.get("/products/analysis", params={"by": "loved"}).status_code == 422
    assert told(shop, "/axes", x="gone", y="'; --", only="gone:1")["only"] == {}
