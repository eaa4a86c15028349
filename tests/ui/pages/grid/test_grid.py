"""The grid on real services: laid out otherwise, liked and rated by cell, its holes offered to be ordered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nicegui.testing import User

from imagen.services.all import Services
from imagen.services.axes_views import Laid
from imagen.services.order_request import OrderRequest
from imagen.services.views import OrderView
from imagen.ui.components.choice_grid import ChoiceGrid
from imagen.ui.context import PageContext
from imagen.ui.laid_address import Asked
from imagen.ui.pages import grid as grid_pages

MODEL = "sketch:sketch"


@pytest.fixture
def pages(context: PageContext) -> None:
    grid_pages.register(context)


def placed(services: Services, prompt: str, excluded: tuple[int, ...] = ()) -> OrderView:
    return services.orders.place(OrderRequest(MODEL, {"prompt": prompt}, excluded=excluded))


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError


def the_grid(user: User) -> ChoiceGrid:
    (grid,) = user.find(ChoiceGrid).elements
    return grid


async def test_an_order_is_laid_out_turned_and_its_holes_are_offered(
    user: User, pages: None, services: Services
) -> None:
    order = placed(services, "a [red,blue] [fox,owl,cat]", excluded=(0,))
    await user.open(f"/grid?order={order.number}&size=72")
    await user.should_see(f"Order {order.number} · a [red,blue] [fox,owl,cat]")
    await user.should_see("Order the missing ones")
    grid = the_grid(user)
    rows, columns = grid.props["rows"], grid.props["columns"]
    assert grid.props["size"] == 72
    user.find(ChoiceGrid).trigger("axes", {"rows": columns, "columns": rows, "only": {}})
    await until(lambda: the_grid(user).props["rows"] == columns)
    user.find(ChoiceGrid).trigger("cursor", {"row": 0, "column": 0, "id": None})
    await user.should_see("fox · red")
    await user.should_see("Was never ordered.")
    await user.should_see("Order this")
    user.find(ChoiceGrid).trigger("cursor", {"row": 1, "column": 0, "id": None})
    await user.should_see("Waits for its turn.")


async def test_nothing_to_lay_out_is_said_with_what_to_do(user: User, pages: None, services: Services) -> None:
    order = placed(services, "a lone whale")
    await user.open(f"/grid?order={order.number}")
    await user.should_see("This order has no choices")
    await user.open("/grid?q=whale")
    await user.should_see("Nothing varies here")
    await user.open("/grid?order=4711")
    await user.should_see("There is no such order")


async def test_a_changed_order_is_shown_without_asking(user: User, pages: None, services: Services) -> None:
    order = placed(services, "a [red,blue] fox")
    await user.open(f"/grid?order={order.id}")
    await user.should_see("0 products · 2 to come")
    (first, _) = services.generations.list(order_id=order.id, ascending=True).items
    services.generations.cancel(first.id)
    await user.should_see("0 products · 1 to come · 1 failed")
    await user.should_see("Retry all that failed")
    user.find("Retry all that failed").click()
    await user.should_see("0 products · 2 to come")
    assert services.axes.failed(Laid(order.id)) == []


keys = st.text(max_size=12)


@given(
    st.one_of(st.tuples(st.just(""), st.text(max_size=30)), st.tuples(st.text(min_size=1, max_size=12), st.just(""))),
    st.none() | keys,
    st.none() | keys,
    st.integers(0, 400),
    st.none() | st.tuples(st.integers(0, 59), st.integers(0, 59)),
)
def test_an_address_is_read_as_it_was_written(
    of: tuple[str, str], x: str | None, y: str | None, size: int, at: tuple[int, int] | None
) -> None:
    asked = Asked(order=of[0], q=of[1], x=x, y=y, only={"token:color": 2, "a:b": 0}, size=size, at=at)
    told = {name: values[0] for name, values in parse_qs(urlsplit(f"?{asked.written()}").query, True).items()}
    assert Asked.read(told) == asked
    assert Asked.parsed(asked.written()) == asked


@given(st.dictionaries(st.sampled_from(["order", "q", "x", "only", "size", "at", "row", "column"]), st.text()))
def test_no_address_is_refused(written: dict[str, str]) -> None:
    Asked.read(written)
