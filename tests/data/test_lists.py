"""Lists that pages show come out of indexes, however much there is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from imagen.data.models import Product, Project
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
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
        unit.session.flush()
        for product in (made[3], made[0], made[4]):
            unit.products.delete(product)
        unit.commit()
    with units.reading() as reading:
        noted = plans(reading)
        first, rest = reading.products.in_bin(limit=2), reading.products.in_bin(offset=2, limit=2)
        assert [product.id for product in (*first, *rest)] == [made[4].id, made[0].id, made[3].id]
        assert reading.products.count_in_bin() == 3
    assert len(noted) == 3
    assert all("ix_product_bin" in plan and "TEMP B-TREE" not in plan for plan in noted), noted


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
