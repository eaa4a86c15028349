"""Templates are made of orders, products and forms, belong to a model, and are never produced."""

from __future__ import annotations

import pytest

from imagen.domain.errors import InvalidInput, NotFound
from imagen.domain.events import DomainEvent, DraftChanged
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.reuse import ReuseWhat
from imagen.services.views import OrderView
from tests.fakes.scripted_provider import MODEL
from tests.services.ordering import fulfilled


def placed(services: Services, prompt: str = "a [red,blue] fox", **more: object) -> OrderView:
    order = services.orders.place(OrderRequest(MODEL, {"prompt": prompt}, **more))  # type: ignore[arg-type]
    return fulfilled(services, order.id)


def test_an_order_becomes_a_template_as_it_was_typed(services: Services) -> None:
    order = placed(services, seed=7, excluded=(1,), repeats=2)
    without = services.templates.of_order(order.id, "Foxes")
    assert (without.name, without.model_key, without.has_seed) == ("Foxes", MODEL, False)
    assert without.parameters == {"prompt": "a [red,blue] fox"}
    request = services.templates.apply(without.id)
    assert (request.seed, request.excluded, request.repeats, request.name) == (None, (), 2, "")
    exact = services.templates.apply(services.templates.of_order(order.id, keep_seed=True).id)
    assert (exact.seed, exact.excluded, exact.repeats) == (7, (1,), 2)
    assert services.orders.place(request).progress.planned == 4


def test_a_product_becomes_a_template_of_its_values(services: Services) -> None:
    order = placed(services, "a fox [1..2]")
    product = services.products.list(order_id=order.id)[0][0]
    values = services.templates.of_product(product.id)
    assert values.parameters["prompt"] in {"a fox 1", "a fox 2"}
    assert values.name == values.parameters["prompt"]
    typed = services.templates.of_product(product.id, "Typed", what=ReuseWhat.TEMPLATE)
    assert typed.parameters["prompt"] == "a fox [1..2]"


def test_a_template_is_no_order(services: Services) -> None:
    order = placed(services)
    project = services.projects.create("Foxes")
    template = services.templates.of_request(OrderRequest(MODEL, {"prompt": "a fox"}, project_id=project.id), "Foxes")
    assert services.orders.list().total == 1
    assert services.project_overview.get(project.id).order_count == 0
    assert services.queue.state().orders == ()
    for deed in (services.orders.get, services.orders.cancel, services.orders.retry, services.orders.again):
        with pytest.raises(NotFound):
            deed(template.id)
    with pytest.raises(NotFound):
        services.templates.get(order.id)
    assert placed(services).number == order.number + 1


def test_templates_of_a_project_come_with_everybodys(services: Services) -> None:
    mine, other = services.projects.create("Mine"), services.projects.create("Other")
    own = services.templates.of_request(OrderRequest(MODEL, {"prompt": "a"}, project_id=mine.id), "own")
    common = services.templates.of_request(OrderRequest(MODEL, {"prompt": "b"}), "common")
    services.templates.of_request(OrderRequest(MODEL, {"prompt": "c"}, project_id=other.id), "theirs")
    assert [one.id for one in services.templates.list(mine.id)] == [common.id, own.id]
    assert len(services.templates.list()) == 3
    assert services.templates.list(model_key="made:up") == []
    services.templates.update(own.id, project_id=None)
    assert len(services.templates.list(other.id)) == 3


def test_a_template_fills_the_form_and_other_windows_are_told(services: Services) -> None:
    project = services.projects.create("Foxes")
    template = services.templates.of_request(OrderRequest(MODEL, {"prompt": "a [fox,owl]"}), "Animals")
    told: list[DomainEvent] = []
    services.bus.subscribe(told.append)
    draft = services.templates.apply_to_draft(template.id, project.id, "this window")
    assert draft.state["parameters"] == {"prompt": "a [fox,owl]"}
    assert services.drafts.get(project.id).state["model_key"] == MODEL
    assert DraftChanged(project.id, "this window") in told
    assert services.templates.apply(template.id, project.id).project_id == project.id


def test_templates_are_renamed_deleted_and_restored(services: Services) -> None:
    project = services.projects.create("Foxes")
    made = services.templates.of_request(OrderRequest(MODEL, {"prompt": "a"}, project_id=project.id), "first")
    assert services.templates.update(made.id, " second  name ").name == "second name"
    with pytest.raises(InvalidInput):
        services.templates.update(made.id, " ")
    services.templates.delete(made.id)
    services.projects.delete(project.id)
    assert services.templates.list() == []
    done = services.bin.restore([made.id])
    assert done.sentence == "Restored 1 template and the project Foxes."
    assert services.templates.get(made.id).project_id == project.id
    services.undo.undo()
    assert services.templates.list() == []
    for _ in range(2):
        services.undo.undo()
    assert services.templates.get(made.id).name == "second name"
    services.undo.undo()
    assert services.templates.get(made.id).name == "first"
    services.undo.undo()
    with pytest.raises(NotFound):
        services.templates.get(made.id)


def test_a_template_knows_its_order_and_what_it_sets(services: Services) -> None:
    order = placed(services, seed=7)
    product = services.products.list(order_id=order.id)[0][0]
    assert services.templates.of_order(order.id).order_number == order.number
    made = services.templates.of_product(product.id, what=ReuseWhat.TEMPLATE)
    assert made.order_number == order.number
    assert [(one.name, one.label, one.value) for one in made.values] == [("prompt", "Prompt", "a [red,blue] fox")]
    assert services.templates.of_request(OrderRequest(MODEL, {"prompt": "a fox"})).order_number is None
    services.bin.delete_order(order.id)
    assert services.templates.get(made.id).order_number is None


def test_what_a_template_keeps_is_changed_and_had_back(services: Services) -> None:
    order = placed(services, seed=7, excluded=(1,))
    made = services.templates.of_order(order.id, "Foxes", keep_seed=True)
    assert not services.templates.update(made.id, keep_seed=False).has_seed
    request = services.templates.apply(made.id)
    assert (request.seed, request.excluded) == (None, ())
    services.templates.update(made.id, keep_seed=True)
    request = services.templates.apply(made.id)
    assert (request.seed, request.excluded) == (7, (1,))
    emptied = services.templates.update(made.id, "Less", without=["prompt"])
    assert (emptied.name, dict(emptied.parameters)) == ("Less", {})
    services.undo.undo()
    assert services.templates.get(made.id).parameters == {"prompt": "a [red,blue] fox"}
    alone = services.templates.of_request(OrderRequest(MODEL, {"prompt": "a fox"}))
    assert services.templates.update(alone.id, keep_seed=True).has_seed


def test_a_template_of_a_projects_order_can_be_everybodys(services: Services) -> None:
    project = services.projects.create("Foxes")
    order = placed(services, project_id=project.id)
    assert services.templates.of_order(order.id).project_id == project.id
    assert services.templates.of_order(order.id, project_id=None).project_id is None
