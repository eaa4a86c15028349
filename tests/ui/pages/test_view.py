"""The viewer, the comparison and culling as pages: what they read, what they refuse, and what becomes of an act."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.domain.edits import Crop, Turn
from imagen.domain.errors import StorageError
from imagen.services.all import Services
from imagen.services.views import ProductView
from imagen.ui.calls import call
from imagen.ui.components import culling
from imagen.ui.components.elements import Button
from imagen.ui.components.viewer_stage import ViewerStage
from imagen.ui.context import PageContext
from imagen.ui.pages import view
from tests.media import samples

NOWHERE = "/view/00000000-0000-7000-8000-000000000000"


@pytest.fixture
def pages(context: PageContext) -> None:
    view.register(context)


@pytest.fixture
def picture(services: Services) -> ProductView:
    return imported(services, "fox.png", (64, 40))


def imported(services: Services, name: str, size: tuple[int, int]) -> ProductView:
    product = services.imports.take_file(name, io.BytesIO(samples.picture(size=size))).product
    assert product is not None
    return product


async def until(true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come true")


def press(user: User, label: str) -> None:
    """Press the one button that says just this."""
    with user:
        found = {b for b in user.find(Button).elements if label in (b.text, b.props.get("aria-label"))}
    assert len(found) == 1
    UserInteraction(user, found, None).click()


def rating_of(services: Services, product_id: UUID) -> int | None:
    return services.viewing.view(product_id).shown.rating


async def test_what_is_known_stands_beside_the_picture(
    user: User, pages: None, services: Services, picture: ProductView
) -> None:
    services.keeping.tag([picture.id], ["sea"])
    services.keeping.note(picture.id, "Print this one.")
    part = services.editing.edit(picture.id, [Crop(0, 0, 20, 20)])
    await user.open(f"/view/{picture.id}?q=")
    for words in ("fox.png", "sea", "64 × 40", "Edited into", "1 of 2" if part.id < picture.id else "2 of 2"):
        await user.should_see(words)
    await user.should_see("Print this one.")


@pytest.mark.parametrize("address", [NOWHERE, "/view/nonsense", "/compare?ids=nonsense", "/compare"])
async def test_what_is_not_there_is_said(user: User, pages: None, address: str) -> None:
    await user.open(address)
    await user.should_see("To the gallery")


async def test_an_unknown_order_of_the_list_is_said(user: User, pages: None, picture: ProductView) -> None:
    await user.open(f"/view/{picture.id}?q=&sort=nonsense")
    await user.should_see("To the gallery")


async def test_acts_are_kept_and_taken_back(user: User, pages: None, services: Services, picture: ProductView) -> None:
    await user.open(f"/view/{picture.id}")
    await user.should_see("Imported")
    press(user, "Like")
    await until(lambda: services.products.get(picture.id).liked)
    press(user, "4, Good")
    await until(lambda: rating_of(services, picture.id) == 3)
    await user.should_see("Good")
    press(user, "Take back")
    await until(lambda: rating_of(services, picture.id) is None)
    press(user, "Take back")
    await until(lambda: not services.products.get(picture.id).liked)


async def test_a_deleted_one_gives_way_to_the_next(user: User, pages: None, services: Services) -> None:
    ids = [imported(services, f"{n}.png", (20 + n, 20)).id for n in range(3)]
    await user.open(f"/view/{ids[2]}?q=")
    await user.should_see("1 of 3")
    press(user, "Delete")
    await user.should_see("1.png")
    await user.should_see("1 of 2")
    press(user, "Undo")
    await until(lambda: services.products.get(ids[2]).deleted_at is None)


async def test_an_act_right_after_a_step_concerns_what_is_shown_now(
    user: User, pages: None, services: Services
) -> None:
    @ui.page("/order")
    def order(use: str) -> None:
        ui.label(f"uses {use}")

    ids = [imported(services, f"{n}.png", (20 + n, 20)).id for n in range(3)]
    await user.open(f"/view/{ids[2]}?q=")
    await user.should_see("1 of 3")
    user.find(ViewerStage).trigger("walk", {"id": str(ids[1])})
    press(user, "Use as input")
    await user.should_see(f"uses {ids[1]}")


async def test_edits_are_saved_beside_the_original(
    user: User, pages: None, services: Services, picture: ProductView
) -> None:
    await user.open(f"/view/{picture.id}")
    await user.should_see("Imported")
    edits = [{"kind": "crop", "x": 0, "y": 0, "width": 30, "height": 10}, {"kind": "turn", "degrees": 90}]
    user.find(ViewerStage).trigger("edit", {"id": str(picture.id), "edits": edits})
    await user.should_see("Saved as a new product")
    press(user, "Show it")
    await user.should_see("10 × 30")
    await user.should_see("Made from")
    press(user, "Back to where it was opened from")
    await user.should_see("64 × 40")


async def test_an_edit_that_cannot_be_done_is_said(
    user: User, pages: None, services: Services, picture: ProductView
) -> None:
    await user.open(f"/view/{picture.id}")
    await user.should_see("Imported")
    wrong = [{"kind": "crop", "x": 60, "y": 0, "width": 30, "height": 10}]
    user.find(ViewerStage).trigger("edit", {"id": str(picture.id), "edits": wrong})
    await user.should_see("outside of the picture")
    assert services.products.count() == 1


async def test_a_comparison_tells_only_what_differs(
    user: User, pages: None, services: Services, picture: ProductView
) -> None:
    turned = services.editing.edit(picture.id, [Turn(90)])
    await user.open(f"/compare?ids={picture.id},{turned.id}")
    await user.should_see("64 × 40")
    await user.should_see("40 × 64")
    await user.should_not_see("Model")
    user.find("Winner").click()
    await until(lambda: services.products.get(picture.id).liked or services.products.get(turned.id).liked)


async def test_five_are_too_many_to_compare(user: User, pages: None, services: Services) -> None:
    ids = [imported(services, f"{n}.png", (20 + n, 20)).id for n in range(5)]
    await user.open(f"/compare?ids={','.join(map(str, ids))}")
    await user.should_see("5 products cannot be compared")


async def test_culling_keeps_rates_and_rejects(user: User, pages: None, services: Services) -> None:
    ids = [imported(services, f"{n}.png", (20 + n, 20)).id for n in range(4)][::-1]
    await user.open("/cull?q=")
    await user.should_see("1 of 4")
    press(user, "Keep")
    await user.should_see("2 of 4")
    press(user, "5, Excellent")
    await user.should_see("3 of 4")
    press(user, "Reject")
    await user.should_see("4 of 4")
    press(user, "Step back")
    await user.should_see("3 of 4")
    press(user, "Reject")
    press(user, "Skip")
    await user.should_see("All decided")
    await until(lambda: services.products.get(ids[0]).liked and rating_of(services, ids[1]) == 4)
    press(user, "Delete the 1 rejected")
    await until(lambda: services.products.get(ids[2]).deleted_at is not None)
    await user.should_see("Deleted 1 product")


async def test_stepping_back_restores_what_stood_before(user: User, pages: None, services: Services) -> None:
    ids = [imported(services, f"{n}.png", (20 + n, 20)).id for n in range(2)][::-1]
    services.keeping.rate([ids[0]], 1)
    await user.open("/cull?q=")
    await user.should_see("1 of 2")
    press(user, "5, Excellent")
    await until(lambda: rating_of(services, ids[0]) == 4)
    press(user, "Step back")
    await until(lambda: rating_of(services, ids[0]) == 1)


async def test_a_step_back_comes_before_what_is_decided_after_it(user: User, pages: None, services: Services) -> None:
    ids = [imported(services, f"{n}.png", (20 + n, 20)).id for n in range(3)][::-1]
    await user.open("/cull?q=")
    await user.should_see("1 of 3")
    for name in ("5, Excellent", "Keep", "Step back", "Skip", "Keep"):  # while the first is still being kept
        press(user, name)
    await user.should_see("All decided")
    await until(lambda: services.products.get(ids[2]).liked)
    assert not services.products.get(ids[1]).liked
    assert rating_of(services, ids[0]) == 4


class Slow:
    """Calls of the culling's services that take their time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        monkeypatch.setattr(culling, "call", self._call)

    async def _call(self, act: Callable[..., Any], *given: Any) -> Any:
        await asyncio.sleep(self.seconds)
        return await call(act, *given)


