"""Toasts: counted where they say the same, never more than three, kept while somebody is at them."""

from __future__ import annotations

from functools import partial

import pytest
from nicegui import ui
from nicegui.testing import User

from imagen.domain.errors import Conflict
from imagen.ui import design as d
from imagen.ui.components.toasts import ACTION_SECONDS, Toast, ToastHost, ToastKind


def shown(user: User) -> list[Toast]:
    return [toast for toast in user.find(Toast).elements if toast.visible]


async def test_the_same_message_is_counted_and_undone_whole(user: User) -> None:
    undone: list[int] = []

    @ui.page("/")
    def page() -> None:
        for number in range(3):
            d.toast("Deleted.", undo=partial(undone.append, number))

    await user.open("/")
    assert len(shown(user)) == 1
    await user.should_see("×3")
    user.find("Undo all").click()
    await user.should_not_see("Deleted.")
    assert undone == [2, 1, 0]


async def test_what_says_something_else_stands_alone(user: User) -> None:
    @ui.page("/")
    def page() -> None:
        d.toast("Deleted.", undo=lambda: None)
        d.toast("Deleted.")
        d.toast("Deleted.", kind="danger")

    await user.open("/")
    assert len(shown(user)) == 3
    await user.should_not_see("×2")


async def test_news_and_failures_together_are_at_most_three(user: User) -> None:
    @ui.page("/")
    def page() -> None:
        for number in range(5):
            d.toast(f"Message {number}", kind="danger" if number % 2 else "info")

    await user.open("/")
    assert len(shown(user)) == 3
    await user.should_not_see("Message 1")


async def test_an_undo_that_fails_can_be_tried_again(user: User) -> None:
    tries: list[int] = []

    def undo() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Conflict("The name is taken.")

    @ui.page("/")
    def page() -> None:
        d.toast("Deleted.", undo=undo)

    await user.open("/")
    with user, pytest.raises(Conflict):
        await shown(user)[0]._pressed()
    await user.should_see("Deleted.")
    user.find("Undo").click()
    await user.should_not_see("Deleted.")


async def test_its_time_stands_still_while_it_is_pointed_at_or_focused(user: User) -> None:
    made: list[Toast] = []

    @ui.page("/")
    def page() -> None:
        made.append(d.toast("Deleted.", undo=lambda: None))

    await user.open("/")
    (toast,) = made
    assert toast._timer.interval == ACTION_SECONDS == 20
    found = user.find(Toast)
    found.trigger("mouseenter").trigger("focusin").trigger("mouseleave")
    assert toast._timer._is_canceled
    found.trigger("focusout")
    assert not toast._timer._is_canceled
    assert 3 <= toast._timer.interval <= ACTION_SECONDS


@pytest.mark.parametrize(("kind", "role"), [("info", "status"), ("done", "status"), ("danger", "alert")])
async def test_it_is_told_to_screen_readers(user: User, kind: ToastKind, role: str) -> None:
    @ui.page("/")
    def page() -> None:
        d.toast("Something happened.", kind=kind)

    await user.open("/")
    (toast,) = shown(user)
    assert toast.parent_slot is not None
    assert toast.parent_slot.parent.props["role"] == role
    assert len(user.find(ToastHost).elements) == 1
