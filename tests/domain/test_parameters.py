"""Conversion and validation of parameters: every kind of value, every limit, every problem at once."""

from __future__ import annotations

from typing import Any

import pytest

from imagen.domain.parameters import Choice, ParameterSetSpec, ParameterSpec, ParameterType, ValidationRules

T = ParameterType


def spec(kind: T, **rules: Any) -> ParameterSpec:
    return ParameterSpec("value", kind, rules=ValidationRules(**rules))


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (T.INTEGER, "8", 8),
        (T.INTEGER, " -3 ", -3),
        (T.NUMBER, "0.5", 0.5),
        (T.NUMBER, "1e3", 1000.0),
        (T.NUMBER, "7", 7),
        (T.BOOLEAN, "true", True),
        (T.BOOLEAN, "Off", False),
        (T.TEXT, " kept ", " kept "),
        (T.JSON, '{"a": [1]}', {"a": [1]}),
    ],
)
def test_what_is_written_becomes_a_value(kind: T, written: str, value: Any) -> None:
    assert spec(kind).convert(written) == value


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (T.INTEGER, "8.0"),
        (T.INTEGER, "1_000"),
        (T.INTEGER, "٣"),
        (T.INTEGER, "+1"),
        (T.INTEGER, "007"),
        (T.INTEGER, ""),
        (T.INTEGER, "9" * 41),
        (T.NUMBER, "nan"),
        (T.NUMBER, "Infinity"),
        (T.NUMBER, "1e999"),
        (T.NUMBER, ".5"),
        (T.BOOLEAN, "perhaps"),
        (T.JSON, "{"),
        (T.JSON, "[NaN]"),
        (T.JSON, "[" * 100_000),
    ],
)
def test_what_is_no_such_value_is_said_in_words(kind: T, written: str) -> None:
    with pytest.raises(ValueError, match="Value"):
        spec(kind).convert(written)


def test_a_choice_is_found_by_how_it_is_written() -> None:
    chooses = spec(T.TEXT, choices=(Choice(4), Choice("16:9")))
    assert chooses.convert("4") == 4
    assert chooses.convert(" 16:9 ") == "16:9"


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


def test_all_problems_of_a_set_are_told_at_once() -> None:
    whole = ParameterSetSpec(
        (
            ParameterSpec("prompt", T.TEXT, required=True),
            ParameterSpec("steps", T.INTEGER, rules=ValidationRules(maximum=50)),
        )
    )
    problems = whole.validate({"prompt": "  ", "steps": 51, "step": 3})
    assert [(p.field, p.suggestion) for p in problems] == [("step", "steps"), ("prompt", None), ("steps", None)]


def test_a_missing_required_value_is_covered_by_its_default() -> None:
    whole = ParameterSetSpec((ParameterSpec("style", T.TEXT, required=True, default="poster"),))
    assert whole.validate({}) == []


def test_a_name_stands_once_in_a_spec() -> None:
    with pytest.raises(ValueError, match="twice"):
        ParameterSetSpec((ParameterSpec("a", T.TEXT), ParameterSpec("a", T.TEXT)))
