"""What is wrong with a value is named with its limit."""

from __future__ import annotations

from typing import Any

import pytest

from imagen.domain.parameters import Choice, SizeLimits
from tests.domain.parameters.kit import GROUP, T, spec


@pytest.mark.parametrize(
    ("rules", "kind", "value", "says"),
    [
        ({"minimum": 1}, T.INTEGER, 0, "at least 1"),
        ({"maximum": 10}, T.NUMBER, 10.5, "at most 10"),
        ({"multiple_of": 64}, T.INTEGER, 100, "steps of 64"),
        ({"multiple_of": 0.1}, T.NUMBER, 0.25, "steps of 0.1"),
        ({"max_length": 3}, T.TEXT, "four", "3 characters"),
        ({"choices": (Choice("a"), Choice("b"))}, T.TEXT, "c", "a, b"),
        ({}, T.INTEGER, "8", "whole number"),
        ({}, T.INTEGER, True, "whole number"),
        ({}, T.NUMBER, float("nan"), "a number"),
        ({}, T.BOOLEAN, 1, "true or false"),
        ({}, T.TEXT, 5, "a text"),
        ({"max_items": 2}, T.IMAGE, ["product:a", "product:b", "product:c"], "2 at most"),
        ({}, T.IMAGE, 7, "products of the gallery"),
    ],
)
def test_a_wrong_value_is_named_with_its_limit(rules: dict[str, Any], kind: T, value: Any, says: str) -> None:
    problem = spec(kind, **rules).problem(value)
    assert problem is not None
    assert says in problem


@pytest.mark.parametrize(
    ("rules", "kind", "value"),
    [
        ({"minimum": 1, "maximum": 3}, T.INTEGER, 3),
        ({"multiple_of": 0.1}, T.NUMBER, 0.3),
        ({"multiple_of": 64}, T.INTEGER, 10**30 * 64),
        ({"choices": (Choice(4),)}, T.TEXT, 4),
        ({"max_items": 2}, T.IMAGE, ["product:a", "product:b"]),
        ({}, T.TEXT, None),
    ],
)
def test_a_right_value_is_let_through(rules: dict[str, Any], kind: T, value: Any) -> None:
    assert spec(kind, **rules).problem(value) is None


def test_a_size_stands_beside_the_choices() -> None:
    parameter = spec(T.TEXT, choices=(Choice("square"),), size=SizeLimits(64, 2048, 8))
    assert parameter.convert(" 1024×768 ") == "1024x768"
    assert parameter.convert("square") == "square"
    assert parameter.problem("square") is None
    assert parameter.problem("1024x768") is None
    for wrong in ("32x64", "64x4096", "65x64", "large", 7, "64x"):
        assert parameter.problem(wrong), wrong


def test_open_choices_are_suggestions() -> None:
    parameter = spec(T.TEXT, choices=(Choice("16:9"),), open_choices=True)
    assert parameter.problem("7:3") is None
    assert spec(T.TEXT, choices=(Choice("16:9"),)).problem("7:3")


@pytest.mark.parametrize(("value", "right"), [(0, False), (0.1, True), (0.9, True), (1, False)])
def test_exclusive_limits(value: float, right: bool) -> None:
    assert (spec(T.NUMBER, exclusive_minimum=0, exclusive_maximum=1).problem(value) is None) is right


def test_fewer_files_than_needed_are_told() -> None:
    parameter = spec(T.IMAGE, min_items=2, max_items=3)
    assert parameter.problem(["product:a"]) == "Value takes 2 at least, and 1 was given."
    assert parameter.problem(["product:a", "product:b"]) is None
    assert parameter.problem([]) is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([{"path": "a"}, {"path": "b", "scale": 2}], None),
        ([], None),
        ([{"path": "a"}] * 3, "Loras takes 2 at most, and 3 were given."),
        ([{"path": "a"}, {"scale": 1}], "Loras, row 2: Path is required."),
        ([{"path": "a", "scale": 9}], "Loras, row 1: Scale must be at most 4, and 9 is more."),
        ([{"path": "a", "size": 9}], "Loras, row 1: there is no size. It has path, scale, image."),
        ("a", "Loras takes a list of rows, each with path, scale, image."),
        ([1], "Loras takes a list of rows, each with path, scale, image."),
    ],
)
def test_rows_of_a_group_are_checked_part_by_part(value: Any, message: str | None) -> None:
    assert GROUP.problem(value) == message
