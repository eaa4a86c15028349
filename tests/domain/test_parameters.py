"""Conversion and validation of parameters: every kind of value, every limit, every problem at once."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from imagen.domain.parameter_sets import product_ids
from imagen.domain.parameters import Choice, ParameterSetSpec, ParameterSpec, ParameterType, SizeLimits, ValidationRules

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


GROUP = ParameterSpec(
    "loras",
    T.GROUP,
    rules=ValidationRules(max_items=2, min_items=1),
    fields=(
        ParameterSpec("path", T.TEXT, required=True),
        ParameterSpec("scale", T.NUMBER, rules=ValidationRules(maximum=4)),
        ParameterSpec("image", T.IMAGE, rules=ValidationRules(max_items=2)),
    ),
)


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


def test_a_group_can_be_written_as_json() -> None:
    assert GROUP.convert('[{"path": "a"}]') == [{"path": "a"}]


def test_products_in_rows_are_found_with_their_places() -> None:
    values = {"loras": [{"path": "a"}, {"path": "b", "image": ["product:1", "https://x", "product:2"]}]}
    places = product_ids(ParameterSetSpec((GROUP,)), values)
    assert places == [("loras.1.image", "1"), ("loras.1.image", "2")]
    assert product_ids(ParameterSetSpec((GROUP,)), {"loras": "[broken"}) == []


def test_groups_survive_being_written_as_json() -> None:
    written = TypeAdapter(ParameterSetSpec).dump_json(ParameterSetSpec((GROUP,)))
    assert TypeAdapter(ParameterSetSpec).validate_json(written) == ParameterSetSpec((GROUP,))


def test_specs_written_before_there_were_groups_are_still_read() -> None:
    old = {"parameters": [{"name": "a", "type": "text", "rules": {"maximum": 3}, "ui": {"label": "A"}}]}
    assert TypeAdapter(ParameterSetSpec).validate_python(old).names == ("a",)
