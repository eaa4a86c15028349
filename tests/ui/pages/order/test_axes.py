"""The grid by choices: how axes are called, and what each tile tells of the choices that are no axis."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from imagen.domain.expansion.outcome import REPEAT_KEY
from imagen.services.views import StripItem
from imagen.ui.pages.order.axes import axes, cells


def factor(key: str, *labels: str, name: str = "") -> dict[str, Any]:
    return {"key": key, "name": name, "parameter": "prompt", "labels": list(labels)}


def item(repeat: int = 0, **options: int) -> StripItem:
    choices = [{"key": key, "option": option} for key, option in options.items()]
    return cast(StripItem, SimpleNamespace(generation=SimpleNamespace(choices=choices, repeat=repeat)))


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


def test_tiles_carry_their_options_of_the_other_axes() -> None:
    tiles = [(item(1, city=0, steps=1, x=0), {"id": "p"}), (item(0, city=1, steps=0, x=0), {"id": "q"})]
    assert cells(tiles, "city", "", ["steps", REPEAT_KEY]) == [
        {"row": 0, "column": 0, "items": [{"id": "p", "options": {"steps": 1, REPEAT_KEY: 1}}]},
        {"row": 1, "column": 0, "items": [{"id": "q", "options": {"steps": 0, REPEAT_KEY: 0}}]},
    ]
