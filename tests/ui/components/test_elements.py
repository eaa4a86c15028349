"""Elements, fields, overlays and the frame as the server sees them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from imagen.domain.errors import InvalidInput
from imagen.ui import design as d
from imagen.ui import frame as frames
from imagen.ui.components.choice_grid import ChoiceGrid
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.components.image_field import ImageField
from imagen.ui.components.plan_table import PlanTable
from imagen.ui.components.rating import RatingButtons
from imagen.ui.components.strip import Strip

SOURCES = Path(d.__file__).parent
NAVIGATION = [frames.NavigationEntry(key, key.title(), "order", f"/{key}") for key in ("a", "b", "c", "d", "e", "f")]


def known_icons() -> set[str]:
    return set(re.findall(r"^\.icon-([a-z-]+)", (d.STATIC / "icons.css").read_text(), re.MULTILINE))


def test_every_icon_that_is_named_exists() -> None:
    named: set[str] = set()
    for path in SOURCES.rglob("*"):
        if path.suffix == ".py":
            named |= set(re.findall(r"icon(?:_button)?\(\"([a-z-]+)\"", path.read_text()))
            named |= set(re.findall(r"icon=\"([a-z-]+)\"", path.read_text()))
        if path.suffix == ".js":
            named |= set(re.findall(r"icon icon-([a-z-]+)[\" ]", path.read_text()))
    assert named
    assert named - known_icons() == set()


def test_a_plus_is_a_key_too() -> None:
    assert [d.key_label(key) for key in ("Ctrl++", "+", "Ctrl+Enter", "Ctrl+-")] == ["Ctrl +", "+", "Ctrl ↵", "Ctrl -"]


async def test_button_is_pressed_by_its_words_and_icon_button_by_its_label(user: User) -> None:
    pressed: list[str] = []

    @ui.page("/")
    def page() -> None:
        d.button("Order", lambda: pressed.append("order"), key="Ctrl+Enter")
        d.icon_button("more", "More", lambda: pressed.append("more"))
        off = d.button("Off", lambda: pressed.append("off"))
        off.disable()

    await user.open("/")
    user.find("Order").click()
    user.find("More").click()
    user.find("Off").click()
    assert pressed == ["order", "more"]


async def test_field_binds_its_label_and_tells_errors(user: User) -> None:
    made: dict[str, Any] = {}

    @ui.page("/")
    def page() -> None:
        with d.field("Steps", count="×3", limits="1–50") as made["field"]:
            made["input"] = d.text_input("8")

    await user.open("/")
    await user.should_see("×3")
    assert made["input"].props["aria-label"] == "Steps"
    await user.should_not_see("too many")
    made["field"].set_error("That is too many.")
    await user.should_see("too many")
    made["field"].set_error("")
    await user.should_not_see("too many")
    user.find(ui.input).type("0")
    assert made["input"].value == "80"


async def test_toast_with_undo(user: User) -> None:
    undone: list[bool] = []

    @ui.page("/")
    def page() -> None:
        d.button("Delete", lambda: d.toast("Deleted 3 products.", undo=lambda: undone.append(True)))

    await user.open("/")
    user.find("Delete").click()
    await user.should_see("Deleted 3 products.")
    user.find("Undo").click()
    await user.should_not_see("Deleted 3 products.")
    assert undone == [True]


async def test_toasts_do_not_pile_up(user: User) -> None:
    @ui.page("/")
    def page() -> None:
        d.button("Go", lambda: [d.toast(f"Message {n}") for n in range(6)])

    await user.open("/")
    user.find("Go").click()
    await user.should_see("Message 5")
    await user.should_not_see("Message 2")


async def test_segmented_tells_only_changes(user: User) -> None:
    told: list[str] = []

    @ui.page("/")
    def page() -> None:
        d.segmented({"strip": "Strip", "grid": "Grid"}, "strip", label="Layout", on_change=told.append)

    await user.open("/")
    user.find("Grid").click()
    user.find("Grid").click()
    await user.should_see("Grid")
    assert told == ["grid"]


async def test_confirm_gives_the_answer(user: User) -> None:
    answers: list[bool] = []

    @ui.page("/")
    def page() -> None:
        async def ask() -> None:
            answers.append(await d.confirm("Delete it?", "It goes to the Bin.", action="Do it", danger=True))

        d.button("Ask", ask)

    await user.open("/")
    user.find("Ask").click()
    await user.should_see("It goes to the Bin.")
    user.find("Do it").click()
    await user.should_not_see("It goes to the Bin.")
    assert answers == [True]


async def test_frame_tells_our_errors_in_their_own_words(user: User, caplog: pytest.LogCaptureFixture) -> None:
    def refuse() -> None:
        raise InvalidInput("This project has no name.", "Give it one.")

    @ui.page("/")
    def page() -> None:
        with frames.frame("Order", "a", navigation=NAVIGATION) as built:
            with built.status:
                d.pill("running", lead="6", dot="running")
            d.button("Save", refuse)

    await user.open("/")
    await user.should_see("6")
    user.find("Save").click()
    await user.should_see("This project has no name. Give it one.")
    caplog.clear()  # NiceGUI logs what a handler raises, and its fixture takes that for a failure


def test_bottom_bar_always_holds_the_current_page() -> None:
    places = frames._phone_places(NAVIGATION, "f")
    assert [place.key for place in places] == ["a", "b", "c", "d", "f"]
    assert len(frames._phone_places(NAVIGATION[:5], "a")) == 5
    assert len(frames._phone_places(NAVIGATION, "a")) == 5


async def test_editor_keeps_the_latest_text_and_drops_late_problems(user: User, monkeypatch: Any) -> None:
    told: list[str] = []
    calls: list[tuple[Any, ...]] = []

    @ui.page("/")
    def page() -> None:
        editor = ExpansionEditor("a", label="Prompt", on_change=told.append)
        monkeypatch.setattr(editor, "run_method", lambda *args: calls.append(args))

    await user.open("/")
    user.find(ExpansionEditor).trigger("change", {"text": "ab"})
    user.find(ExpansionEditor).trigger("change", {"text": "ab"})
    (editor,) = user.find(ExpansionEditor).elements
    await user.should_see(ExpansionEditor)
    assert told == ["ab"]
    assert editor.value == "ab"
    editor.set_problems([], for_text="a")
    assert calls == []
    editor.set_problems([{"start": 0, "end": 1}], for_text="ab")
    assert calls == [("setProblems", [{"start": 0, "end": 1}], "ab")]
    editor.set_text("forced", force=True)
    assert editor.value == "forced"


async def test_component_events_reach_python(user: User) -> None:
    told: list[Any] = []

    @ui.page("/")
    def page() -> None:
        Strip(on_select=lambda item, by: told.append((item, by)), on_more=lambda: told.append("more"))
        PlanTable(on_untick=lambda index, checked: told.append((index, checked)))
        ImageField(label="Input", on_change=told.append)

    await user.open("/")
    user.find(Strip).trigger("select", {"id": "p1", "by": "click"}).trigger("more")
    user.find(PlanTable).trigger("untick", {"index": 3, "checked": False})
    user.find(ImageField).trigger("change", {"ids": ["x"]})
    await user.should_see(Strip)
    assert told == [("p1", "click"), "more", (3, False), ["x"]]


async def test_the_grid_is_told_of_a_mark_only_when_it_moves(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    told: list[Any] = []

    @ui.page("/")
    def page() -> None:
        grid = ChoiceGrid(on_select=lambda item, by: told.append(item))
        monkeypatch.setattr(grid, "run_method", lambda *args: calls.append(args))

    await user.open("/")
    (grid,) = user.find(ChoiceGrid).elements
    grid.select("p1")
    grid.select("p1")
    user.find(ChoiceGrid).trigger("select", {"id": "p2", "by": "click"})
    await user.should_see(ChoiceGrid)
    grid.select("p2")
    grid.select(None)
    assert told == ["p2"]
    assert calls == [("select", "p1"), ("select", None)]


@pytest.mark.parametrize(("value", "shown"), [(4, 4), (0, 0), (None, None), (5, None), (-9, None), (99, None)])
async def test_a_rating_that_no_answer_stands_for_is_shown_as_none(
    user: User, value: int | None, shown: int | None
) -> None:
    made: list[RatingButtons] = []

    @ui.page("/")
    def page() -> None:
        made.append(RatingButtons(lambda _: None))
        made[0].set_value(value)

    await user.open("/")
    assert made[0].value == shown
