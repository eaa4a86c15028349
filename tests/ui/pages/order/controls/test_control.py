"""How values are written in the fields of the form."""

from __future__ import annotations

from imagen.domain.parameters import Interpolation, ParameterSpec, ParameterType
from imagen.ui.pages.order.controls.control import as_written, differs, written

STEPS = ParameterSpec("steps", ParameterType.INTEGER, default=4, interpolation=Interpolation.VALUES)
EXTRA = ParameterSpec("extra", ParameterType.JSON, default={"a": 1})
ROWS = ParameterSpec(
    "loras",
    ParameterType.GROUP,
    fields=(ParameterSpec("path", ParameterType.TEXT), ParameterSpec("scale", ParameterType.NUMBER)),
)


def test_several_values_are_joined_by_commas_but_json_and_rows_are_not() -> None:
    assert as_written([4, 8]) == "4, 8"
    assert written(STEPS, ["4", 8]) == "4, 8"
    assert written(EXTRA, [1, "a, b"]) == '[1, "a, b"]'
    assert as_written([{"path": "a"}, {"path": "b"}]) == '[{"path": "a"}, {"path": "b"}]'
    assert written(ROWS, []) == "[]"


def test_json_as_it_was_typed_stays_so() -> None:
    assert written(EXTRA, '{"a":1}') == '{"a":1}'


def test_a_structured_value_differs_from_its_default_by_what_it_says() -> None:
    assert not differs(EXTRA, {"a": 1})
    assert differs(EXTRA, {"a": 2})
    assert differs(ROWS, [{"path": "a"}])
    assert not differs(ROWS, None)