async def culled(user: User, services: Services, verdicts: Sequence[str]) -> list[UUID]:
    """Go through as many pictures as there are verdicts; give their ids in the order in which they were shown."""
    ids = [imported(services, f"{n}.png", (20 + n, 20)).id for n in range(len(verdicts))][::-1]
    await user.open("/cull?q=")
    await user.should_see(f"1 of {len(ids)}")
    for verdict in verdicts:
        press(user, verdict)
    await user.should_see("All decided")
    return ids


async def test_what_came_out_stays_while_it_is_being_kept(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    slow.seconds = 0.05
    ids = await culled(user, services, ["Keep", "Keep", "Reject"])
    with user:
        (delete,) = (one for one in user.find(Button).elements if one.text.startswith("Delete the"))
    await until(lambda: services.products.get(ids[1]).liked)
    await asyncio.sleep(0.3)
    assert not delete.is_deleted


async def test_what_is_rejected_is_deleted_once_however_often_it_is_pressed(
    user: User, pages: None, services: Services
) -> None:
    ids = await culled(user, services, ["Keep", "Reject"])
    press(user, "Delete the 1 rejected")
    press(user, "Delete the 1 rejected")
    await until(lambda: services.products.get(ids[1]).deleted_at is not None)
    await user.should_see("Deleted 1 product")
    await asyncio.sleep(0.2)
    await user.should_not_see("Something went wrong")


async def test_a_step_back_amid_deleting_leaves_nothing_that_is_gone(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    ids = await culled(user, services, ["Keep", "Skip", "Reject"])
    await until(lambda: services.products.get(ids[0]).liked)
    slow.seconds = 0.3
    press(user, "Delete the 1 rejected")
    await asyncio.sleep(0.1)
    press(user, "Step back")
    await asyncio.sleep(0.05)
    press(user, "Keep")
    await user.should_see("Deleted 1 product")
    await user.should_see("2 of 2")
    await user.should_see("Kept · 1")
    await user.should_not_see("Something went wrong")
    assert services.products.get(ids[2]).deleted_at is not None


async def test_what_was_skipped_comes_again_and_the_rest_is_still_to_be_deleted(
    user: User, pages: None, services: Services
) -> None:
    ids = await culled(user, services, ["Reject", "Keep", "Skip", "Reject"])
    press(user, "Go through the 1 skipped")
    await user.should_see("4 of 4")
    press(user, "Keep")
    await user.should_see("Kept · 2")
    press(user, "Delete the 2 rejected")
    await until(lambda: all(services.products.get(ids[n]).deleted_at is not None for n in (0, 3)))
    assert [services.products.get(ids[n]).liked for n in (1, 2)] == [True, True]


async def test_what_cannot_be_kept_is_not_undone(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (picture,) = [imported(services, "one.png", (20, 20)).id]
    services.keeping.rate([picture], 1)
    await user.open("/cull?q=")
    await user.should_see("1 of 1")

    def fail(*_: object) -> None:
        raise StorageError("The disk is away.", "Bring it back.")

    with monkeypatch.context() as away:
        away.setattr(services.viewing, "shown", fail)
        press(user, "5, Excellent")
        await user.should_see("The disk is away.")
    press(user, "Step back")
    await user.should_see("1 of 1")
    await asyncio.sleep(0.2)
    assert rating_of(services, picture) == 1
    caplog.clear()  # of what NiceGUI says about the error


async def test_what_is_decided_about_is_what_is_shown_though_reading_is_slow(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(culling, "READ_FIRST", 2)
    monkeypatch.setattr(view, "READ_FIRST", 2)
    slow = Slow(monkeypatch)
    shown: list[str] = []
    show = ViewerStage.show
    monkeypatch.setattr(
        ViewerStage, "show", lambda stage, items, at: (shown.append(items[at]["id"]), show(stage, items, at))[-1]
    )
    ids = [imported(services, f"{n}.png", (20 + n, 20)).id for n in range(9)][::-1]
    await user.open("/cull?q=")
    await user.should_see("1 of 9")
    slow.seconds = 0.1
    press(user, "Skip")
    await asyncio.sleep(0.15)  # the third is being read meanwhile
    press(user, "Skip")
    await user.should_see("3 of 9")
    await until(lambda: shown[-1:] == [str(ids[2])])
