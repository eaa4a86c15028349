"""Whole texts against their parameter's limits: what is too much to be tried out is judged by its bounds."""

from __future__ import annotations

import pytest

from imagen.domain.expansion import Expansion, plan
from imagen.domain.parameters import (
    Interpolation,
    ParameterSetSpec,
    ParameterSpec,
    ParameterType,
    Role,
    ValidationRules,
)
from tests.domain.expansion.kit import lookups_of

SHORT = ParameterSetSpec(
    (
        ParameterSpec(
            "prompt",
            ParameterType.TEXT,
            interpolation=Interpolation.TEXT,
            role=Role.PROMPT,
            rules=ValidationRules(max_length=20),
        ),
    )
)


def test_texts_too_long_to_be_tried_out_are_judged_without_printing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_self: Expansion, _parameter: str) -> None:
        raise AssertionError("The texts were printed.")

    monkeypatch.setattr(Expansion, "texts", never)
    many = lookups_of({"long": [f"{number} {'word ' * 100}" for number in range(9_000)]})
    problems = plan(SHORT, {"prompt": "[long]"}, many, seed=1).problems
    assert [problem.kind.value for problem in problems] == ["invalid-value"]
