"""The queue in the database: whose turn it is, and that every generation is taken once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.domain.ordering import Priority
from tests.data.rows import add_order


def claim(units: UnitOfWorkFactory, **places: int) -> str | None:
    """Take the next generation; another thread may take it first, then the one after it."""
    while True:
        with units.reading() as reading:
            found = reading.queue.upcoming(places or {"made": 1}, now())
        if not found:
            return None
        with units() as unit:
            if unit.queue.take(found[0].id, now(), {}):
                unit.commit()
                return str(found[0].generation_parameters["prompt"])


def upcoming(units: UnitOfWorkFactory, most: int, **places: int) -> list[str]:
    with units.reading() as reading:
        return [g.generation_parameters["prompt"] for g in reading.queue.upcoming(places, now(), most)]


def test_generations_are_taken_in_the_order_of_production(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        add_order(unit, ["late"], rank=2.0)
        add_order(unit, ["first", "second"], rank=1.0)
        unit.commit()
    assert [claim(units) for _ in range(4)] == ["first", "second", "late", None]


def test_interactive_orders_go_before_background_ones(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        add_order(unit, ["background"], rank=0.0, priority=Priority.BACKGROUND)
        add_order(unit, ["interactive"], rank=9.0)
        unit.commit()
    assert [claim(units) for _ in range(2)] == ["interactive", "background"]


def test_a_provider_without_a_place_blocks_nobody_else(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        add_order(unit, ["slow"], rank=1.0, provider="slow")
        add_order(unit, ["quick"], rank=2.0, provider="quick")
        unit.commit()
    assert claim(units, quick=1, slow=0) == "quick"
    assert claim(units, quick=1) is None


def test_many_are_chosen_in_turn_and_no_more_than_there_are_places(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        add_order(unit, ["slow 1", "slow 2", "slow 3"], rank=1.0, provider="slow")
        add_order(unit, ["quick 1", "quick 2", "quick 3"], rank=2.0, provider="quick")
        add_order(unit, ["later"], rank=0.0, provider="slow", priority=Priority.BACKGROUND)
        unit.commit()
    assert upcoming(units, 8, slow=2, quick=2) == ["slow 1", "slow 2", "quick 1", "quick 2"]
    assert upcoming(units, 3, slow=2, quick=2) == ["slow 1", "slow 2", "quick 1"]
    assert upcoming(units, 8, slow=9, quick=1) == ["slow 1", "slow 2", "slow 3", "quick 1", "later"]
    assert upcoming(units, 8, slow=0, quick=0) == []


def test_what_is_in_somebodys_hands_is_passed_over(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        order = add_order(unit, ["first", "second", "third"])
        unit.commit()
    with units.reading() as reading:
        in_hand = [g.id for g in reading.generations.of_order(order.id, 2)]
        found = reading.queue.upcoming({"made": 1}, now(), 1, in_hand)
    assert [g.generation_parameters["prompt"] for g in found] == ["third"]


def test_held_cancelled_and_put_off_work_is_left_alone(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        add_order(unit, ["held"], held_reason="over the limit")
        add_order(unit, ["cancelled"], status=OrderStatus.CANCELLED)
        order = add_order(unit, ["put off"])
        unit.session.flush()
        generation = unit.generations.of_order(order.id, 1)[0]
        generation.not_before = now() + timedelta(hours=1)
        unit.commit()
    assert claim(units) is None
    with units() as unit:
        unit.generations.get(generation.id).not_before = now() - timedelta(seconds=1)
        unit.commit()
    assert claim(units) == "put off"


def test_many_threads_take_every_generation_once(units: UnitOfWorkFactory) -> None:
    prompts = [f"prompt {n}" for n in range(200)]
    with units() as unit:
        add_order(unit, prompts)
        unit.commit()

    def take_all(_: int) -> list[str]:
        taken = []
        while (prompt := claim(units, made=500)) is not None:
            taken.append(prompt)
        return taken

    with ThreadPoolExecutor(8) as pool:
        together = [prompt for taken in pool.map(take_all, range(8)) for prompt in taken]
    assert sorted(together) == sorted(prompts)


def test_a_rank_is_found_between_any_two(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        first, second, third = (add_order(unit, [name]) for name in ("a", "b", "c"))
        unit.session.flush()
        for order in (third, second, third, second):
            order.rank = unit.queue.rank_before(order, first)
            unit.session.flush()
        assert third.rank < second.rank < first.rank
        third.rank = unit.queue.rank_before(third, None)
        unit.session.flush()
        assert third.rank > max(first.rank, second.rank)


def test_the_choice_of_the_next_uses_the_indexes(units: UnitOfWorkFactory) -> None:
    from imagen.data.repositories.queue import _NEXT

    query = (
        _NEXT.text.replace(":providers", "('made')")
        .replace(":priority", "'interactive'")
        .replace(":now", "'2026'")
        .replace(":latest", "'2027'")
        .replace(":most", "8")
    )
    with units.reading() as reading:
        rows = reading.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").fetchall()
    plan = " | ".join(row[3] for row in rows)
    assert "ix_order_queue" in plan
    assert "ix_generation_next (order_id=? AND status=?)" in plan
    assert "SCAN" not in plan.replace("SCAN o USING INDEX ix_order_queue", "")
    assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_counting_what_is_occupied_and_waiting(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        add_order(unit, ["a", "b", "c"])
        unit.commit()
    claim(units)
    with units.reading() as reading:
        assert reading.queue.occupied() == {"made": 1}
        assert reading.queue.waiting() == 2
        assert [g.status for g in reading.queue.generating()] == [GenerationStatus.GENERATING]
