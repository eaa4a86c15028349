"""The menu of projects in the top bar."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from imagen.services.all import Services
from imagen.ui.components.project_menu import ProjectMenu
from imagen.ui.context import PageContext


async def test_a_press_on_its_way_meets_what_was_pressed(user: User, context: PageContext, services: Services) -> None:
    """The menu reads the projects when it opens, and its entries are not made anew under the pointer."""
    services.projects.create("Autumn")
    made: list[ProjectMenu] = []

    @ui.page("/menu")
    def page() -> None:
        made.append(ProjectMenu(context, None))

    await user.open("/menu")
    menu = made[0]
    await menu.refresh()
    pressed = {element for element in menu.descendants() if isinstance(element, ui.menu_item)}
    await menu.refresh()
    assert pressed
    assert not any(element.is_deleted for element in pressed)
    services.projects.create("Winter")
    await menu.refresh()
    entries = {element for element in menu.descendants() if isinstance(element, ui.menu_item)}
    assert len(entries & pressed) == 3, "the acts behind the projects stay"
