"""Templates at the form: saved from what stands there, put back with what was typed kept, for another model or none."""

from __future__ import annotations

from uuid import UUID

from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.paths import template_path
from tests.fakes.scripted_provider import MODEL
from tests.ui.pages.order.conftest import choose, editor, press, type_into, until

SKETCH = "sketch:sketch"


async def open_menu(user: User, expected: str) -> None:
    """Open the Templates menu, as a press of its button does in the browser."""
    with user:
        found = [b for b in user.find("Templates").elements if getattr(b, "text", "") == "Templates"]
        menu = next(one for one in found[0].descendants() if isinstance(one, ui.menu))
        menu.set_value(True)
    await user.should_see(expected)


async def test_what_stands_in_the_form_becomes_a_template_of_the_project(
    user: User, pages: None, services: Services
) -> None:
    project = services.projects.create("Foxes")
    await user.open(f"/order/{project.id}")
    type_into(user, "a [red,blue] fox")
    await open_menu(user, "What you save as a template is offered here")
    choose(user, "Save the form as a template…")
    await user.should_see("Keep the seed")
    with user:
        names = [one for one in user.find(ui.input).elements if one.props.get("aria-label") == "Name"]
        max(names, key=lambda one: one.id).set_value("Foxes")  # the dialog that was opened last
    press(user, "Save template")
    await user.should_see("Saved the template Foxes.")
    made = services.templates.list(project.id)[0]
    assert (made.name, made.project_id, made.has_seed) == ("Foxes", project.id, False)
    assert made.parameters["prompt"] == "a [red,blue] fox"


async def test_a_template_is_put_into_the_form_and_taken_back(user: User, pages: None, services: Services) -> None:
    made = services.templates.of_request(OrderRequest(MODEL, {"prompt": "a [1..3] owl"}, repeats=2), "Owls")
    await user.open("/order")
    type_into(user, "not ordered yet")
    await open_menu(user, "Owls")
    with user:
        entries = user.find(ui.menu_item).elements
        owls = {one for one in entries if any(getattr(part, "text", "") == "Owls" for part in one.descendants())}
    UserInteraction(user, owls, None).click()
    await user.should_see("The form shows the template Owls.")
    await user.should_see("What you had typed is in the history.")
    assert editor(user).value == "a [1..3] owl"
    press(user, "Undo")
    await until(lambda: editor(user).value == "not ordered yet")
    assert services.templates.get(made.id).name == "Owls"


async def test_a_template_of_another_model_changes_the_model_and_says_so(
    user: User, pages: None, services: Services
) -> None:
    made = services.templates.of_request(OrderRequest(SKETCH, {"prompt": "a whale"}), "Whales")
    services.drafts.save(None, {"model_key": MODEL, "parameters": {"prompt": "x"}}, "other")
    await user.open(template_path(None, made.id))
    await user.should_see("It is for Sketch, so the model was changed.")
    assert editor(user).value == "a whale"


async def test_a_template_whose_model_is_gone_says_so_and_leaves_the_form(
    user: User, pages: None, services: Services
) -> None:
    made = services.templates.of_request(OrderRequest(MODEL, {"prompt": "a whale"}), "Whales")
    with services.templates._units() as unit:
        row = unit.templates.get(made.id)
        row.model_key = "acme:vanished"
        unit.session.add(row)
        unit.commit()
    services.drafts.save(None, {"model_key": MODEL, "parameters": {"prompt": "kept"}}, "other")
    await user.open(template_path(None, made.id))
    await user.should_see(
        "The model vanished is not there any more, so the template Whales cannot be put into the form."
    )
    assert editor(user).value == "kept"


async def test_a_template_with_its_seed_draws_as_it_did(user: User, pages: None, services: Services) -> None:
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a [red|blue|green] fox"}, seed=7))
    made = services.templates.of_order(order.id, "Foxes", keep_seed=True)
    await user.open(template_path(None, made.id))
    await user.should_see("The form shows the template Foxes")
    press(user, "Order")
    await until(lambda: services.orders.list(limit=5).total == 2)
    assert services.orders.request_of(services.orders.list(limit=1).items[0].id).seed == 7


async def test_a_deleted_template_is_told(user: User, pages: None, services: Services) -> None:
    await user.open(template_path(None, UUID(int=7)))
    await user.should_see("This template is not there any more.")
