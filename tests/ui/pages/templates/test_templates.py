"""The Templates page on real services."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nicegui import background_tasks, ui
from nicegui.testing import User

from imagen.services.all import Services
from imagen.services.keeping_views import TemplateView
from imagen.services.order_request import OrderRequest
from imagen.ui.context import PageContext
from imagen.ui.pages import templates as template_pages
from imagen.ui.pages.templates.desk import TemplateDesk
from imagen.ui.pages.templates.listing import grouped, said
from imagen.ui.pages.templates.row import TemplateRow

SKETCH = "sketch:sketch"


@pytest.fixture
def pages(context: PageContext) -> None:
    template_pages.register(context)


def template(services: Services, name: str = "Foxes", **more: object) -> TemplateView:
    values = {"prompt": "a [red,blue] fox", "size": 512, "seed": 7}
    request = OrderRequest(SKETCH, values, seed=3, **more)  # type: ignore[arg-type]
    return services.templates.of_request(request, name, keep_seed=True)


def the_desk(user: User) -> TemplateDesk:
    with user:
        return next(iter(user.find(TemplateDesk).elements))


def rows(user: User) -> list[str]:
    with user:
        return [row.template.name for row in user.find(TemplateRow).elements]


async def test_an_empty_page_teaches(user: User, pages: None) -> None:
    await user.open("/templates")
    await user.should_see("Start from what worked")


async def test_a_template_says_what_it_sets_and_where_it_comes_from(
    user: User, pages: None, services: Services
) -> None:
    project = services.projects.create("Book")
    order = services.orders.place(OrderRequest(SKETCH, {"prompt": "an owl"}, project_id=project.id))
    services.templates.of_order(order.id, "Owls")
    template(services, repeats=3)
    await user.open("/templates")
    for told in ("a [red,blue] fox", "512", "each 3 times", "keeps its seed", f"from order {order.number}", "Sketch"):
        await user.should_see(told)
    await user.should_see("Book · made just now")
    await user.should_see("All projects · made just now")


async def test_what_it_keeps_is_changed(user: User, pages: None, services: Services) -> None:
    made = template(services)
    await user.open("/templates")
    await user.should_see("keeps its seed")
    with user:
        background_tasks.create(the_desk(user)._edit(made))
    await user.should_see("Change the template")
    with user:
        next(one for one in user.find(ui.input).elements if one.props.get("aria-label") == "Name").set_value(
            "Red foxes"
        )
        next(iter(user.find(ui.switch).elements)).set_value(False)
        next(box for box in user.find(ui.checkbox).elements if box.text.startswith("Size")).set_value(False)
    user.find("Save").click()
    await user.should_see("Red foxes")
    await user.should_not_see("keeps its seed")
    changed = services.templates.get(made.id)
    assert (changed.has_seed, dict(changed.parameters)) == (False, {"prompt": "a [red,blue] fox"})


async def test_deleting_is_taken_back(user: User, pages: None, services: Services) -> None:
    made = template(services)
    await user.open("/templates")
    await user.should_see("Foxes")
    with user:
        await the_desk(user)._delete(made)
    await user.should_see("Start from what worked")
    user.find("Undo").click()
    await user.should_see("1 template")
    assert rows(user) == ["Foxes"]


async def test_it_keeps_in_step_with_other_windows(user: User, pages: None, services: Services) -> None:
    await user.open("/templates")
    made = template(services)
    await user.should_see("Foxes")
    services.templates.update(made.id, "Wolves")
    await user.should_see("Wolves")


def test_they_are_grouped_by_model_with_those_that_are_gone_last(services: Services) -> None:
    models = {view.model.key: view for view in services.models.list()}
    here = template(services)
    gone = replace(here, name="Gone", model_key="acme:a/b")
    groups = grouped([gone, here], models, "", "newest")
    assert [(group.name, group.provider, group.model is None) for group in groups] == [
        ("Sketch", "Sketch", False),
        ("a/b", "Acme", True),
    ]
    assert [group.name for group in grouped([gone, here], models, "SKETCH fox", "name")] == ["Sketch"]
    assert [group.key for group in grouped([gone, here], models, "", "name", "acme:a/b")] == ["acme:a/b"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes"),
        ("product:1", "a product"),
        ([1, 2, 3, 4], "1, 2, 3 and 1 more"),
        ({"a": 1}, "1 values"),
        ("x" * 60, "x" * 47 + "…"),
    ],
)
def test_values_are_said_in_a_few_words(value: object, words: str) -> None:
    assert said(value) == words
