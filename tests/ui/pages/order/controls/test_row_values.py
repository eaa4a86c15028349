"""Rows of a group as values."""

from __future__ import annotations

from imagen.domain.parameters import ParameterSpec, ParameterType, UIHints, ValidationRules
from imagen.ui.pages.order.controls.row_values import (
    as_value,
    field_problem,
    is_unfilled,
    moved,
    only_unfilled,
    rows_of,
    with_field,
)

PATH = ParameterSpec("path", ParameterType.TEXT, required=True)
SCALE = ParameterSpec("scale", ParameterType.NUMBER, default=1, rules=ValidationRules(minimum=0, maximum=4))
GROUP = ParameterSpec(
    "loras", ParameterType.GROUP, ui=UIHints(label="LoRAs"), rules=ValidationRules(max_items=3), fields=(PATH, SCALE)
)


def test_numbers_are_read_and_what_is_none_stays_as_it_was_typed() -> None:
    assert as_value(SCALE, "0.5") == 0.5
    assert as_value(SCALE, "much") == "much"
    assert as_value(PATH, "12") == "12"


def test_a_row_keeps_its_order_and_leaves_blanks_out() -> None:
    row = with_field({"path": "a", "scale": 2}, PATH, "b")
    assert list(row.items()) == [("path", "b"), ("scale", 2)]
    assert with_field(row, SCALE, "") == {"path": "b"}
    assert with_field({}, SCALE, "0") == {"scale": 0}


def test_a_field_says_its_own_problem() -> None:
    assert field_problem(SCALE, {}) is None
    assert "at most 4" in str(field_problem(SCALE, {"scale": 9}))
    assert "“much” is none" in str(field_problem(SCALE, {"scale": "much"}))
    assert field_problem(PATH, {}) == "Path is required."


def test_rows_that_only_lack_something_are_told_from_rows_that_are_wrong() -> None:
    assert is_unfilled(PATH, {"scale": 2})
    assert only_unfilled(GROUP, [{"path": "a"}, {}])
    assert not only_unfilled(GROUP, [{"scale": 9}])
    assert not only_unfilled(GROUP, [{"path": "a"}])


def test_rows_are_read_out_of_what_a_draft_an_order_or_the_default_holds() -> None:
    with_default = ParameterSpec("stems", ParameterType.GROUP, default=[{"path": "d"}], fields=(PATH,))
    assert rows_of(with_default, None) == [{"path": "d"}]
    assert rows_of(with_default, []) == []
    assert rows_of(GROUP, '[{"path": "a"}]') == [{"path": "a"}]
    assert rows_of(GROUP, "no rows") == []
    assert rows_of(GROUP, [{"path": "a"}, 5]) == [{"path": "a"}]


def test_a_row_moves_as_far_as_there_is_room() -> None:
    assert moved("abc", 0, 1) == ["b", "a", "c"]
    assert moved("abc", 2, 1) == ["a", "b", "c"]
    assert moved("abc", 2, -5) == ["c", "a", "b"]
