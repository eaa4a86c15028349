"""What is built when it is first wanted is built once, where it belongs, whoever wants it."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from imagen.ui import design as d
from imagen.ui.components.facts import Facts
from imagen.ui.components.later import Later


async def test_a_part_is_built_once_and_only_when_it_is_wanted(user: User) -> None:
    built: list[str] = []

    def build() -> d.Text:
        built.append("now")
        return d.text("Here it is")

    @ui.page("/")
    def page() -> None:
        part = Later(build)
        d.button("Want it", part)

    await user.open("/")
    await user.should_not_see("Here it is")
    assert built == []
    for _ in range(2):
        user.find("Want it").click()
        await user.should_see("Here it is")
    assert built == ["now"]


async def test_a_part_stands_where_it_was_to_stand(user: User) -> None:
    @ui.page("/")
    def page() -> None:
        with d.node("div") as place:
            pass
        inside, over = Later(lambda: d.text("inside"), within=place), Later(lambda: d.text("over"))
        with d.node("div"):  # what is open when a part is wanted has nothing to do with it
            assert inside().parent_slot is place.default_slot
            assert over().parent_slot is ui.context.client.layout.default_slot
        assert (inside.built, over.built) == (inside(), over())

    await user.open("/")


async def test_facts_are_one_element(user: User) -> None:
    @ui.page("/")
    def page() -> None:
        before = len(ui.context.client.elements)
        Facts().show([("cfg_scale", "7"), ("Size", "8×8")])
        assert len(ui.context.client.elements) == before + 1

    await user.open("/")
    await user.should_see("cfg scale")
    await user.should_see("8×8")
