"""Choices, sizes and suggestions on a page."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from imagen.domain.parameters import (
    Choice,
    Interpolation,
    ParameterSpec,
    ParameterType,
    SizeLimits,
    UIHints,
    ValidationRules,
)
from imagen.ui.pages.order.controls.choices import ChoiceControl
from imagen.ui.pages.order.controls.size_entry import SizeEntry

PRESETS = (Choice("square_hd", "Square HD"), Choice("landscape_16_9", "Landscape 16:9"))
SIZE = ParameterSpec(
    "image_size",
    ParameterType.TEXT,
    default="square_hd",
    rules=ValidationRules(choices=PRESETS, size=SizeLimits(64, 2048)),
    interpolation=Interpolation.VALUES,
)
BARE = ParameterSpec(
    "size",
    ParameterType.TEXT,
    rules=ValidationRules(size=SizeLimits()),
    interpolation=Interpolation.VALUES,
    ui=UIHints(placeholder="1024x768"),
)
OPEN = ParameterSpec(
    "ratio",
    ParameterType.TEXT,
    rules=ValidationRules(choices=(Choice("16:9"), Choice("1:1")), open_choices=True),
    interpolation=Interpolation.NONE,
)


async def made(user: User, spec: ParameterSpec, value: Any = None) -> tuple[ChoiceControl, list[Any]]:
    told: list[Any] = []
    controls: list[ChoiceControl] = []

    @ui.page("/choice")
    def page() -> None:
        controls.append(ChoiceControl(spec, value, lambda _name, value: told.append(value)))

    await user.open("/choice")
    return controls[0], told


def entry(control: ChoiceControl) -> SizeEntry:
    assert control._size is not None
    return control._size


@pytest.mark.parametrize(
    ("spec", "value", "mode"),
    [
        (SIZE, None, "one"),
        (SIZE, "landscape_16_9", "one"),
        (SIZE, "1024x768", "size"),
        (SIZE, "square_hd, landscape_16_9", "several"),
        (SIZE, "square_hd, 640x640", "typed"),
        (SIZE, "?square_hd", "typed"),
        (BARE, None, "size"),
        (BARE, "512x512, 640x640", "typed"),
        (OPEN, "4:3", "typed"),
        (OPEN, "1:1", "one"),
    ],
)
async def test_each_value_finds_the_way_it_is_shown(user: User, spec: ParameterSpec, value: Any, mode: str) -> None:
    control, _ = await made(user, spec, value)
    assert control._mode == mode


async def test_a_size_of_ones_own_is_two_numbers_that_are_one_value(user: User) -> None:
    control, told = await made(user, SIZE)
    with user:
        select = next(iter(user.find(ui.select).elements))
        select.set_value("\x00size")
        entry(control)._width.set_value("640")
        entry(control)._height.set_value("960")
        entry(control)._swap()
    assert told == ["640x", "640x960", "960x640"]
    with user:
        control._turn()
    assert control._mode == "one"
    assert told[-1] == ""


async def test_a_whole_size_pasted_into_one_side_fills_both(user: User) -> None:
    control, told = await made(user, BARE)
    with user:
        entry(control)._width.set_value("1280 × 720")
    assert told == ["1280x720"]
    assert entry(control)._height.value == "720"


async def test_another_text_than_those_suggested_can_be_typed(user: User) -> None:
    control, told = await made(user, OPEN)
    with user:
        next(iter(user.find(ui.select).elements)).set_value("\x00other")
        next(iter(user.find(ui.input).elements)).set_value("4:3")
    assert told == ["4:3"]
    await user.should_see("choose")
    with user:
        control._turn()
    assert control._mode == "one"
