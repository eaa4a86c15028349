"""Lists that pages show come out of indexes, however much there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from imagen.data.models import Product, Project
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.binning import BinKind
from imagen.domain.product import ProductType
from tests.data.rows import add_order


def add_product(unit: UnitOfWork, project_id: UUID | None = None) -> Product:
    made = Product(
        project_id=project_id, type=ProductType.IMAGE, path="aa/a.png", sha256="a", file_size=1, mime_type="image/png"
    )
    unit.products.add(made)
    return made


def plans(reading: Repositories) -> list[str]:
    """Note how each query that follows is looked up."""
    noted: list[str] = []
    connection = reading.session.connection()

    @sa.event.listens_for(connection, "before_execute")
    def note(_connection: object, clause: sa.Executable, *_: object) -> None:
        if isinstance(clause, sa.Select):
            literal = clause.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
            cursor = connection.connection.cursor()
            rows = cursor.execute(f"EXPLAIN QUERY PLAN {literal}").fetchall()
            noted.append(" | ".join(row[3] for row in rows))

    return noted


def test_the_bin_gives_what_was_deleted_last_first_by_its_index(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        made = [add_product(unit) for _ in range(5)]
        project = unit.projects.add(Project(name="between"))
        unit.session.flush()
        for product in (made[3], made[0]):
            unit.products.delete(product)
        unit.projects.delete(project)
        unit.products.delete(made[4])
        unit.commit()
    with units.reading() as reading:
        both = {BinKind.PRODUCT, BinKind.PROJECT}
        first, rest = reading.bin.page(both, limit=3), reading.bin.page(both, offset=3, limit=3)
        assert [row_id for _, row_id in (*first, *rest)] == [made[4].id, project.id, made[0].id, made[3].id]
        assert reading.bin.counts() == {BinKind.PRODUCT: 3, BinKind.PROJECT: 1}
        noted = raw_plans(reading)
        reading.bin.page({BinKind.PRODUCT}, limit=3)
    assert "SEARCH product USING INDEX ix_product_bin" in noted[0]
    assert noted[0].count("TEMP B-TREE") == 1, "only the few of each kind are sorted"


def raw_plans(reading: Repositories) -> list[str]:
    """Note the plan of every query that is written in SQL from now on."""
    noted: list[str] = []
    connection = reading.session.connection()

    @sa.event.listens_for(connection, "before_cursor_execute")
    def note(_connection: object, cursor: Any, statement: str, values: Any, *_: object) -> None:
        rows = cursor.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
        noted.append(" | ".join(row[3] for row in rows))

    return noted


def test_projects_come_by_their_latest_activity_with_one_step_in_an_index_each(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        oldest, middle, _ = (unit.projects.add(Project(name=name)) for name in ("oldest", "middle", "newest"))
        unit.session.flush()
        add_order(unit, ["a fox"], project_id=middle.id)
        gone = add_product(unit, oldest.id)
        unit.session.flush()
        unit.products.delete(gone)
        unit.commit()
    assert listed(units) == ["middle", "newest", "oldest"]
    with units() as unit:
        add_product(unit, oldest.id)
        unit.commit()
    assert listed(units) == ["oldest", "middle", "newest"]
    with units.reading() as reading:
        noted = plans(reading)
        found: dict[UUID, datetime] = reading.projects.latest_activity([oldest.id, middle.id])
        assert set(found) == {oldest.id, middle.id}
    assert "ix_order_project (project_id=?)" in noted[0]
    assert "ix_product_project (project_id=?)" in noted[0]
    assert "SCAN" not in noted[0]


def listed(units: UnitOfWorkFactory) -> list[str]:
    with units.reading() as reading:
        return [project.name for project in reading.projects.list(None)]


def test_the_figures_of_projects_come_out_of_indexes(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        project = unit.projects.add(Project(name="counted"))
        unit.session.flush()
        add_product(unit, project.id)
        unit.commit()
    begins = datetime(2026, 11, 1, tzinfo=UTC)
    with units.reading() as reading:
        noted = raw_plans(reading)
        row = reading.project_figures.held([None, project.id], begins, [begins, begins + timedelta(days=1)])[project.id]
        reading.project_figures.newest([None, project.id], 4)
    assert (row.products, row.orders, row.spent) == (1, 0, 0)
    steps = [step for plan in noted for step in plan.split(" | ")]
    for table in ("p", "q", "s", "g", "product", "spending"):
        assert f"SCAN {table}" not in steps, "a whole table is walked"
    assert any("INDEX ix_product_project (project_id=? AND id>? AND id<?)" in step for step in steps)
    assert any("COVERING INDEX ix_spending_project (project_id=?)" in step for step in steps)
    assert any("INDEX ix_product_liked (liked=?)" in step for step in steps)
    assert any("INDEX ix_spending_day (at>?)" in step for step in steps)
