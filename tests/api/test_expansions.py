"""The expansion language from outside: every conformance case, counts of any size, all problems with their places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.fakes.language_provider import MODEL

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = [json.loads((FIXTURES / name).read_text()) for name in ("expansion-cases.json", "expansion-more-cases.json")]


@pytest.fixture(scope="module", autouse=True)
def lookups(client: TestClient) -> None:
    for name, values in {**CASES[1].get("lookups", {}), **CASES[0]["lookups"]}.items():
        answer = client.post("/lookups", json={"name": name, "values": "\n".join(values)})
        assert answer.status_code == 201, answer.text


def expand(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post("/expansions", json={"model": MODEL, "limit": 200, **body})
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


@pytest.mark.parametrize("case", [case for file in CASES for case in file["texts"]], ids=lambda case: case["text"])
def test_texts(client: TestClient, case: dict[str, Any]) -> None:
    shown = expand(client, parameters={"prompt": case["text"]})
    if "error" in case:
        assert {one["kind"] for one in shown["errors"]} == {case["error"]}
        assert (shown["count"], shown["items"]) == (0, [])
        return
    assert shown["count"] == case["count"]
    made = [item["parameters"].get("prompt", "") for item in shown["items"]]
    for text, wanted in zip(made, case["generations"], strict=True):
        assert text in wanted["one_of"] if isinstance(wanted, dict) else text == wanted


@pytest.mark.parametrize(
    "case", [case for file in CASES for case in file["values"]], ids=lambda case: case["expression"]
)
def test_values(client: TestClient, case: dict[str, Any]) -> None:
    shown = expand(client, parameters={"v": case["expression"]}, repeats=1 if case.get("pick") == "each" else 10)
    made = [item["parameters"].get("v") for item in shown["items"]]
    if "error" in case:
        assert [one["kind"] for one in shown["errors"]] == [case["error"]]
    elif case["pick"] == "each":
        assert made == case["values"]
    else:
        assert set(made) <= set(case["values"])


def test_any_count_is_exact_and_any_one_is_shown(client: TestClient) -> None:
    prompt = " ".join(["[1..1000]"] * 6)
    shown = expand(client, parameters={"prompt": prompt}, sample=3)
    assert (shown["count"], shown["total"]) == (3, str(10**18))
    refused = expand(client, parameters={"prompt": prompt})
    assert [one["kind"] for one in refused["errors"]] == ["too-many"]


def test_problems_name_their_place_and_a_mend(client: TestClient) -> None:
    shown = expand(client, parameters={"prompt": "😀 [colour] and [red", "v": "1,,2"})
    found = {(one["parameter"], one["kind"]): one for one in shown["errors"]}
    colour = found["prompt", "unknown-lookup"]
    assert (colour["start"], colour["end"], colour["suggestion"]) == (2, 10, "[color]")
    assert {("prompt", "unclosed"), ("v", "empty")} <= set(found)


def test_a_preview_is_what_the_order_makes(client: TestClient) -> None:
    body = {"model": "scripted:pictures", "parameters": {"prompt": "[?1..9999] [a|b|c]"}, "repeats": 5}
    shown = client.post("/expansions", json=body).json()
    placed = client.post("/orders", json={**body, "seed": shown["seed"]}).json()
    made = client.get("/generations", params={"order_id": placed["id"]}).json()["items"]
    assert [one["prompt_preview"] for one in reversed(made)] == [i["parameters"]["prompt"] for i in shown["items"]]
