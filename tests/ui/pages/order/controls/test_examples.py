"""The examples in the fields must be right: what they show is what people type."""

from __future__ import annotations

import pytest

from imagen.domain.expansion import Lookups, plan
from imagen.domain.parameters import Choice, Interpolation, ParameterSetSpec, ParameterSpec, ParameterType
from imagen.domain.parameters import ValidationRules as Rules
from imagen.ui.pages.order.controls.examples import on_several, short_on_several


def number(
    default: float | None, rules: Rules | None = None, kind: ParameterType = ParameterType.INTEGER
) -> ParameterSpec:
    return ParameterSpec("n", kind, default=default, rules=rules or Rules(), interpolation=Interpolation.VALUES)


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        (number(24, Rules(1, 60)), "12, 24"),
        (number(768, Rules(256, 2048, multiple_of=64)), "384, 768"),
        (number(320, Rules(256, 2048, multiple_of=64)), "320, 640"),
        (number(1, Rules(1, 4)), "1, 2"),
        (number(None, Rules(0)), "1, 2"),
        (number(0.5, Rules(0, 1), ParameterType.NUMBER), "0.25, 0.5"),
    ],
)
def test_examples_keep_the_limits(spec: ParameterSpec, values: str) -> None:
    assert short_on_several(spec) == f"{values} makes both"
    listed, ranged = on_several(spec).removesuffix(".").split(", or a range: ")
    for written, counts in ((listed.partition(": ")[2], {2}), (ranged, {2, 3})):
        expansion = plan(ParameterSetSpec((spec,)), {"n": written}, Lookups.of({}), seed=1)
        assert expansion.problems == ()
        assert expansion.count in counts


@pytest.mark.parametrize(
    "spec",
    [
        number(1, Rules(1, 1)),
        number(5, Rules(choices=(Choice(5), Choice(10)))),
        ParameterSpec("t", ParameterType.TEXT, interpolation=Interpolation.VALUES),
        ParameterSpec("n", ParameterType.INTEGER),
    ],
)
def test_where_several_make_no_sense_none_are_shown(spec: ParameterSpec) -> None:
    assert (short_on_several(spec), on_several(spec)) == ("", "")
