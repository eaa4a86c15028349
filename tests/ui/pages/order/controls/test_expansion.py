"""Values that were written like a prompt."""

from __future__ import annotations

import pytest

from imagen.domain.parameters import Interpolation, ParameterSpec, ParameterType
from imagen.ui.pages.order.controls.expansion import without_brackets

STEPS = ParameterSpec("steps", ParameterType.INTEGER, interpolation=Interpolation.VALUES)
PROMPT = ParameterSpec("prompt", ParameterType.TEXT, interpolation=Interpolation.TEXT)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("[4,20,60]", "4,20,60"),
        (" [4, 20 | 60] ", "4,20|60"),
        ("[?4..9]", "?4..9"),
        ("[0.5..1..0.25]", "0.5..1..0.25"),
        ("[4", None),
        ("[red,blue]", None),
        ("[n=4,5]", None),
        ("[]", None),
        ("4,20", None),
    ],
)
def test_numbers_in_brackets_are_understood(written: str, meant: str | None) -> None:
    assert without_brackets(STEPS, written) == meant


def test_brackets_of_a_prompt_stay() -> None:
    assert without_brackets(PROMPT, "[4,20]") is None
