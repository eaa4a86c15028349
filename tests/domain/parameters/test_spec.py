"""A set is checked as a whole, and is kept and read again."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from imagen.domain.parameter_sets import product_ids
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ValidationRules
from tests.domain.parameters.kit import GROUP, T


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
