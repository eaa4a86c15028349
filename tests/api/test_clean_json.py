"""What a JSON body may hold: each refusal says in plain words what is wrong, and what is harmless is let through."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from imagen.api.clean_json import fault_in


@pytest.mark.parametrize("body", [b"9" * 5000, b"-" + b"9" * 5000, b'{"name": ' + b"1" * 6000 + b"}"])
def test_a_number_without_end_is_refused_in_words_for_people(client: TestClient, body: bytes) -> None:
    answer = client.post("/projects", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert "digits" in answer.json()["detail"]
    assert "sys" not in answer.json()["detail"]


@pytest.mark.parametrize("text", ["\\u0000", "a\\\\u0000b", "\\" * 3 + "\\u0000"])
def test_a_backslash_before_u0000_is_text_and_no_nul(text: str) -> None:
    assert "\x00" not in text
    assert fault_in(json.dumps({"name": text}).encode()) is None


@pytest.mark.parametrize("text", ["\x00", "\\\x00", "a\\\\\x00b"])
def test_a_nul_is_refused_wherever_it_stands(text: str) -> None:
    for value in ({"name": text}, {text: 1}, [[text]]):
        assert "NUL" in (fault_in(json.dumps(value).encode()) or "")
