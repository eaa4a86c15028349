"""The figures of projects on a real database: what each holds, what goes on in it, and what it cost."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event, update
from sqlmodel import col, select

from imagen.bootstrap import Production
from imagen.data.models import Order, Product, Project, Spending
from imagen.data.models.base import now
from imagen.domain.errors import NotFound
from imagen.domain.money import Currency
from imagen.domain.project import ProjectStatus
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.project_overview import DAYS_SHOWN, ProjectSort, in_order, matches
from tests.fakes.scripted_provider import MODEL
from tests.services.ordering import fulfilled, needing_attention

EACH = 2_500


def made(services: Services, prompt: str, project_id: UUID | None = None) -> list[UUID]:
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": prompt}, project_id=project_id))
    fulfilled(services, placed.id)
    return [product.id for product in services.products.list(order_id=placed.id)[0]]


def test_a_project_says_what_it_holds_and_cost(services: Services) -> None:
    project = services.projects.create("Foxes", "red ones")
    services.spending.limit_project(project.id, 10 * EACH)
    ids = made(services, "a fox [1..6]", project.id)
    made(services, "one of no project")
    services.keeping.like(ids[:2], True)
    services.keeping.delete(ids[5:])
    found = services.project_overview.get(project.id)
    assert (found.order_count, found.product_count, found.liked_count) == (1, 5, 2)
    assert (found.spent, found.spent_this_month, found.spending_limit) == (6 * EACH, 6 * EACH, 10 * EACH)
    assert (found.running, found.waiting, found.attention, found.failed, found.held) == (0, 0, 0, 0, 0)
    assert [product.id for product in found.newest] == sorted(ids[:5], reverse=True)[:4]
    assert found.used_at is not None
    assert found.search == 'project:"Foxes"'


def test_the_work_without_a_project_has_figures_of_its_own(services: Services) -> None:
    untouched = services.project_overview.get(None)
    assert (untouched.is_untouched, untouched.used_at, untouched.active_at, untouched.newest) == (True, None, None, ())
    project = services.projects.create("Foxes")
    made(services, "a fox", project.id)
    made(services, "a [red,blue] heron")
    found = services.project_overview.get(None)
    assert (found.id, found.order_count, found.product_count, found.spent) == (None, 1, 2, 2 * EACH)
    assert found.search == "project:none"


def test_what_goes_on_and_what_needs_a_person(at_rest: Production) -> None:
    services = at_rest.services
    project = services.projects.create("Waiting")
    services.orders.place(OrderRequest(MODEL, {"prompt": "[1..3]"}, project_id=project.id))
    services.orders.place(OrderRequest(MODEL, {"prompt": "no project [1..2]"}))
    assert (services.project_overview.get(project.id).waiting, services.project_overview.get(None).waiting) == (3, 2)
    with at_rest.database.write() as session:
        of_project = update(Order).where(col(Order.project_id) == project.id)
        session.execute(of_project.values(held_reason="a limit"))
        session.commit()
    assert (services.project_overview.get(project.id).held, services.project_overview.get(None).held) == (1, 0)


def test_lost_answers_need_a_person_and_failures_are_counted(services: Services) -> None:
    project = services.projects.create("Troubled")
    lost = services.orders.place(OrderRequest(MODEL, {"prompt": "unclear"}, project_id=project.id))
    needing_attention(services, lost.id, "unclear")
    failed = services.orders.place(OrderRequest(MODEL, {"prompt": "fails [1..2]"}, project_id=project.id))
    fulfilled(services, failed.id)
    found = services.project_overview.get(project.id)
    assert (found.running, found.attention, found.failed) == (1, 1, 2)
    services.bin.delete_order(failed.id)
    assert services.project_overview.get(project.id).failed == 0


def test_days_hold_what_was_made_on_them_and_nothing_older(services: Services, production: Production) -> None:
    project = services.projects.create("Old and new")
    today = datetime.now().astimezone().replace(hour=12, minute=0)
    made_at = [
        today,
        today,
        today - timedelta(days=3),
        today - timedelta(days=DAYS_SHOWN - 1),
        today - timedelta(days=31),
    ]
    pattern = services.products.get(made(services, "a pattern")[0])
    with production.database.write() as session:
        row = session.get(Product, pattern.id)
        assert row is not None
        for number, at in enumerate(made_at):
            fields = row.model_dump(exclude={"id", "generation_id", "order_id", "project_id", "output_index"})
            product_id = UUID(int=(int(at.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62) | number)
            session.add(Product(**fields, id=product_id, project_id=project.id))
        session.commit()
    found = services.project_overview.get(project.id)
    counts = {(today.date() - day).days: count for day, count in found.days if count}
    assert counts == {0: 2, 3: 1, DAYS_SHOWN - 1: 1}
    assert len(found.days) == DAYS_SHOWN
    assert found.product_count == 5


def test_money_of_this_month_and_what_was_billed_in_buzz(services: Services, production: Production) -> None:
    project = services.projects.create("Billed")
    made(services, "a fox [1..3]", project.id)
    with production.database.write() as session:
        old, bought, _ = session.exec(select(Spending.id)).all()
        session.execute(update(Spending).where(col(Spending.id) == old).values(at=now() - timedelta(days=40)))
        in_buzz = {"currency": Currency.BUZZ, "billed": 12_000_000}
        session.execute(update(Spending).where(col(Spending.id).in_([old, bought])).values(**in_buzz))
        session.commit()
    found = services.project_overview.get(project.id)
    assert (found.spent, found.spent_this_month) == (3 * EACH, 2 * EACH)
    assert (found.buzz, found.buzz_this_month) == (24_000_000, 12_000_000)


def test_a_deleted_project_is_not_listed_and_what_it_holds_stays(services: Services) -> None:
    project = services.projects.create("Gone")
    ids = made(services, "a fox", project.id)
    services.projects.delete(project.id)
    assert [one.id for one in services.project_overview.all()] == [None]
    assert services.project_overview.some([project.id]) == []
    with pytest.raises(NotFound):
        services.project_overview.get(project.id)
    assert services.products.get(ids[0]).id == ids[0]
    assert services.project_overview.get(None).product_count == 0
    services.projects.restore(project.id)
    assert services.project_overview.get(project.id).product_count == 1


def test_names_that_mean_more_than_one_are_searched_by_id(services: Services) -> None:
    twins = [services.projects.create("Twins"), services.projects.create("twins")]
    quoted = services.projects.create('A "b" \\')
    with services.projects._units() as unit:  # as it may come with another library
        none = unit.projects.add(Project(name="None"))
        unit.commit()
    searches = {one.id: one.search for one in services.project_overview.all()}
    assert [searches[one.id] for one in twins] == [f"project:{one.id}" for one in twins]
    assert searches[none.id] == f"project:{none.id}"
    assert not services.gallery.read(searches[quoted.id]).problems


def test_sorting_and_finding(services: Services) -> None:
    a, b = services.projects.create("alpha", "Watercolour foxes"), services.projects.create("Beta")
    services.projects.archive(b.id)
    made(services, "a fox", a.id)
    found = {one.id: one for one in services.project_overview.all()}
    assert found[b.id].status is ProjectStatus.ARCHIVED
    rows = [found[a.id], found[b.id]]
    assert [one.name for one in in_order(rows, ProjectSort.NAME)] == ["alpha", "Beta"]
    for sort in (ProjectSort.ACTIVE_AT, ProjectSort.PRODUCTS, ProjectSort.COST):
        assert [one.name for one in in_order(rows, sort)] == ["alpha", "Beta"]
        assert [one.name for one in in_order(rows, sort, descending=False)] == ["Beta", "alpha"]
    assert [one.name for one in in_order(rows, ProjectSort.CREATED_AT)] == ["Beta", "alpha"]
    assert matches(found[a.id], "FOX alph")
    assert not matches(found[a.id], "fox beta")
    assert matches(replace(found[a.id], name="Größe"), "grösse")


def test_as_many_questions_for_many_projects_as_for_one(services: Services) -> None:
    asked: list[str] = []
    here = threading.get_ident()

    def note(*arguments: object) -> None:
        if threading.get_ident() == here:  # others ask too, in the background
            asked.append(str(arguments[2]))

    def questions() -> int:
        asked.clear()
        services.project_overview.with_newest(services.project_overview.all())
        return len(asked)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        services.projects.create("First")
        one = questions()
        for number in range(30):
            services.projects.create(f"Project {number}")
        assert questions() == one
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_project_nobody_knows(services: Services) -> None:
    with pytest.raises(NotFound):
        services.project_overview.get(uuid4())


def test_times_are_aware(services: Services) -> None:
    project = services.projects.create("Timed")
    made(services, "a fox", project.id)
    used = services.project_overview.get(project.id).used_at
    assert used is not None
    assert timedelta(0) <= datetime.now(UTC) - used < timedelta(minutes=5)
