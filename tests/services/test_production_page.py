"""What the Production page asks for, on the whole pipeline."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from imagen.domain.attention import Resolution
from imagen.domain.errors import Conflict, InvalidInput, NotFound
from imagen.domain.ids import new_id
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.domain.ordering import Priority
from imagen.domain.production import Show, ShowGenerations
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.production import Sought
from imagen.services.production_csv import generations_csv, orders_csv, safe
from tests.fakes.scripted_provider import MODEL, Ledger, wait_until
from tests.services.ordering import fulfilled, needing_attention, place


def read(pieces: Iterator[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(pieces).removeprefix("\ufeff"))))


def test_an_order_with_its_newest_products_and_what_its_generations_differ_in(services: Services) -> None:
    order = fulfilled(services, place(services, "a [red,blue] [fox,dog] [?x|y]").id)
    row = services.production.numbered(order.number)
    assert (len(row.products), row.waits, row.order.written) == (4, "", 4)
    page = services.production.generations(order.id, offset=1, limit=2)
    assert [difference.labels for difference in page.differences][:2] == [("red", "blue"), ("fox", "dog")]
    assert [row.values[:2] for row in page.rows] == [("red", "dog"), ("blue", "fox")]
    assert (page.total, page.rows[0].seed != "", page.rows[0].ran) == (4, True, 5)
    assert page.rows[0].waited is not None
    assert page.rows[0].stored is not None


def test_failures_alone_are_tried_again_and_what_was_cancelled_stays(services: Services, ledger: Ledger) -> None:
    order = fulfilled(services, place(services, "a [fails,fox]").id)
    page = services.production.generations(order.id, ShowGenerations.FAILED)
    assert (page.total, [row.generation.error_message for row in page.rows]) == (1, ["Scripted ran out of paint."])
    found = services.production.failed(Sought())
    assert (found.orders, found.generations) == (1, 1)
    assert services.production.retry_failed(Sought(), "once") == found
    fulfilled(services, order.id)
    assert services.production.retry_failed(Sought(), "once") == found
    assert len(ledger.accepted) == 3  # the same key did nothing more


def test_retry_of_failures_leaves_cancelled_ones(at_rest: object, services: Services, ledger: Ledger) -> None:
    order = place(services, "slow [1,2]")
    wait_until(lambda: services.orders.get(order.id).progress.generating == 2)
    services.orders.cancel(order.id)
    wait_until(lambda: services.orders.get(order.id).progress.cancelled == 2)
    with pytest.raises(Conflict, match="Nothing in this order failed"):
        services.orders.retry(order.id, only_failed=True)


def test_all_but_the_running_is_cancelled(services: Services, ledger: Ledger) -> None:
    order = place(services, "slow [1..40]")
    wait_until(lambda: services.orders.get(order.id).progress.generating > 0)
    services.queue.pause()
    left = services.orders.cancel(order.id, keep_running=True)
    running = left.progress.generating
    assert (left.progress.pending, running > 0) == (0, True)
    ledger.gate.set()
    wait_until(lambda: services.orders.get(order.id).progress.generating == 0)
    ended = services.orders.get(order.id)
    assert (ended.progress.complete, ended.progress.cancelled, ledger.cancelled) == (running, 40 - running, [])
    assert ended.status is OrderStatus.CANCELLED


def test_what_waits_says_for_what(services: Services, ledger: Ledger) -> None:
    services.queue.pause()
    first = place(services, "slow one")
    second = services.orders.place(OrderRequest(MODEL, {"prompt": "two"}, priority=Priority.BACKGROUND))
    assert services.production.numbered(first.number).waits == "Waits: the queue is paused."
    services.queue.pause_provider("scripted", "Out of credit.")
    services.queue.resume()
    assert services.production.numbered(first.number).waits == "Waits: Scripted is paused. Out of credit."
    assert services.production.counts(Sought()) == {
        Show.ALL: 2,
        Show.ACTIVE: 2,
        Show.DONE: 0,
        Show.FAILED: 0,
        Show.ATTENTION: 0,
    }
    assert [row.order.id for row in services.production.page(Sought(Show.ACTIVE)).rows] == [first.id, second.id]


def test_turns_are_told_where_nothing_else_holds(at_rest: object, services: Services) -> None:
    services.queue.pause()
    first, second = place(services, "slow one"), place(services, "slow two")
    with services.production._units() as unit:  # the queue itself is not asked here, so that both go on waiting
        unit.settings.put("queue-paused", {})
        unit.commit()
    assert services.production.rows([first.id])[0].waits.startswith("Waits for a free place at Scripted")
    assert services.production.rows([second.id])[0].waits == "Waits for its turn: 1 order is before it."


def test_everything_that_needs_a_person_is_decided_at_once(services: Services) -> None:
    orders = [place(services, f"unclear {number}") for number in range(2)]
    for order in orders:
        needing_attention(services, order.id, "unclear")
    assert services.production.counts(Sought())[Show.ATTENTION] == 2
    assert services.production.resolve(Sought(), Resolution.GIVE_UP, "all") == 2
    assert services.production.counts(Sought())[Show.ATTENTION] == 0
    assert services.production.generations(orders[0].id).rows[0].generation.status is GenerationStatus.FAILED


def test_a_list_goes_on_by_its_cursor_and_newer_ones_are_counted(services: Services) -> None:
    services.queue.pause()
    placed = [place(services, f"number {number}") for number in range(5)]
    first = services.production.page(Sought(), limit=3)
    late = place(services, "late")
    rest = services.production.page(Sought(), cursor=first.cursor, limit=3)
    assert [row.order.id for row in (*first.rows, *rest.rows)] == [order.id for order in reversed(placed)]
    assert (first.total, rest.cursor) == (5, None)
    assert services.production.arrived(Sought(), first.newest) == 1
    assert services.production.page(Sought(words="late")).rows[0].order.id == late.id


@pytest.mark.parametrize("cursor", ["", "x", "1~2", "interactive~x~y", "interactive~1.0~no"])
@pytest.mark.parametrize("show", [Show.ALL, Show.ACTIVE])
def test_a_cursor_of_something_else_is_refused(services: Services, cursor: str, show: Show) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        services.production.page(Sought(show), cursor=cursor)


def test_what_is_not_there(services: Services) -> None:
    with pytest.raises(NotFound, match="no order 99"):
        services.production.numbered(99)
    assert services.production.rows([new_id()]) == ()
    with pytest.raises(NotFound):
        services.production.generations(new_id())


def test_orders_as_csv(services: Services) -> None:
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "=1+1 [red,blue]"}, name="=cmd()"))
    fulfilled(services, order.id)
    (line,) = read(orders_csv(services.production, Sought()))
    assert (line["order"], line["name"], line["planned"], line["complete"]) == ("1", "'=cmd()", "2", "2")
    assert line["cost_usd"] == "0.005"
    lines = read(generations_csv(services.production, order.id))
    assert [one["prompt"] for one in lines] == ["'=1+1 red", "'=1+1 blue"]
    assert all(one["seed_returned"] and one["files"].startswith("/media/") for one in lines)


def test_a_csv_longer_than_a_page_is_whole(services: Services) -> None:
    services.queue.pause()
    services.spending.change({"ask_above": None})
    order = place(services, "[1..450]")
    wait_until(lambda: services.orders.get(order.id).written == 450)
    assert [line["number"] for line in read(generations_csv(services.production, order.id))] == [
        str(number) for number in range(1, 451)
    ]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    assert safe(-1) == -1
