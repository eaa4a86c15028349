"""JSON as it is typed."""

from __future__ import annotations

import json

import pytest

from imagen.ui.pages.order.controls.json_text import formatted, json_fault


@pytest.mark.parametrize(
    ("text", "line", "column", "why"),
    [
        ('{"a": 1', 1, 8, "delimiter"),
        ('{\n  "a": nope\n}', 2, 8, "expecting value"),
        ('{"a": NaN}', 1, 7, "NaN is no JSON value"),
        ("[1,\n[-Infinity]]", 2, 2, "-Infinity is no JSON value"),
    ],
)
def test_a_fault_is_said_with_its_place(text: str, line: int, column: int, why: str) -> None:
    said = str(json_fault(text))
    assert said.startswith(f"Line {line}, column {column}: ")
    assert why in said


@pytest.mark.parametrize("text", ["", "  \n", "{}", '["a", 1]', "null"])
def test_right_json_has_no_fault(text: str) -> None:
    assert json_fault(text) is None


def test_depth_without_end_is_a_fault_and_no_crash() -> None:
    deep = "[" * 200_000
    assert json_fault(deep) is not None
    assert formatted(deep) == deep
    allowed = "[" * 900 + "]" * 900
    assert formatted(allowed) == allowed or json.loads(formatted(allowed)) == json.loads(allowed)


def test_short_json_stays_on_a_line_and_long_json_is_indented() -> None:
    assert formatted('{"a":1,"b":[true,null]}') == '{"a": 1, "b": [true, null]}'
    long = json.dumps({"a name that is long": ["a text that is long", "another text"], "empty": {}, "none": []})
    assert formatted(long) == json.dumps(json.loads(long), indent=2)


@pytest.mark.parametrize(
    "text",
    ['{"a": 1,', '{"a": 1, "a": 2}', "", "[NaN]"],
)
def test_what_is_wrong_or_would_lose_something_is_left_as_it_is(text: str) -> None:
    assert formatted(text) == text


def test_numbers_are_written_again_as_they_were_typed() -> None:
    assert formatted("[1.50,1e3,12345678901234567890123]") == "[1.50, 1e3, 12345678901234567890123]"
    assert formatted('["\\u0000é"]') == '["\\u0000é"]'
