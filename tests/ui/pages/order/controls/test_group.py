"""Rows of fields on a page."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.domain.expansion import Problem, ProblemKind
from imagen.domain.parameters import Choice, ParameterSpec, ParameterType, UIHints, ValidationRules
from imagen.ui.components.elements import Button
from imagen.ui.pages.order.controls.fitting import MediaSource
from imagen.ui.pages.order.controls.group import GroupControl

SPEC = ParameterSpec(
    "loras",
    ParameterType.GROUP,
    ui=UIHints(label="LoRAs"),
    rules=ValidationRules(max_items=2),
    fields=(
        ParameterSpec("path", ParameterType.TEXT, required=True),
        ParameterSpec("scale", ParameterType.NUMBER, default=1, rules=ValidationRules(minimum=0, maximum=4)),
        ParameterSpec("kind", ParameterType.TEXT, rules=ValidationRules(choices=(Choice("a"), Choice("b")))),
    ),
)
WRONG = [Problem("loras", 0, 0, ProblemKind.INVALID_VALUE, "LoRAs, row 1: it is wrong.")]


class Made:
    """The control, and what it told."""

    control: GroupControl

    def __init__(self) -> None:
        self.told: list[Any] = []

    async def open(self, user: User, value: Any = None, spec: ParameterSpec = SPEC) -> GroupControl:
        @ui.page("/group")
        def page() -> None:
            self.control = GroupControl(
                spec,
                value,
                lambda name, told: self.told.append(told),
                MediaSource(lambda ids: None, print, None),  # type: ignore[arg-type, return-value]
            )

        await user.open("/group")
        return self.control


def press(user: User, label: str, place: int = 0) -> None:
    with user:
        found = [b for b in user.find(Button).elements if label in (b.text, b.props.get("aria-label"))]
    ordered = sorted((b for b in found if b.visible), key=lambda button: button.id)
    UserInteraction(user, {ordered[place]}, None).click()


def type_into(user: User, label: str, text: str, place: int = 0) -> None:
    with user:
        found = sorted(
            (e for e in user.find(ui.input).elements if e.props.get("aria-label") == label), key=lambda e: e.id
        )
        found[place].set_value(text)


def visible_errors(control: GroupControl) -> list[str]:
    fields = [control.field, *(part.field for row in control._rows for part in row.controls.values())]
    return [field.error for field in fields if field.error]


async def test_rows_are_added_filled_and_taken_away_up_to_the_most(user: User) -> None:
    made = Made()
    await made.open(user)
    press(user, "Add")
    type_into(user, "Path", "one")
    type_into(user, "Scale", "0.5")
    press(user, "Add")
    type_into(user, "Path", "two", 1)
    assert made.told[-1] == [{"path": "one", "scale": 0.5}, {"path": "two"}]
    await user.should_see("2 is the most.")
    await user.should_not_see("Add")
    press(user, "Remove LoRA")
    assert made.told[-1] == [{"path": "two"}]
    await user.should_see("Add")
    press(user, "Remove LoRA")
    assert made.told[-1] == []


async def test_rows_change_places_and_keep_what_is_in_them(user: User) -> None:
    made = Made()
    control = await made.open(user, [{"path": "one"}, {"path": "two", "scale": 2}])
    press(user, "Move LoRA down")
    assert made.told == [[{"path": "two", "scale": 2}, {"path": "one"}]]
    assert [row.element.props["aria-label"] for row in control._rows] == ["LoRA 1", "LoRA 2"]


async def test_a_problem_stands_at_the_field_of_its_row(user: User) -> None:
    made = Made()
    control = await made.open(user, [{"path": "one"}, {"path": "two", "scale": "much"}])
    control.show_problems(WRONG, control.rows)
    assert visible_errors(control) == ["Scale takes numbers, and “much” is none."]
    type_into(user, "Scale", "9", 1)
    control.show_problems(WRONG, control.rows)
    assert visible_errors(control) == ["Scale must be at most 4, and 9 is more."]
    type_into(user, "Scale", "3", 1)
    control.show_problems([], control.rows)
    assert visible_errors(control) == []
    control.show_problems(WRONG, control.rows)  # a fault of no single field stands at the group
    assert visible_errors(control) == ["LoRAs, row 1: it is wrong."]


async def test_a_row_that_is_still_blank_is_nobodys_mistake_until_it_is_ordered(user: User) -> None:
    control = await Made().open(user, [{"path": "one"}, {}])
    assert control.lacks(control.rows)
    control.show_problems(WRONG, control.rows)
    assert visible_errors(control) == ["Path is required."]


async def test_rows_of_another_window_are_only_offered_to_who_edits_here(user: User) -> None:
    made = Made()
    control = await made.open(user, [{"path": "one"}])
    assert control.show([{"path": "theirs"}], force=False)
    control._hold(True)
    assert not control.show([{"path": "a"}, {"path": "b"}], force=False)
    assert control.rows == [{"path": "theirs"}]
    press(user, "Changed elsewhere: take over")
    assert control.rows == [{"path": "a"}, {"path": "b"}]
    assert made.told[-1] == control.rows


async def test_the_one_row_of_an_object_has_no_number_and_does_not_move(user: User) -> None:
    spec = ParameterSpec("cover", ParameterType.GROUP, rules=ValidationRules(max_items=1), fields=SPEC.fields)
    control = await Made().open(user, None, spec)
    press(user, "Set cover")
    assert control._rows[0].element.props["aria-label"] == "Cover 1"
    await user.should_not_see("Move Cover up")
