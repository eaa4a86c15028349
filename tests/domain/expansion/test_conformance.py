"""The design's conformance cases, and ours, run whole."""

from __future__ import annotations

from typing import Any

import pytest

from imagen.domain.expansion import plan
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType
from tests.domain.expansion.kit import cases, lookups, planned

FILES = ["expansion-cases.json", "expansion-more-cases.json"]
TEXTS = [case for name in FILES for case in cases(name)["texts"]]
VALUES = [case for name in FILES for case in cases(name)["values"]]
ANY_VALUE = ParameterSetSpec((ParameterSpec("v", ParameterType.TEXT, interpolation=Interpolation.VALUES),))


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["text"])
def test_texts(case: dict[str, Any]) -> None:
    expansion = planned(case["text"])
    if "error" in case:
        assert case["error"] in {str(problem.kind) for problem in expansion.problems}
        assert {str(problem.kind) for problem in expansion.problems} == {case["error"]}
        assert expansion.count == 0
        return
    assert expansion.problems == ()
    assert expansion.count == case["count"]
    made = list(expansion.texts("prompt"))
    assert len(made) == expansion.count
    for text, wanted in zip(made, case["generations"], strict=True):
        assert text in wanted["one_of"] if isinstance(wanted, dict) else text == wanted
    assert [expansion.at(i).parameters.get("prompt", "") for i in range(expansion.count)] == made


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case["expression"])
def test_values(case: dict[str, Any]) -> None:
    expansion = plan(ANY_VALUE, {"v": case["expression"]}, lookups(), seed=3, repeats=20)
    if "error" in case:
        assert [str(problem.kind) for problem in expansion.problems] == [case["error"]]
        return
    assert expansion.problems == ()
    made = [each.parameters["v"] for each in expansion.between(0, expansion.count)]
    if case["pick"] == "each":
        assert made[::20] == case["values"]
    else:
        assert expansion.count == 20
        assert set(made) <= set(case["values"])
        assert len(set(made)) > 1
