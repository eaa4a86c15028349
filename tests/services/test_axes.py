"""Orders and searches laid out by two of their choices, their holes tried again and ordered, on a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imagen.bootstrap import Production
from imagen.domain.errors import InvalidInput, NotFound
from imagen.services.all import Services
from imagen.services.axes_views import GridView, Laid
from imagen.services.order_request import OrderRequest
from imagen.services.views import OrderView
from tests.fakes.scripted_provider import MODEL, Ledger, wait_until


def done(services: Services, request: OrderRequest) -> OrderView:
    order = services.orders.place(request)

    def has_ended() -> bool:
        progress = services.orders.get(order.id).progress
        return progress.ended == progress.planned

    wait_until(has_ended, 60)
    return services.orders.get(order.id)


def axis(view: GridView, *choices: str) -> str:
    return next(one.key for one in view.axes if one.choices == choices)


def places(view: GridView) -> dict[tuple[int, int], list[str]]:
    return {(cell.row, cell.column): [item.kind for item in cell.items] for cell in view.cells}


def test_an_order_lies_in_the_cells_of_its_choices(services: Services, ledger: Ledger) -> None:
    request = OrderRequest(MODEL, {"prompt": "a [red,blue] [fox,owl,cat] || a lone whale", "steps": "4,5"}, repeats=2)
    order = done(services, request)
    view = services.axes.grid(Laid(order.id))
    colours, animals = axis(view, "red", "blue"), axis(view, "fox", "owl", "cat")
    assert (view.x, view.order_number, view.count) == (animals, order.number, 24)
    laid = services.axes.grid(Laid(order.id, x=animals, y=colours))
    assert {place: len(kinds) for place, kinds in places(laid).items()} == {
        (r, c): 4 for r in range(2) for c in range(3)
    }
    narrowed = services.axes.grid(Laid(order.id, x=animals, y=colours, only={"steps": 1}))
    assert narrowed.count == 12
    assert all(cell.items[0].options["steps"] == 1 for cell in narrowed.cells)
    assert services.axes.grid(Laid(order.id, x="steps", y="*repeat")).count == 28
    assert services.axes.grid(Laid(order.id, x="", y="prompt")).count == 28
    assert services.axes.find(str(order.number)) == services.axes.find(str(order.id)) == order.id
    for wrong in ("999999", "nonsense"):
        with pytest.raises(NotFound):
            services.axes.find(wrong)


def test_what_is_not_there_any_more_gives_way_to_axes_that_are(services: Services, ledger: Ledger) -> None:
    order = done(services, OrderRequest(MODEL, {"prompt": "a [red,blue] [fox,owl,cat]"}))
    chosen = services.axes.grid(Laid(order.id))
    for laid in (Laid(order.id, x="gone", y="gone"), Laid(order.id, x=chosen.x, y="gone"), Laid(order.id, y=chosen.y)):
        view = services.axes.grid(laid)
        assert (view.x, view.y) == (chosen.x, chosen.y)
    same = services.axes.grid(Laid(order.id, x=chosen.x, y=chosen.x))
    assert (same.x, same.y) == (chosen.x, "")


def test_what_failed_is_tried_again_by_cell_row_and_column(services: Services, ledger: Ledger) -> None:
    order = done(services, OrderRequest(MODEL, {"prompt": "a [fails,red] [fox,owl]"}))
    view = services.axes.grid(Laid(order.id))
    words = axis(view, "fails", "red")
    laid = Laid(order.id, x=axis(view, "fox", "owl"), y=words)
    assert places(services.axes.grid(laid)) == {
        (0, 0): ["failed"],
        (0, 1): ["failed"],
        (1, 0): ["product"],
        (1, 1): ["product"],
    }
    assert services.axes.grid(laid).failed == 2
    assert len(services.axes.failed(laid, 0)) == 2
    assert len(services.axes.failed(laid, None, 1)) == len(services.axes.failed(laid, 0, 1)) == 1
    assert services.axes.failed(laid, 1) == []
    assert services.axes.retry(laid, None, 0) == 1
    assert services.axes.retry(laid, 1) == 0


def test_what_was_never_ordered_is_ordered_as_it_stands_in_the_grid(services: Services, ledger: Ledger) -> None:
    request = OrderRequest(MODEL, {"prompt": "a [red,blue] [fox,owl,cat]"}, seed=7, excluded=(0, 4))
    order = done(services, request)
    view = services.axes.grid(Laid(order.id))
    laid = Laid(order.id, x=axis(view, "fox", "owl", "cat"), y=axis(view, "red", "blue"))
    assert set(places(services.axes.grid(laid))) == {(0, 1), (0, 2), (1, 0), (1, 2)}
    everything = services.axes.missing(laid)
    assert everything.excluded == (1, 2, 3, 5)
    assert services.axes.missing(laid, 0).excluded == (1, 2, 3, 4, 5)
    assert services.axes.missing(laid, None, 1).excluded == (0, 1, 2, 3, 5)
    with pytest.raises(InvalidInput, match="Nothing is missing"):
        services.axes.missing(laid, 0, 2)
    filled = done(services, replace(everything, project_id=None))
    prompts = {item.title for cell in services.axes.grid(Laid(filled.id)).cells for item in cell.items}
    assert prompts == {"a red fox", "a blue owl"}


def test_a_search_is_laid_out_by_what_varies_in_it(services: Services, ledger: Ledger) -> None:
    prompt = "a [color=red,blue,green] [animal=fox,owl]"
    order = done(services, OrderRequest(MODEL, {"prompt": prompt, "steps": "10,9"}, excluded=(0, 1)))
    q = f"order:{order.number}"
    view = services.axes.grid(Laid(q=q))
    told = {one.key: one.choices for one in view.axes}
    assert told["token:color"] == ("red", "blue", "green")
    assert told["figure:steps"] == ("9", "10")
    laid = Laid(q=q, x="token:animal", y="token:color")
    cells = {(cell.row, cell.column): cell.count for cell in services.axes.grid(laid).cells}
    assert cells == {(0, 1): 2, (1, 0): 2, (1, 1): 2, (2, 0): 2, (2, 1): 2}
    assert services.axes.grid(replace(laid, only={"figure:steps": 0})).count == 5
    assert services.axes.grid(Laid(q=f"{q} color=red")).count == 2
    assert services.axes.grid(Laid(q="zzzz")).axes == ()
    hole = services.axes.missing(laid, 0, 0)
    assert hole.parameters["prompt"] in ("a red fox", "a red fox ")
    assert services.plans.plan(hole.seeded()).count == 1
    with pytest.raises(InvalidInput):
        services.axes.missing(laid)
    with pytest.raises(InvalidInput):
        services.axes.missing(laid, 1, 1)


def test_a_row_of_holes_is_one_order_with_a_list(services: Services, ledger: Ledger) -> None:
    prompt = "a [color=red,blue,green] [animal=fox,owl,cat]"
    order = done(services, OrderRequest(MODEL, {"prompt": prompt}, excluded=(0, 1)))
    laid = Laid(q=f"order:{order.number}", x="token:animal", y="token:color")
    row = services.axes.missing(laid, 0)
    assert row.parameters["prompt"] == "a red [fox,owl]"


def test_what_lies_in_the_bin_leaves_its_cell_as_ordered(
    services: Services, production: Production, ledger: Ledger
) -> None:
    order = done(services, OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}))
    view = services.axes.grid(Laid(order.id))
    first = next(cell for cell in view.cells if cell.column == 0)
    services.keeping.delete([first.items[0].id])
    assert places(services.axes.grid(Laid(order.id)))[0, 0] == ["gone"]
    with pytest.raises(InvalidInput, match="Nothing is missing"):
        services.axes.missing(Laid(order.id))
