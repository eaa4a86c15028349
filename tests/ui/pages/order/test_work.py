"""What the strip holds while an order is made, on the real pipeline."""

from __future__ import annotations

from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.pages.order.tiles import WAITING_TILE, newest
from imagen.ui.pages.order.work import FEW_PLANNED, Work
from tests.fakes.scripted_provider import MODEL, Ledger, wait_until

PLACES = 4


def slow_order(services: Services, count: int) -> list[str]:
    """Order so many that all places are taken and the rest waits; give the kinds of tiles there should be then."""
    order = services.orders.place(OrderRequest(MODEL, {"prompt": f"slow [1..{count}]"}))
    wait_until(lambda: services.orders.get(order.id).progress.generating == PLACES)
    return ["running"] * PLACES + ["planned"] * (count - PLACES)


def test_a_small_order_stands_there_whole(services: Services, ledger: Ledger) -> None:
    expected = slow_order(services, 8)
    change = Work(services.started_at).begin(services.generations.strip(None))
    assert sorted(drawn["kind"] for drawn in change.tiles) == sorted(expected)
    in_front = sorted(change.tiles, key=lambda drawn: drawn["order"], reverse=True)
    assert [drawn["title"] for drawn in in_front] == [f"slow {n}" for n in range(8, 0, -1)]


def test_of_a_large_order_the_next_few_and_how_many_more(services: Services, ledger: Ledger) -> None:
    slow_order(services, 20)
    work = Work(services.started_at)
    change = work.begin(services.generations.strip(None))
    assert sum(drawn["kind"] == "planned" for drawn in change.tiles) == FEW_PLANNED + 1
    more = next(drawn for drawn in change.tiles if drawn["id"] == WAITING_TILE)
    assert more["word"] == f"+{20 - PLACES - FEW_PLANNED}"
    assert work.front() == WAITING_TILE


def test_what_is_made_takes_the_place_of_what_was_planned(services: Services, ledger: Ledger) -> None:
    slow_order(services, 12)
    work = Work(services.started_at)
    before = {drawn["id"]: drawn for drawn in work.begin(services.generations.strip(None)).tiles}
    ledger.gate.set()
    wait_until(lambda: len(services.products.list(None)[0]) == 12)
    asked = {generation.id for generation in services.generations.list(limit=100).items}
    change = work.update(services.generations.changed(None, list(asked)), asked)
    assert set(change.gone) == set(before)
    assert len(change.products) == 12
    assert work.unfinished() == set()
    made = {drawn["title"]: drawn["order"] for drawn in change.tiles}
    assert all(made[drawn["title"]] == drawn["order"] for drawn in before.values() if drawn["id"] != WAITING_TILE)
    found = newest(work.items.values())
    assert found is not None
    assert found.product is not None


def test_the_neighbour_takes_over_from_what_is_deleted(services: Services, ledger: Ledger) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue,teal] fox"}))
    wait_until(lambda: len(services.products.list(None)[0]) == 3)
    view = services.generations.strip(None)
    work = Work(services.started_at)
    change = work.begin(view)
    by_title = {drawn["title"]: drawn["id"] for drawn in change.tiles}
    red, blue, teal = (by_title[f"a {colour} fox"] for colour in ("red", "blue", "teal"))
    assert work.front() == teal
    assert work.beside(teal, {teal}) == blue
    assert work.beside(red, {red}) == blue
    assert work.beside(red, {red, blue}) == teal
    assert work.beside(red, {red, blue, teal}) is None
    products = [item.product.id for item in view.ended if item.product is not None]
    assert set(work.remove(products).gone) == {red, blue, teal}
    assert work.items == {}


def test_nothing_is_drawn_twice(services: Services, ledger: Ledger) -> None:
    slow_order(services, 6)
    running = services.generations.strip
    wait_until(lambda: all(item.generation and item.generation.progress for item in running(None).running))
    work = Work(services.started_at)
    work.begin(services.generations.strip(None))
    again = work.update(services.generations.changed(None, list(work.unfinished())), work.unfinished())
    assert (again.tiles, again.gone) == ([], [])
