"""The axes of an order: how they are called, and which option of each a generation took."""

from __future__ import annotations

from typing import Any

from imagen.domain.expansion.outcome import REPEAT_KEY
from imagen.services.choice_axes import axes, default_axes, option_of


def factor(key: str, *labels: str, name: str = "") -> dict[str, Any]:
    return {"key": key, "name": name, "parameter": "prompt", "labels": list(labels)}


def test_an_axis_without_a_name_shows_as_many_options_as_fit() -> None:
    found = axes(
        [
            factor("a", "dog", "fox", "owl", "whale", "very long legged crane by the river", "cat"),
            factor("b", "spring", "winter"),
            factor("c", "cats that sleep on the old stone wall", "dogs"),
            factor("d", "1", "2", "3", "4", "5", name="steps"),
            factor("e", "only one"),
        ]
    )
    assert [axis["label"] for axis in found] == [
        "dog/fox/owl/whale +2",
        "spring/winter",
        "cats that sleep on…/dogs",
        "steps",
    ]
    assert len(found[0]["choices"]) == 6
    assert default_axes(found) == ("d", "a")


def test_an_option_is_that_of_the_token_the_repeat_or_the_sub_prompt() -> None:
    taken = [{"key": "steps", "option": 1}, {"key": "prompt/1/0", "option": 3}, {"key": "far", "option": 99}]
    assert option_of(taken, 2, "steps") == 1
    assert option_of(taken, 2, REPEAT_KEY) == 2
    assert option_of(taken, 2, "prompt") == 1
    assert option_of(taken, 2, "") == 0
    assert option_of(taken, 2, "color") is None
    assert option_of(taken, 2, "far") is None
