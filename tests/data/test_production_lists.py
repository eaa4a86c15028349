"""Orders as production lists them: found by words, filtered, read on from any place, and all of it by indexes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
import sqlalchemy as sa

from imagen.data.models import Order
from imagen.data.repositories.production import Sought, Turn
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.attention import WaitingFor
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.domain.ordering import Priority
from imagen.domain.production import Show, ShowGenerations
from tests.data.rows import add_order

COLORS = {"key": "c", "parameter": "prompt", "name": "color", "kind": "lookup", "options": 2, "size": 2}


def found(units: UnitOfWorkFactory, sought: Sought) -> list[int]:
    with units.reading() as reading:
        page = reading.production.page(sought)
        assert reading.production.count(sought) == len(page)
        return [order.number for order in page]


def end(unit: UnitOfWork, order: Order, *statuses: GenerationStatus) -> None:
    unit.session.flush()
    rows = unit.generations.of_order(order.id, 100)
    for row, status in zip(rows, statuses, strict=True):
        row.status = status
        unit.session.add(row)


@pytest.fixture
def stocked(units: UnitOfWorkFactory) -> UnitOfWorkFactory:
    with units() as unit:
        done = add_order(unit, ["a", "b"], status=OrderStatus.FULFILLED, model_key="made:one")
        end(unit, done, GenerationStatus.COMPLETE, GenerationStatus.COMPLETE)
        failed = add_order(unit, ["a", "b"], status=OrderStatus.FULFILLED)
        end(unit, failed, GenerationStatus.COMPLETE, GenerationStatus.FAILED)
        active = add_order(unit, ["a", "b"], status=OrderStatus.UNDERWAY, rank=9.0)
        end(unit, active, GenerationStatus.GENERATING, GenerationStatus.PENDING)
        unclear = unit.generations.of_order(active.id, 1)[0]
        unclear.waiting_for = WaitingFor.UNCLEAR
        unit.session.add(unclear)
        add_order(unit, ["a"], rank=1.0, priority=Priority.BACKGROUND)
        add_order(unit, ["a"], rank=2.0)
        unit.commit()
    return units


@pytest.mark.parametrize(
    ("show", "numbers"),
    [
        (Show.ALL, [5, 4, 3, 2, 1]),
        (Show.ACTIVE, [5, 3, 4]),
        (Show.DONE, [2, 1]),
        (Show.FAILED, [2]),
        (Show.ATTENTION, [3]),
    ],
)
def test_orders_are_shown_by_how_they_stand(stocked: UnitOfWorkFactory, show: Show, numbers: Sequence[int]) -> None:
    assert found(stocked, Sought(show)) == numbers


def test_one_model_and_its_failures(stocked: UnitOfWorkFactory) -> None:
    assert found(stocked, Sought(model="made:one")) == [1]
    assert found(stocked, Sought(Show.DONE, also_failed=True)) == [2]
    assert found(stocked, Sought(project_id=None)) == [5, 4, 3, 2, 1]
    assert found(stocked, Sought(project_id=UUID(int=7))) == []
    with stocked.reading() as reading:
        assert reading.production.models() == ["made:one", "made:up"]


@pytest.mark.parametrize("show", [Show.ALL, Show.ACTIVE])
def test_a_list_is_read_on_from_the_last_one_seen(stocked: UnitOfWorkFactory, show: Show) -> None:
    whole = found(stocked, Sought(show))
    seen: list[int] = []
    behind: UUID | Turn | None = None
    with stocked.reading() as reading:
        while page := reading.production.page(Sought(show), behind=behind, limit=2):
            seen += [order.number for order in page]
            last = page[-1]
            behind = Turn(last.priority, last.rank, last.id) if show is Show.ACTIVE else last.id
    assert seen == whole


def test_turns_before_one_are_counted(stocked: UnitOfWorkFactory) -> None:
    with stocked.reading() as reading:
        by_number = {
            order.number: reading.production.turns_before(order) for order in reading.production.page(Sought())
        }
    assert (by_number[5], by_number[3], by_number[4]) == (0, 1, 2)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("harbour", [1]),
        ("street", [2]),
        ("olive", [2]),
        ("grüne", [2]),
        ("violet", [3]),
        ("do", [3]),
        ("nothing like it", []),
        ('"', []),
    ],
)
def test_orders_are_found_by_name_text_option_and_prompt(
    units: UnitOfWorkFactory, words: str, numbers: Sequence[int]
) -> None:
    with units() as unit:
        add_order(unit, ["x"], name="harbour at night")
        factors = [{**COLORS, "labels": ["olive", "Grüne"]}]
        add_order(unit, ["a olive"], base_parameters={"prompt": "a [color] street"}, factors=factors)
        add_order(unit, ["a violet dog"], base_parameters={"prompt": "a [?] dog", "steps": 4})
        unit.commit()
    assert found(units, Sought(words=words)) == numbers


def test_a_new_name_is_found_and_the_old_one_is_not(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        order = add_order(unit, ["x"], name="before")
        unit.commit()
        order_id = order.id
    with units() as unit:
        unit.orders.get(order_id).name = "after"
        unit.commit()
    assert (found(units, Sought(words="before")), found(units, Sought(words="after"))) == ([], [1])


@pytest.mark.parametrize(
    ("show", "positions"),
    [(ShowGenerations.ALL, [0, 1]), (ShowGenerations.FAILED, [1]), (ShowGenerations.RUNNING, [])],
)
def test_generations_of_an_order(stocked: UnitOfWorkFactory, show: ShowGenerations, positions: Sequence[int]) -> None:
    with stocked.reading() as reading:
        order = next(iter(reading.production.page(Sought(Show.FAILED))))
        assert [one.position for one in reading.production.generations(order.id, show)] == positions
        assert reading.production.first_unfinished(order.id) is None


def test_all_of_it_comes_out_of_indexes(stocked: UnitOfWorkFactory) -> None:
    with stocked.reading() as reading:
        noted = queries(reading.session.connection())
        order = reading.production.page(Sought(Show.ACTIVE))[0]
        for show in ShowGenerations:
            reading.production.generations(order.id, show, offset=1)
        for orders in Show:
            reading.production.count(Sought(orders))
        reading.production.page(Sought(words="a"))
        reading.production.models()
        reading.production.newest_products([order.id], 4)
        reading.orders.counts([order.id])
        reading.orders.costs([order.id])
        reading.generations.average_time_ms("made:up")
    scans = [plan for plan in noted if any(part in plan for part in ("SCAN generation ", "SCAN g ", "SCAN product "))]
    assert scans == []
    assert any("COVERING INDEX ix_generation_cost" in plan for plan in noted)
    assert any("INDEX ix_generation_timed" in plan for plan in noted)


def queries(connection: sa.Connection) -> list[str]:
    """Note how each query that follows is looked up."""
    noted: list[str] = []

    @sa.event.listens_for(connection, "after_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            cursor = connection.connection.cursor()
            rows = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()  # type: ignore[arg-type]
            noted.append(" | ".join(row[3] for row in rows))

    return noted
